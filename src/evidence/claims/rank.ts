import type { Claim } from '../bundle/claims.ts'
import type { Protocol } from '../bundle/protocol.ts'
import { numbersIn } from '../language/numbers.ts'

/** Headings whose sentences say more, or less, of what was found. */
const SECTIONS: readonly (readonly [RegExp, number])[] = [
  [/\b(?:acknowledge?ments?|references|appendi\w+|ethic\w*|funding|author contributions)\b/i, 0],
  [/\b(?:results?|findings|evaluation|experiments?|ablation|analys[ei]s|performance)\b/i, 1.2],
  [/\b(?:conclusions?|discussion|summary|concluding)\b/i, 1.15],
  [/\babstract\b/i, 1.1],
  [/\b(?:related work|background|previous work|literature)\b/i, 0.3],
  [/\b(?:method\w*|approach|model|data|datasets?|set-?up|settings?|implementation|training)\b/i, 0.6],
  [/\bintroduction\b/i, 0.8],
]

/** The innermost heading that is known decides. */
export function sectionWeight(path: readonly string[]): number {
  for (const heading of path.toReversed()) {
    const known = SECTIONS.find(([pattern]) => pattern.test(heading))
    if (known !== undefined) return known[1]
  }
  return 1
}

const KINDS: Readonly<Record<Claim['kind'], number>> = { result: 1, method: 0.35, definition: 0.2 }

/** How much a sentence promises to say about the question: facets times kind times section times numbers. */
export function promise(
  protocol: Pick<Protocol, 'facets'>,
  sentence: Pick<Claim, 'text' | 'facets' | 'kind' | 'attributed'>,
  section: readonly string[],
): number {
  const matched = protocol.facets.filter(({ id }) => sentence.facets.includes(id))
  const facets = matched.reduce((sum, { distinguishing }) => sum + (distinguishing ? 2 : 1), 0)
  return (
    facets *
    KINDS[sentence.kind] *
    sectionWeight(section) *
    numeric(sentence.text) *
    (sentence.attributed ? 0.5 : 1)
  )
}

function numeric(text: string): number {
  const quantities = numbersIn(text).filter(({ role }) => role === 'quantity')
  if (quantities.some(({ unit, change }) => change !== null && unit !== 'count')) return 1.4
  return quantities.length > 0 ? 1.15 : 1
}

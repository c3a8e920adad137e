import type { Step } from '../../language/align.ts'
import { type Lexeme, lexemes } from '../../language/lexemes.ts'
import { alignLong } from './align-long.ts'
import { clausesOf } from './clauses.ts'
import { listReadings } from './lists.ts'
import { plainStatement, shortForms, unlinked } from './plain.ts'
import { type Difference, differences, withoutMoved } from './residue.ts'
import { activeReadings, adjunctLast, exchanged } from './rewrites.ts'

/** A claim beside the statement of a passage that comes closest to it. */
export interface Comparison {
  readonly claim: readonly Lexeme[]
  readonly statement: readonly Lexeme[]
  /** As it stands in the passage. */
  readonly sentence: string
  readonly steps: readonly Step[]
  readonly differences: readonly Difference[]
  /** Share of the claim's content words that the alignment finds again, 0 to 1. */
  readonly coverage: number
  /** Not one word differs, articles included. */
  readonly verbatim: boolean
  /** The passage says it with the two sides of the comparison exchanged. */
  readonly exchanged: boolean
  /** One of the two is a question, the other is none. */
  readonly asks: boolean
}

const isQuestion = (text: string) => /\?["'”’)\]\s]*$/u.test(text)

interface Reading {
  readonly list: readonly Lexeme[]
  readonly moved: readonly string[]
}

const FUNCTION_WORDS = new Set(
  `a an the of in on at to for with by from and or be have do that this these those it its as than we our their they
  which who such also will into over under between among through during both while there here then so but not`.split(
    /\s+/,
  ),
)
export const isContent = (lexeme: Lexeme): boolean => !FUNCTION_WORDS.has(lexeme.key)

const keysOf = (list: readonly Lexeme[]) => list.map(({ key }) => key)

/** The statement itself, with a fronted adjunct last, and turned to the active voice. */
function readings(text: string, of: 'claim' | 'passage'): Reading[] {
  const out: Reading[] = []
  const told = unlinked(text)
  const plain = of === 'claim' ? told : plainStatement(text)
  const forms = [...new Set([plain, told])].flatMap((one) => {
    const { without, only } = shortForms(one)
    return of === 'claim' || only === without ? [without] : [without, only]
  })
  for (const form of forms) {
    out.push({ list: lexemes(form), moved: [] })
    const last = adjunctLast(form)
    if (last !== null) out.push({ list: lexemes(last.text), moved: keysOf(lexemes(last.adjunct)) })
  }
  return out.flatMap((reading) => [
    reading,
    ...activeReadings(reading.list).map((list) => ({ list, moved: reading.moved })),
  ])
}

/** All that a sentence states: itself, its clauses, each item of its lists. */
function statementsOf(sentence: string): string[] {
  const clauses = clausesOf(plainStatement(sentence))
  const whole = [sentence, ...clauses]
  return [...whole, ...whole.flatMap(listReadings)]
}

const isLittle = (lexeme: Lexeme) => /^(?:an?|the|that|also|both)$/.test(lexeme.plain)
const skeleton = (list: readonly Lexeme[]) => keysOf(list.filter((lexeme) => !isLittle(lexeme))).join(' ')

function coverageOf(steps: readonly Step[]): number {
  let content = 0
  let found = 0
  for (const step of steps) {
    if (step.kind === 'dropped' || !isContent(step.claim)) continue
    content += 1
    if (step.kind === 'match') found += 1
  }
  return content === 0 ? 0 : found / content
}

const share = (claim: readonly Lexeme[], sentence: readonly Lexeme[]): number => {
  const have = new Set(keysOf(sentence))
  const content = claim.filter(isContent)
  return content.length === 0 ? 0 : content.filter(({ key }) => have.has(key)).length / content.length
}

/** Below this share of common words, rewriting the sentence in other forms is not worth it. */
const CLOSE = 0.6

function compareReadings(
  claim: readonly Reading[],
  statement: readonly Reading[],
  sentence: string,
  asks: boolean,
): Comparison {
  let best: Comparison | null = null
  for (const one of claim)
    for (const other of statement) {
      const { steps } = alignLong(one.list, other.list)
      const left = [one.moved, other.moved].reduce(
        (list, moved) => (moved.length === 0 ? list : withoutMoved(list, moved, [one.list, other.list])),
        differences(steps),
      )
      const found: Comparison = {
        claim: one.list,
        statement: other.list,
        sentence,
        steps,
        differences: left,
        coverage: coverageOf(steps),
        verbatim: steps.every((step) => step.kind === 'match'),
        exchanged: false,
        asks,
      }
      if (best === null || isCloser(found, best)) best = found
    }
  return best!
}

const otherNames = ({ differences }: Comparison): number =>
  differences.filter((step) => step.kind === 'change' && (step.claim.name || step.passage.name)).length

/** Fewer differences; then the same names, so that numbers are compared for the same thing; then the same words. */
const isCloser = (one: Comparison, other: Comparison): boolean => {
  const fewer =
    Number(one.asks) - Number(other.asks) ||
    one.differences.length - other.differences.length ||
    otherNames(one) - otherNames(other) ||
    Number(other.verbatim) - Number(one.verbatim)
  return fewer < 0
}

/** Best comparison of a claim with any statement of a passage. The first sentence of `texts` wins ties. */
export function compareClaim(claimText: string, texts: readonly string[]): Comparison {
  const simple: Reading = { list: lexemes(unlinked(claimText)), moved: [] }
  const asking = isQuestion(claimText)
  let all: Reading[] | null = null
  let best: Comparison | null = null
  for (const text of texts) {
    const near = share(simple.list, lexemes(text)) >= CLOSE
    if (!near && best !== null) continue
    if (near) all ??= readings(claimText, 'claim')
    const statements = near ? statementsOf(text) : [text]
    for (const statement of statements) {
      const other = near
        ? readings(statement, 'passage')
        : [{ list: lexemes(plainStatement(statement)), moved: [] }]
      const found = compareReadings(near ? all! : [simple], other, text, isQuestion(text) !== asking)
      if (best === null || isCloser(found, best)) best = found
      if (best.verbatim && !best.asks) return best
    }
  }
  if (!best!.asks && best!.differences.length > 0 && best!.coverage > 0) {
    const target = new Set(
      texts.flatMap((text) => readings(text, 'passage').map(({ list }) => skeleton(list))),
    )
    const swapped = (all ?? [simple]).some(({ list }) =>
      exchanged(list).some((other) => target.has(skeleton(other))),
    )
    if (swapped) return { ...best!, exchanged: true }
  }
  return best!
}

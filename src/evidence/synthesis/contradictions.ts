import type { Claim } from '../bundle/claims.ts'
import type { Contradiction } from '../bundle/synthesis.ts'
import type { Work } from '../bundle/works.ts'
import { likeness } from '../language/likeness.ts'
import { tokens } from '../language/tokens.ts'
import type { Weighed } from './weighed.ts'

/** Share of stems that two phrases must have in common to be about one thing. */
const SAME = 0.5

/**
 * Pairs of claims about the same thing that cannot both hold everywhere, with what tells them apart. Claims of
 * one sentence or of one study are not a pair.
 */
export function contradictionsAmong(stated: readonly Weighed[], works: readonly Work[]): Contradiction[] {
  const found: Contradiction[] = []
  for (const [index, one] of stated.entries()) {
    for (const other of stated.slice(index + 1)) {
      const about = together(one.claim, other.claim) ? null : disagreement(one, other)
      if (about !== null)
        found.push({
          claims: [one.claim.id, other.claim.id],
          about,
          factors: factorsBetween(one.claim, other.claim, works),
        })
    }
  }
  return found
}

/** From one sentence, or arms of one study: what they say was said side by side. */
function together(one: Claim, other: Claim): boolean {
  const [a, b] = [one.origin, other.origin]
  if (a.from === 'study' && b.from === 'study') return a.study === b.study
  return a.from === 'work' && b.from === 'work' && a.sha256 === b.sha256 && a.start === b.start
}

function disagreement(one: Weighed, other: Weighed): string | null {
  const [a, b] = [one.claim.slots, other.claim.slots]
  const metrics = a.metric !== null && b.metric !== null && a.metric !== b.metric
  const tasks =
    a.scope.tasks.length > 0 &&
    b.scope.tasks.length > 0 &&
    !a.scope.tasks.some((task) => b.scope.tasks.includes(task))
  if (metrics || tasks || a.subject === null || b.subject === null) return null
  const subject = a.subject
  const topic = [subject, a.comparator === null ? '' : `against ${a.comparator}`].filter(Boolean).join(' ')
  // "A beats B" and "B beats A"
  const isSwapped =
    a.comparator !== null &&
    b.comparator !== null &&
    alike(a.subject, b.comparator) &&
    alike(a.comparator, b.subject) &&
    !alike(a.subject, b.subject)
  if (isSwapped)
    return one.sign !== null && one.sign !== 0 && one.sign === other.sign ? `Which is better: ${topic}` : null
  if (!alike(a.subject, b.subject)) return null
  if (a.comparator !== null && b.comparator !== null && !alike(a.comparator, b.comparator)) return null
  if (one.sign !== null && other.sign !== null && one.sign * other.sign < 0) return `Direction: ${topic}`
  if (one.sign === 0 ? other.sign === 1 || other.sign === -1 : other.sign === 0 && one.sign !== null)
    return `Whether there is a difference: ${topic}`
  return null
}

function alike(one: string, other: string): boolean {
  return likeness(stems(one), stems(other)) >= SAME
}

/** Words that do not tell what a phrase is about: "the proposed method of". */
const LITTLE = new Set(
  'the a an of on in for with by and or to from at as et al our their its this these proposed new method methods approach approaches model models framework system systems results experiments experiment authors all'.split(
    ' ',
  ),
)
const stems = (text: string): Set<string> =>
  new Set(tokens(text).flatMap(({ norm, stem }) => (LITTLE.has(norm) ? [] : [stem])))

function factorsBetween(one: Claim, other: Claim, works: readonly Work[]): Contradiction['factors'] {
  const list = (values: readonly string[]) => (values.length === 0 ? null : values.toSorted().join(', '))
  const year = ({ origin }: Claim) =>
    origin.from === 'work' ? (works.find(({ id }) => id === origin.work)?.year?.toString() ?? null) : null
  const model = ({ origin, slots }: Claim) =>
    origin.from === 'study' ? origin.model : list(slots.scope.models)
  const parts: readonly (readonly [string, (claim: Claim) => string | null])[] = [
    ['model', model],
    ['languages', ({ slots }) => list(slots.scope.languages)],
    ['task', ({ slots }) => list(slots.scope.tasks)],
    ['metric', ({ slots }) => slots.metric],
    ['split', ({ slots }) => slots.scope.split],
    ['setting', ({ slots }) => slots.scope.setting],
    ['compared with', ({ slots }) => slots.comparator],
    ['year', year],
    ['evidence', ({ origin }) => (origin.from === 'study' ? 'measured here' : 'literature')],
  ]
  return parts.flatMap(([name, of]) => {
    const [a, b] = [of(one), of(other)]
    return a === b ? [] : [{ name, one: a ?? 'not said', other: b ?? 'not said' }]
  })
}

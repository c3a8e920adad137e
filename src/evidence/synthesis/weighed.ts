import { byText } from '#kernel'
import type { Claim, Verdict } from '../bundle/claims.ts'
import type { Protocol } from '../bundle/protocol.ts'
import type { Work } from '../bundle/works.ts'
import { type Difference, differenceIn } from '../claims/difference.ts'
import { facetsIn } from '../protocol/match.ts'

/** A decided claim with what an answer needs of it. */
export interface Weighed {
  readonly claim: Claim
  readonly verdict: Verdict
  /** Works that support it and are not retracted; for a measurement, its study. */
  readonly sources: readonly string[]
  /** 1: its subject is better, -1: worse, or not better; 0: no difference; null: it does not say. */
  readonly sign: 1 | 0 | -1 | null
  readonly difference: Difference | null
}

export interface WeighedClaims {
  readonly verified: readonly Weighed[]
  /** Claims that passages of works which are not retracted contradict. */
  readonly contradicted: readonly Weighed[]
  /** Verified claims that nothing but retracted works supports. */
  readonly retracted: readonly Claim[]
}

/** Sorts claims by what their verdicts allow to conclude, in the order of their ids. */
export function weigh(
  works: readonly Work[],
  claims: readonly Claim[],
  verdicts: readonly Verdict[],
): WeighedClaims {
  const isRetracted = new Set(works.filter(({ retracted }) => retracted).map(({ id }) => id))
  const verdictOf = new Map(verdicts.map((verdict) => [verdict.claim, verdict]))
  const verified: Weighed[] = []
  const contradicted: Weighed[] = []
  const retracted: Claim[] = []
  for (const claim of claims.toSorted((a, b) => byText(a.id, b.id))) {
    const verdict = verdictOf.get(claim.id)
    if (verdict === undefined) continue
    const of = (sources: readonly string[]): Weighed => ({
      claim,
      verdict,
      sources,
      sign: signOf(claim),
      difference: differenceOf(claim),
    })
    if (verdict.label === 'supported' && verdict.verified) {
      const all = supporters(claim, verdict)
      const sound = all.filter((source) => !isRetracted.has(source))
      if (sound.length > 0) verified.push(of(sound))
      else retracted.push(claim)
    } else if (verdict.label === 'contradicted') {
      const against = verdict.contradictedBy.filter((work) => !isRetracted.has(work)).toSorted(byText)
      if (against.length > 0) contradicted.push(of(against))
    }
  }
  return { verified, contradicted, retracted }
}

function supporters({ origin }: Claim, { findings }: Verdict): string[] {
  if (origin.from === 'study') return [origin.study]
  const works = findings.filter(({ label }) => label === 'supported').map(({ work }) => work)
  return [...new Set(origin.from === 'work' ? [origin.work, ...works] : works)].sort(byText)
}

function signOf({ kind, polarity, slots, origin }: Claim): Weighed['sign'] {
  if (kind !== 'result' || (origin.from === 'study' && !origin.clear)) return null
  if (slots.direction === 'equal') return polarity === 'positive' ? 0 : null
  if (slots.direction === 'better') return polarity === 'positive' ? 1 : -1
  // "does not hurt" is not yet better.
  if (slots.direction === 'worse') return polarity === 'positive' ? -1 : 0
  return null
}

/** What a measurement or a sentence gives as a difference; a denied one is none. */
function differenceOf({ text, polarity, slots, origin }: Claim): Difference | null {
  if (origin.from !== 'study') return polarity === 'negative' ? null : differenceIn(text)
  if (slots.value === null || (slots.unit !== 'points' && slots.unit !== 'percent')) return null
  const value = slots.direction === 'worse' ? -Math.abs(slots.value) : slots.value
  return { value, unit: slots.unit, low: origin.low, high: origin.high }
}

/**
 * The sign of a claim seen from parts of the question: a claim that puts something above the part, which it names as
 * its comparator, speaks against it.
 */
export function signFrom(
  protocol: Pick<Protocol, 'facets'>,
  { claim, sign }: Weighed,
  facets: readonly string[],
): Weighed['sign'] {
  if (sign === null || sign === 0) return sign
  const { subject, comparator } = claim.slots
  const within = (text: string | null) =>
    text !== null && facetsIn(protocol, text).some((facet) => facets.includes(facet))
  return within(comparator) && !within(subject) ? (sign === 1 ? -1 : 1) : sign
}

import { byText } from '#kernel'
import type { Claim, Verdict } from '../bundle/claims.ts'
import type { Protocol } from '../bundle/protocol.ts'
import type { Work } from '../bundle/works.ts'
import { type Difference, differenceIn } from '../claims/difference.ts'
import { facetsIn } from '../protocol/match.ts'

/** A claim with what an answer needs of it. */
export interface Weighed {
  readonly claim: Claim
  readonly verdict: Verdict
  /** The work that says it and those that support it, without retracted ones; for a measurement, its study. */
  readonly sources: readonly string[]
  /** Works that contradict it and are not retracted. */
  readonly against: readonly string[]
  /** 1: its subject is better, -1: worse, or not better; 0: no difference; null: it does not say. */
  readonly sign: 1 | 0 | -1 | null
  readonly difference: Difference | null
}

export interface WeighedClaims {
  /** Said by works, or measured; what another work contradicts, too. */
  readonly stated: readonly Weighed[]
  /** Claims that nothing but retracted works says. */
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
  const stated: Weighed[] = []
  const retracted: Claim[] = []
  for (const claim of claims.toSorted((a, b) => byText(a.id, b.id))) {
    const verdict = verdictOf.get(claim.id)
    if (verdict === undefined) continue
    const sound = (ids: readonly string[]) => ids.filter((id) => !isRetracted.has(id))
    const sources = sound(statedBy(claim, verdict))
    if (sources.length === 0) retracted.push(claim)
    else
      stated.push({
        claim,
        verdict,
        sources,
        against: sound(verdict.contradictedBy),
        sign: signOf(claim),
        difference: differenceOf(claim),
      })
  }
  return { stated, retracted }
}

function statedBy({ origin }: Claim, { supportedBy }: Verdict): string[] {
  if (origin.from === 'study') return [origin.study]
  return [...new Set(origin.from === 'work' ? [origin.work, ...supportedBy] : supportedBy)].sort(byText)
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

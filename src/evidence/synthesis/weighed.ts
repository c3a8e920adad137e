import { byText } from '#kernel'
import type { Claim, Verdict } from '../bundle/claims.ts'
import type { Work } from '../bundle/works.ts'

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
}

export interface WeighedClaims {
  /** Said by works, or measured; what another work contradicts, too. */
  readonly stated: readonly Weighed[]
  /** Claims that nothing but retracted works says. */
  readonly retracted: readonly Claim[]
}

/** Sorts claims by what their verdicts allow to conclude, in their own order. */
export function weigh(
  works: readonly Work[],
  claims: readonly Claim[],
  verdicts: readonly Verdict[],
): WeighedClaims {
  const isRetracted = new Set(works.filter(({ retracted }) => retracted).map(({ id }) => id))
  const verdictOf = new Map(verdicts.map((verdict) => [verdict.claim, verdict]))
  const stated: Weighed[] = []
  const retracted: Claim[] = []
  for (const claim of claims) {
    const verdict = verdictOf.get(claim.id)
    if (verdict === undefined) continue
    const sound = (ids: readonly string[]) => ids.filter((id) => !isRetracted.has(id))
    const sources = sound(statedBy(claim, verdict))
    if (sources.length === 0) retracted.push(claim)
    else stated.push({ claim, verdict, sources, against: sound(verdict.contradictedBy), sign: signOf(claim) })
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

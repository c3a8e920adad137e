import type { ClaimEntry, ClaimsFile, StudyCheck } from './claims-file.ts'
import { type Measured, measureCheck } from './measured.ts'
import { readCheck } from './read-check.ts'
import type { StudyResults } from './study-results.ts'

export interface ClaimDecision {
  readonly id: string
  readonly text: string
  readonly source: string
  readonly decision: 'reproduced' | 'contradicted' | 'undecided'
  /** Why, one or two whole sentences. */
  readonly reason: string
  /** What keeps the study from being the experiment of the claim. */
  readonly obstacles: readonly string[]
  readonly measured: readonly Measured[]
  /** Where the measured values point, whether they decide or not; null where nothing was measured. */
  readonly direction: 'same' | 'other' | 'unclear' | null
}

/**
 * Holds claims against what a study measured.
 *
 * A study decides a claim only as the claim's own experiment: the same published encoder, the same intermediate tasks,
 * every named target in every language, whole data, seeds enough. Then a value is reproduced if its difference is clear, has
 * the claimed sign, and its interval, no wider than the published difference (or twice the tolerance), meets the published
 * one (or the value give or take the tolerance); it is contradicted if the interval misses that, or is clear with the other sign. A value published on development data is
 * contradicted by its sign only. Everything else is undecided, with the reason.
 */
export function verifyClaims({ claims }: ClaimsFile, results: StudyResults): ClaimDecision[] {
  return claims.map((claim, at) => verifyClaim(claim, `claim-${at + 1}`, results))
}

function verifyClaim(claim: ClaimEntry, otherwise: string, results: StudyResults): ClaimDecision {
  const named = { id: claim.id ?? otherwise, text: claim.text, source: claim.source }
  const check = claim.check ?? readCheck(claim.text)
  if (check === null)
    return {
      ...named,
      decision: 'undecided',
      reason:
        'Not a measurable statement: it names no intermediate task, target and effect that a study measures.',
      obstacles: [],
      measured: [],
      direction: null,
    }
  const { found, obstacles, arms } = measureCheck(check, results)
  const measured = found.flat()
  const direction = directionOf(check, measured)
  const outcomes = measured.map((one) => outcomeOf(check, one))
  const wanted = check.combine === 'each' ? arms * Math.max(1, found[0]?.length ?? 1) : arms
  const decision = obstacles.length > 0 ? 'undecided' : together(outcomes, wanted, check)
  return {
    ...named,
    decision,
    reason: reasonFor(check, { decision, obstacles, measured, outcomes, direction, results }),
    obstacles,
    measured,
    direction,
  }
}

type Outcome = 'holds' | 'fails' | 'open'

function publishedRange(check: StudyCheck): readonly [number, number] | null {
  if (check.interval !== undefined) return check.interval
  return check.difference === undefined
    ? null
    : [check.difference - check.tolerance, check.difference + check.tolerance]
}

function outcomeOf(check: StudyCheck, { value, low, high, clear }: Measured): Outcome {
  if (check.direction === 'not-better') {
    if (high <= check.tolerance || (clear && value < 0)) return 'holds'
    return clear && low > check.tolerance ? 'fails' : 'open'
  }
  const sign = check.direction === 'better' ? 1 : -1
  if (clear && value * sign < 0) return 'fails'
  const range = publishedRange(check)
  if (range === null) return clear ? 'holds' : 'open'
  const misses = high < range[0] || low > range[1]
  if (misses) return check.split === 'development' ? 'open' : 'fails'
  const [size, width] = [Math.abs(check.difference ?? (range[0] + range[1]) / 2), high - low]
  return clear && width <= Math.max(size, 2 * check.tolerance) ? 'holds' : 'open'
}

/** Over several arms or targets: it holds where enough do, and fails where too many fail for that. */
function together(outcomes: readonly Outcome[], wanted: number, { share }: StudyCheck) {
  const count = (which: Outcome) => outcomes.filter((outcome) => outcome === which).length
  if (outcomes.length < wanted) return 'undecided'
  if (count('holds') >= share * wanted) return 'reproduced'
  return wanted - count('fails') < share * wanted ? 'contradicted' : 'undecided'
}

function directionOf(check: StudyCheck, measured: readonly Measured[]): ClaimDecision['direction'] {
  if (measured.length === 0) return null
  const agree = (one: Measured): number => {
    if (check.direction === 'not-better') return one.clear && one.value > 0 ? -1 : 1
    return one.clear ? Math.sign(one.value) * (check.direction === 'better' ? 1 : -1) : 0
  }
  const signs = measured.map(agree)
  const share = (sign: number) => signs.filter((each) => each === sign).length / signs.length
  if (share(1) >= check.share) return 'same'
  return share(-1) > 1 - check.share ? 'other' : 'unclear'
}

interface Told {
  readonly decision: ClaimDecision['decision']
  readonly obstacles: readonly string[]
  readonly measured: readonly Measured[]
  readonly outcomes: readonly Outcome[]
  readonly direction: ClaimDecision['direction']
  readonly results: StudyResults
}

const points = (value: number) =>
  `${value > 0.049 ? '+' : value < -0.049 ? '−' : ''}${Math.abs(value).toFixed(1)}`

function valueWords(one: Measured, { level }: StudyResults): string {
  const over = one.targets.length === 1 ? one.targets[0]! : `the mean of ${one.targets.length} targets`
  return `${one.arm} against ${one.against} on ${over}${one.withControls ? ', English too' : ''}: ${points(one.value)} points (${level} % interval ${points(one.low)} to ${points(one.high)}${one.clear ? '' : ', not clear'})`
}

function measuredWords(measured: readonly Measured[], results: StudyResults): string {
  const [first] = measured
  if (first === undefined) return ''
  if (measured.length === 1) return `${valueWords(first, results)}.`
  const count = (holds: (one: Measured) => boolean) => measured.filter(holds).length
  const [up, down] = [count((one) => one.clear && one.value > 0), count((one) => one.clear && one.value < 0)]
  const values = measured.map(({ value }) => value)
  return `Of ${measured.length} measured differences ${up} clearly gain and ${down} clearly lose (${points(Math.min(...values))} to ${points(Math.max(...values))} points).`
}

const POINTS_TO = {
  same: 'points the same way',
  other: 'points the other way',
  unclear: 'gives no clear direction',
} as const

function reasonFor(check: StudyCheck, told: Told): string {
  const { decision, obstacles, measured, outcomes, direction, results } = told
  const range = publishedRange(check)
  const published =
    range === null
      ? ''
      : ` Published: ${check.difference === undefined ? '' : `${points(check.difference)}, `}${points(range[0])} to ${points(range[1])} counts as it.`
  const values = measuredWords(measured, results)
  if (obstacles.length > 0) {
    const way = direction === null ? '' : ` What was measured ${POINTS_TO[direction]}: ${values}`
    return `This study is not the experiment of the claim: ${obstacles.join('; ')}.${way}`
  }
  if (decision === 'reproduced') return `${values}${published}`
  if (decision === 'contradicted') return `${values}${published}`
  const development =
    check.split === 'development' && measured.some(({ clear }) => clear) && outcomes.includes('open')
      ? ' The published value is on development data, this one on test data: they may differ in size.'
      : ''
  return `The difference is not clear enough to decide. ${values}${published}${development}`
}

import type { MeasuredReport } from '../measured.ts'
import type { ComparedPair, EffectVerdict, PairDifference, Report, ReportedDifference } from '../schema.ts'

/** A comparison that has a result. */
export type Compared = MeasuredReport['comparisons'][number] & {
  readonly difference: ReportedDifference
  readonly extent: NonNullable<ComparedPair['extent']>
}

export type Target = Report['targets'][number]

/** What a difference allows to say: nothing where it is in doubt or was not tested. */
export function verdictOf(difference: ReportedDifference | null): EffectVerdict {
  if (difference === null || difference.doubts.length > 0 || difference.p === null) return 'undecided'
  if (!difference.clear) return 'no-clear-effect'
  return difference.value > 0 ? 'improves' : 'harms'
}

export const verdict = ({ difference }: Compared): EffectVerdict => verdictOf(difference)

/** What speaks against a comparison. */
export function doubtsOf({ difference }: Compared): readonly string[] {
  return difference.doubts.length > 0 ? difference.doubts : ['no seed has results on all of its targets']
}

/** One seed, and nothing else, speaks against it: two runs differ. */
export const isTwoRuns = ({ difference, extent }: Compared): boolean =>
  extent.seeds.length === 1 && difference.doubts.length === 1

export const deciding = ({ targets }: MeasuredReport): Target[] => targets.filter(({ decides }) => decides)

/** The arm that an arm repeats with other seeds, or itself. */
export const originalOf = ({ arms }: MeasuredReport, name: string): string =>
  arms.find((arm) => arm.name === name)?.replicateOf ?? name

/** own: of two arms. repetition: with a replicate of another arm. control: of one arm and itself, where all is chance. */
export function roleOf(
  measured: MeasuredReport,
  { arm, against }: Pick<Compared, 'arm' | 'against'>,
): 'own' | 'repetition' | 'control' {
  const [one, other] = [originalOf(measured, arm), originalOf(measured, against)]
  if (one === other) return 'control'
  return one === arm && other === against ? 'own' : 'repetition'
}

/** A comparison on the mean over the languages of a target. */
export const meanOn = (measured: MeasuredReport, { arm, against }: Compared, target: Target) =>
  measured.pairs.find(
    (pair) =>
      pair.arm === arm && pair.against === against && pair.target === target.id && pair.language === null,
  )?.difference

/** A comparison in the languages that the mean of a target is over. */
export const cellsOf = (measured: MeasuredReport, { arm, against }: Compared, target: Target) =>
  measured.pairs.filter(
    (pair): pair is PairDifference & { readonly language: string } =>
      pair.arm === arm &&
      pair.against === against &&
      pair.target === target.id &&
      pair.language !== null &&
      target.averaged.includes(pair.language),
  )

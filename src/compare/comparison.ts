import { z } from 'zod'

/** A number with the interval and standard error that resampled examples give it. In the unit of the target's metric. */
export const Estimate = z.strictObject({
  value: z.number(),
  low: z.number(),
  high: z.number(),
  standardError: z.number().describe('Standard deviation over the resamples'),
})
export type Estimate = z.infer<typeof Estimate>

const SeedValue = z.strictObject({ seed: z.int(), value: z.number() })
export type SeedValue = z.infer<typeof SeedValue>

/** Arm minus baseline on the same examples and seeds. */
export const Difference = z.strictObject({
  ...Estimate.shape,
  excludesZero: z.boolean().describe('The interval does not hold 0'),
  seeds: z
    .array(SeedValue)
    .describe('The difference by seed; over languages, for the seeds that have them all'),
  spread: z.number().nullable().describe('Standard deviation over `seeds`; null for fewer than two'),
})
export type Difference = z.infer<typeof Difference>

/** above chance: the interval lies above it. at chance: not even the value does. undecided: the value does, the interval not. */
export const ChanceVerdict = z.enum(['above chance', 'at chance', 'undecided'])
export type ChanceVerdict = z.infer<typeof ChanceVerdict>

const entry = {
  arm: z.string(),
  target: z.string(),
  value: Estimate.describe('Mean over the seeds the arm has'),
  seeds: z.array(SeedValue).describe('Value by seed; over languages, for the seeds that have them all'),
  spread: z.number().nullable().describe('Standard deviation over `seeds`; null for fewer than two'),
  chance: z.number().nullable().describe('Null where the metric has no chance level'),
  verdict: ChanceVerdict.nullable().describe('Null where the metric has no chance level'),
  collapsed: z
    .array(z.strictObject({ language: z.string(), seed: z.int(), prediction: z.string() }))
    .describe('Runs that answered every example alike'),
  difference: Difference.nullable().describe(
    'Null for the baseline, and where no seed has both arm and baseline',
  ),
}

/** One arm on one target in one language. */
export const CellResult = z.strictObject({ ...entry, language: z.string(), examples: z.int() })
export type CellResult = z.infer<typeof CellResult>

/** One arm on one target: unweighted mean over languages. */
export const MeanResult = z.strictObject({
  ...entry,
  languages: z.array(z.string()).describe('Languages averaged in `value`'),
  differenceLanguages: z.array(z.string()).describe('Languages averaged in `difference`'),
})
export type MeanResult = z.infer<typeof MeanResult>

/** One arm: unweighted mean over targets of the means over languages. */
const OverallResult = z.strictObject({
  arm: z.string(),
  value: Estimate.nullable().describe('Null without targets'),
  difference: Estimate.extend({ excludesZero: z.boolean() }).nullable(),
  targets: z.array(z.string()).describe('Targets averaged in `value`'),
  differenceTargets: z.array(z.string()).describe('Targets averaged in `difference`'),
})
export type OverallResult = z.infer<typeof OverallResult>

const TargetResult = z.strictObject({
  target: z.string(),
  metric: z.strictObject({ id: z.string(), title: z.string(), unit: z.string() }),
  languages: z.array(z.string()).describe('Languages with any score, in the order of the results'),
  chance: z
    .strictObject({ value: z.number().describe('Mean over languages'), methods: z.array(z.string()) })
    .nullable(),
  baselineVerdict: ChanceVerdict.nullable().describe('Of the baseline, mean over languages'),
  decides: z
    .boolean()
    .describe('False where no arm is above chance: differences there say nothing about detours'),
})
export type TargetResult = z.infer<typeof TargetResult>

/** Every arm against the baseline. Plain JSON. */
export const Comparison = z.strictObject({
  baseline: z.string(),
  level: z.number().describe('Of every interval, such as 0.95'),
  resamples: z.int(),
  seed: z.int().describe('Of the resampling'),
  resampled: z.enum(['examples', 'examples and seeds']),
  method: z.string().describe('One sentence for a methods section'),
  targets: z.array(TargetResult),
  cells: z.array(CellResult),
  means: z.array(MeanResult),
  overall: z.array(OverallResult).describe('By arm, over all targets'),
  deciding: z.array(OverallResult).describe('By arm, over the targets that decide'),
  missing: z.array(
    z.strictObject({
      arm: z.string(),
      target: z.string(),
      language: z.string(),
      seed: z.int(),
      reason: z.string(),
    }),
  ),
})
export type Comparison = z.infer<typeof Comparison>

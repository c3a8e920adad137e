import { z } from 'zod'

/** A number with its interval, which says what chance it covers. In the unit of the target's metric. */
export const Estimate = z.strictObject({
  value: z.number(),
  low: z.number(),
  high: z.number(),
  standardError: z.number(),
  parts: z
    .strictObject({ examples: z.number(), runs: z.number().nullable() })
    .describe(
      'Standard errors that add up in squares: other test examples; other training runs, null where not known',
    ),
  covers: z
    .enum(['examples', 'examples and runs'])
    .describe(
      'What else could have been: other test examples, or other test examples and other training runs',
    ),
})
export type Estimate = z.infer<typeof Estimate>

const SeedValue = z.strictObject({ seed: z.int(), value: z.number() })
export type SeedValue = z.infer<typeof SeedValue>

/** One arm minus another on the same examples and seeds. */
export const Difference = z.strictObject({
  ...Estimate.shape,
  excludesZero: z.boolean().describe('The interval does not hold 0'),
  p: z
    .number()
    .nullable()
    .describe('Two-sided, of no difference; null with one seed, which says nothing about arms'),
  seeds: z
    .array(SeedValue)
    .describe('The difference by seed; over languages, for the seeds that have them all'),
  spread: z.number().nullable().describe('Standard deviation over `seeds`; null for fewer than two'),
})
export type Difference = z.infer<typeof Difference>

const Adjusted = {
  adjusted: z
    .number()
    .nullable()
    .describe('p value adjusted among the tests of its family; null where it was not tested'),
  clear: z
    .boolean()
    .describe('`adjusted` is below 1 - level and nothing speaks against it: what marks and verdicts rest on'),
}

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

/** One arm on one target: unweighted mean over languages, controls left out. */
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
  difference: Difference.nullable(),
  targets: z.array(z.string()).describe('Targets averaged in `value`'),
  differenceTargets: z.array(z.string()).describe('Targets averaged in `difference`'),
})
export type OverallResult = z.infer<typeof OverallResult>

const TargetResult = z.strictObject({
  target: z.string(),
  metric: z.strictObject({ id: z.string(), title: z.string(), unit: z.string() }),
  languages: z.array(z.string()).describe('Languages with any score, in the order of the results'),
  averaged: z
    .array(z.string())
    .describe('Languages that means are over: without the controls, unless there are no others'),
  chance: z
    .strictObject({ value: z.number().describe('Mean over languages'), methods: z.array(z.string()) })
    .nullable(),
  baselineVerdict: ChanceVerdict.nullable().describe('Of the baseline, mean over languages'),
  decides: z
    .boolean()
    .describe('False where no arm is above chance: differences there say nothing about detours'),
})
export type TargetResult = z.infer<typeof TargetResult>

/**
 * Why a difference is not to be taken for one between two arms, however narrow its interval: a training that failed, results
 * that only one of the arms has, or seeds that contradict each other. Where there is a doubt, nothing is clear.
 */
export const Doubt = z.discriminatedUnion('why', [
  z.strictObject({
    why: z.literal('constant predictions').describe('Runs of the arm that answer every example alike'),
    arm: z.string(),
    target: z.string(),
    runs: z.array(z.strictObject({ seed: z.int(), languages: z.array(z.string()), prediction: z.string() })),
  }),
  z.strictObject({
    why: z.literal('runs at chance').describe('Runs of the arm that are not above chance, while others are'),
    arm: z.string(),
    target: z.string(),
    seeds: z.array(z.int()),
  }),
  z.strictObject({
    why: z.literal('missing targets').describe('Deciding targets of the other arm that this one lacks'),
    arm: z.string(),
    targets: z.array(z.string()),
  }),
  z.strictObject({
    why: z.literal('nothing in common').describe('Deciding targets where no seed and language has both arms'),
    targets: z.array(z.string()),
  }),
  z.strictObject({
    why: z.literal('missing seeds').describe('Seeds of the other arm that this one lacks in every language'),
    arm: z.string(),
    target: z.string(),
    seeds: z.array(z.int()),
  }),
  z.strictObject({
    why: z.literal('missing languages').describe('Languages of the other arm that this one lacks'),
    arm: z.string(),
    target: z.string(),
    languages: z.array(z.string()),
  }),
  z.strictObject({
    why: z.literal('one seed').describe('Two runs differ; what the arms do was not asked'),
    seed: z.int(),
  }),
  z.strictObject({
    why: z
      .literal('outlier')
      .describe(
        'A run that stands apart from what its arm and its seed make expect: externally studentised residual of the arm x seed table, Bonferroni-adjusted p below 0.01',
      ),
    arm: z.string(),
    target: z.string(),
    seed: z.int(),
    deviation: z.number().describe('From what the other runs make expect, in the unit of the metric'),
  }),
  z.strictObject({
    why: z.literal('unequal seeds').describe('Not every language has the same seeds of both arms'),
    target: z.string(),
  }),
  z.strictObject({
    why: z
      .literal('seeds disagree')
      .describe('The interval excludes 0, but not all seeds stand on the same side of it'),
    seeds: z.array(SeedValue),
  }),
])
export type Doubt = z.infer<typeof Doubt>

/** A difference that was declared before anyone saw it, tested among all that were. */
const Tested = Difference.extend({
  ...Adjusted,
  doubts: z.array(Doubt).describe('Where there is any, nothing is clear'),
  detectable: z
    .number()
    .nullable()
    .describe(
      'Size that would have been found with a chance of 80 %, among all tests of the family; null with one seed',
    ),
  seedsForOnePoint: z
    .int()
    .nullable()
    .describe(
      'Seeds that would find 1 point with a chance of 80 %; null where it is not known, or a hundred would not',
    ),
})
export type Tested = z.infer<typeof Tested>

const Marked = Difference.extend(Adjusted)

/** The mean of a pair over the languages of one group, or over their deciding targets where `target` is null. */
const GroupDifference = z.strictObject({
  target: z.string().nullable(),
  group: z.string(),
  languages: z.array(z.string()).describe('Languages of the group that both arms have'),
  difference: Marked.describe('In these languages; exploratory'),
  others: Marked.extend({
    declared: z.boolean().describe('Declared in the study; else exploratory'),
  })
    .nullable()
    .describe(
      'The difference less that of all other languages on the same targets; its interval covers other languages too, families left out in turn. Null where there are none, or where a single family makes up a side',
    ),
})

/** How a pair's difference changes with an ordered column of languages. */
const Trend = z.strictObject({
  target: z
    .string()
    .nullable()
    .describe('Null: mean over the deciding targets that a language has, each less its mean over languages'),
  column: z.string(),
  languages: z.int(),
  families: z.int(),
  rho: z.number().describe('Spearman correlation, -1 to 1, ties at their mean rank'),
  slope: Marked.describe('Change in the difference with each step of the column; covers other languages too'),
  declared: z.boolean().describe('Declared in the study; else exploratory'),
})

const PairGroups = z.strictObject({
  by: z.string(),
  results: z.array(GroupDifference),
  trends: z.array(Trend),
})

/** How far the languages of a target lie behind its control. */
const TransferGap = z.strictObject({
  target: z.string(),
  control: z.string().describe('Language that the target was trained in'),
  arms: z.array(
    z.strictObject({
      arm: z.string(),
      value: Estimate.describe('Control less the mean over the other languages'),
      difference: Marked.nullable().describe('To the baseline; below 0: the gap closes'),
    }),
  ),
})

/** A difference over all languages, controls too, as papers publish it. */
const WithControls = Difference.extend({
  clear: z
    .boolean()
    .describe('Its interval excludes 0, and the one without controls is clear with the same sign'),
  languages: z.array(z.string()).describe('In any of the targets'),
})
  .nullable()
  .describe('No test of its own; null where there are no controls')

/** A declared comparison: `arm` minus `against`. */
export const PairResult = z.strictObject({
  arm: z.string(),
  against: z.string(),
  deciding: Tested.extend({
    targets: z.array(z.string()),
    languages: z.array(z.string()).describe('In any of the targets'),
    withControls: WithControls,
  })
    .nullable()
    .describe('Mean over the targets that decide; its family are all pairs, by Holm'),
  targets: z
    .array(
      z.strictObject({
        target: z.string(),
        difference: Tested.describe(
          'Mean over languages; its family are all pairs and deciding targets, by Holm',
        ),
        languages: z.array(z.string()).describe('Languages averaged'),
        withControls: WithControls,
      }),
    )
    .describe('Targets that both arms have'),
  cells: z
    .array(
      z.strictObject({
        target: z.string(),
        language: z.string(),
        difference: Marked,
      }),
    )
    .describe('Exploratory: adjusted by Benjamini and Hochberg among all that was looked at'),
  groups: z
    .array(PairGroups)
    .describe(
      'Declared contrasts and trends by Holm, all else by Benjamini and Hochberg among all that was looked at',
    ),
})
export type PairResult = z.infer<typeof PairResult>

/** What one way of grouping does to the languages of the study. */
const Grouping = z.strictObject({
  by: z.string(),
  groups: z.array(z.strictObject({ group: z.string(), languages: z.array(z.string()) })),
  leftOut: z.array(z.string()).describe('Languages without a value'),
})

/** What the study says about a benchmark that it has targets of. */
const BenchmarkResult = z.strictObject({
  benchmark: z.string(),
  title: z.string(),
  missing: z
    .array(z.strictObject({ task: z.string(), reason: z.string() }))
    .describe('Tasks that the study does not have as the benchmark defines them'),
  scores: z.array(
    z.strictObject({
      arm: z.string(),
      group: z.string().nullable().describe('Null: the whole benchmark'),
      value: Estimate,
    }),
  ),
})
export type BenchmarkResult = z.infer<typeof BenchmarkResult>

/** Every arm's values, and the declared pairs of arms against each other. Plain JSON. */
export const Comparison = z.strictObject({
  baseline: z.string(),
  level: z.number().describe('Of every interval, such as 0.95'),
  method: z.string().describe('One sentence for a methods section'),
  targets: z.array(TargetResult),
  cells: z.array(CellResult),
  means: z.array(MeanResult),
  overall: z.array(OverallResult).describe('By arm, over all targets'),
  deciding: z.array(OverallResult).describe('By arm, over the targets that decide'),
  pairs: z.array(PairResult).describe('In the order in which they were declared'),
  transferGaps: z.array(TransferGap).describe('Of targets that have a control beside other languages'),
  groupings: z.array(Grouping),
  benchmarks: z.array(BenchmarkResult).describe('Those with at least one task among the targets'),
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

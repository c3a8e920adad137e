import { z } from 'zod'

/** Values are rounded to four decimals: more would be noise, and files would differ without a difference. */
const Points = z.number()

const Interval = z.strictObject({ value: Points, low: Points, high: Points })

const ReportedDifference = z.strictObject({
  ...Interval.shape,
  covers: z
    .enum(['examples', 'examples and runs'])
    .describe('What the interval covers: other test examples, or other training runs too'),
  errors: z
    .strictObject({ examples: Points, runs: Points.nullable() })
    .describe('Standard errors by source of chance; of runs null with one seed'),
  spread: Points.nullable().describe('Standard deviation over seeds; null with one seed'),
  significant: z.boolean().describe('The interval excludes 0'),
  p: z.number().nullable().describe('Of no difference; null with one seed'),
  adjusted: z
    .number()
    .nullable()
    .describe(
      'p adjusted in its family: Holm for what was declared, Benjamini and Hochberg for what is looked at; null where nothing was tested',
    ),
  clear: z.boolean().describe('What marks and verdicts rest on: `adjusted`; never with doubts'),
  detectable: z
    .number()
    .nullable()
    .describe('Size that would have been found with a chance of 80 %; null for what was not declared'),
  seedsForOnePoint: z
    .int()
    .nullable()
    .describe(
      'Seeds that would find 1 point with a chance of 80 %; null where not known or more than a hundred',
    ),
  doubts: z
    .array(z.string())
    .describe('Why it is no difference between the arms, whatever its interval: half sentences'),
})
export type ReportedDifference = z.infer<typeof ReportedDifference>

/** What the numbers allow to say about an arm or a target. */
export const EffectVerdict = z.enum(['improves', 'harms', 'no-clear-effect', 'undecided'])
export type EffectVerdict = z.infer<typeof EffectVerdict>

const Answer = z.strictObject({
  verdict: EffectVerdict,
  sentence: z.string(),
  where: z.string().describe('On which target and in which languages the effect lies'),
  arm: z.string().nullable().describe('Of the comparison that the sentence begins with'),
  against: z.string().nullable(),
  difference: ReportedDifference.nullable(),
  facts: z.array(z.strictObject({ label: z.string(), value: z.string() })).describe('How sure, at a glance'),
})

const Arm = z.strictObject({
  name: z.string(),
  baseline: z.boolean(),
  replicateOf: z.string().nullable().describe('Arm that it repeats with other seeds; what differs is chance'),
  path: z.string().describe('Intermediate stages in words'),
})

/** A declared comparison: `arm` minus `against`. */
const ComparedPair = z.strictObject({
  arm: z.string(),
  against: z.string(),
  title: z.string().describe('The arm alone where everything is compared with the baseline'),
  verdict: EffectVerdict,
  finding: z.string(),
  difference: ReportedDifference.nullable().describe('Mean over the deciding targets that both arms have'),
  extent: z
    .strictObject({ targets: z.array(z.string()), languages: z.array(z.string()), seeds: z.array(z.int()) })
    .nullable()
    .describe('What `difference` is over'),
})
export type ComparedPair = z.infer<typeof ComparedPair>

/** A comparison on a target: the mean over its languages where `language` is null. */
const PairDifference = z.strictObject({
  arm: z.string(),
  against: z.string(),
  target: z.string(),
  language: z.string().nullable(),
  difference: ReportedDifference,
})
export type PairDifference = z.infer<typeof PairDifference>

/** A comparison over all languages, controls too: what published means are held against. None in doubt. */
const WithControls = z.strictObject({
  arm: z.string(),
  against: z.string(),
  target: z.string().nullable().describe('Null: mean over `targets`, those that decide'),
  targets: z.array(z.string()),
  difference: z.strictObject({ ...Interval.shape, clear: z.boolean(), languages: z.array(z.string()) }),
})

/** How far the other languages lie behind the one that a target was trained in. */
const TransferGap = z.strictObject({
  target: z.string(),
  control: z.string(),
  arms: z.array(
    z.strictObject({ arm: z.string(), value: Interval, difference: ReportedDifference.nullable() }),
  ),
})
export type TransferGap = z.infer<typeof TransferGap>

const GroupDifference = z.strictObject({
  arm: z.string(),
  against: z.string(),
  target: z.string().nullable().describe('Null: mean over the deciding targets'),
  group: z.string(),
  languages: z.array(z.string()),
  difference: ReportedDifference,
  others: ReportedDifference.nullable().describe(
    'Less the difference of all other languages with a group; covers other languages too, families left out in turn',
  ),
  declared: z.boolean().describe('`others` was declared in the study; else exploratory'),
})

const Trend = z.strictObject({
  arm: z.string(),
  against: z.string(),
  target: z.string().nullable(),
  column: z.string(),
  languages: z.int(),
  families: z.int(),
  rho: z.number(),
  slope: ReportedDifference.describe('Change in the difference with each step of the column'),
  declared: z.boolean().describe('Declared in the study; else exploratory'),
})

const ReportedGrouping = z.strictObject({
  by: z.string(),
  title: z.string(),
  source: z.string(),
  groups: z.array(z.strictObject({ group: z.string(), languages: z.array(z.string()) })),
  leftOut: z.array(z.string()),
  differences: z.array(GroupDifference),
  trends: z.array(Trend),
})
export type ReportedGrouping = z.infer<typeof ReportedGrouping>

/** The layer and pooling that an encoder's vectors were taken from, chosen on development data. */
const Selection = z.strictObject({
  arm: z.string(),
  seed: z.int(),
  layer: z.int(),
  pooling: z.string(),
  score: z.number(),
  task: z.string(),
  languages: z.array(z.string()),
  table: z.array(z.strictObject({ layer: z.int(), pooling: z.string(), score: z.number() })),
})

/** What a scorer had to settle before it could score, such as a threshold. */
const Detail = z.strictObject({
  arm: z.string(),
  target: z.string(),
  language: z.string(),
  seed: z.int(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
})

const BenchmarkScores = z.strictObject({
  title: z.string(),
  missing: z.string().describe('What the study lacks of the benchmark, in a sentence; empty where nothing'),
  groups: z.array(z.string()).describe('Groups with all of their tasks'),
  scores: z.array(z.strictObject({ arm: z.string(), group: z.string().nullable(), value: Interval })),
})

/** A number of a paper and what this study has for it. */
const PublishedRow = z.strictObject({
  target: z.string(),
  title: z.string(),
  metric: z.string(),
  setting: z.string(),
  value: z.number(),
  paper: z.string(),
  place: z.string(),
  arm: z.string().nullable().describe('Arm that is closest to the setting'),
  ours: z
    .number()
    .nullable()
    .describe('By the same metric, mean over those languages of the published mean that we have'),
  cautions: z
    .array(z.string())
    .describe(
      'Why the two are no replication of each other; empty where nothing is known to keep them apart',
    ),
})
export type PublishedRow = z.infer<typeof PublishedRow>

const Target = z.strictObject({
  id: z.string(),
  title: z.string(),
  metric: z.strictObject({ id: z.string(), title: z.string(), unit: z.string() }),
  languages: z.array(z.string()),
  averaged: z
    .array(z.string())
    .describe('Languages that means are over: zero-shot ones, unless there are none'),
  decides: z.boolean().describe('Above chance where it matters; a target at chance decides nothing'),
  chance: z.string().describe('What chance scores, and whether the baseline is above it'),
  standsInFor: z.string().nullable(),
})

/** An arm on a target: the mean over its languages where `language` is null. */
const ReportedCell = z.strictObject({
  arm: z.string(),
  target: z.string(),
  language: z.string().nullable(),
  value: Interval,
  chance: Points.nullable(),
  aboveChance: z.boolean(),
  seeds: z.array(z.int()).describe('Seeds that have all of its languages'),
  spread: Points.nullable().describe('Standard deviation over `seeds`; null with one'),
  difference: ReportedDifference.nullable().describe('To the baseline; null for the baseline'),
})
export type ReportedCell = z.infer<typeof ReportedCell>

const ReportedMean = ReportedCell.extend({
  languages: z
    .array(z.string())
    .describe('Languages averaged in `value`: fewer than those of the target where some lack'),
})

const SeedScore = z.strictObject({
  arm: z.string(),
  target: z.string(),
  language: z.string(),
  seed: z.int(),
  metric: z.string(),
  value: Points,
  chance: Points.nullable(),
  examples: z.int(),
})

/** What of a test set is in the data of a training step. Each item is counted once, by the first that holds. */
const FoundOverlap = z.strictObject({
  target: z.string(),
  language: z.string(),
  scored: z.boolean().describe('Items that are scored; else candidates, which stay in every score'),
  trained: z.array(z.string()).describe('Training steps with this data'),
  arms: z.array(z.string()),
  items: z.int(),
  whole: z.int().describe('All texts of the item are in one training example'),
  text: z.int().describe('One text of the item is a training text'),
  ngrams: z.int().describe('Most n-grams of one text of the item are in training texts'),
})
export type FoundOverlap = z.infer<typeof FoundOverlap>

const Overlaps = z.strictObject({
  planned: z.int().describe('Comparisons of a target with the data of training steps'),
  compared: z.int(),
  tested: z.array(
    z.strictObject({
      target: z.string(),
      language: z.string(),
      scored: z.boolean(),
      items: z.int(),
      seen: z.int().describe('Items that are in any training data'),
    }),
  ),
  found: z.array(FoundOverlap),
  scores: z
    .array(
      z.strictObject({
        arm: z.string(),
        target: z.string(),
        language: z.string().nullable().describe('Null: mean over the languages that means are over'),
        leftOut: z.int().describe('Items that the arm or the baseline was trained on'),
        value: Points,
        without: Points.nullable().describe('Null where no item is left'),
        difference: Points.nullable().describe('To the baseline; null for the baseline'),
        differenceWithout: Points.nullable(),
      }),
    )
    .describe('Means over seeds, of arms and targets where something was seen'),
  quotes: z.array(
    z.strictObject({
      target: z.string(),
      language: z.string(),
      scored: z.boolean(),
      id: z.string(),
      how: z.enum(['whole', 'text', 'ngrams']),
      text: z.string(),
      share: z.number().nullable().describe('Share of its n-grams that were seen'),
      by: z.strictObject({ task: z.string(), language: z.string(), id: z.string() }),
    }),
  ),
})

const Missing = z.strictObject({
  arm: z.string(),
  target: z.string(),
  languages: z.array(z.string()),
  seed: z.int(),
  reason: z.string(),
})

const Point = z.tuple([z.int(), Points])

/** The runs of one training step (the pretraining, a stage, a target's fine-tuning) that share a picture. */
const Panel = z.strictObject({
  title: z.string(),
  score: z.string().nullable().describe('What the development score is'),
  lines: z.array(
    z.strictObject({
      arms: z.array(z.string()).describe('Arms that share this trained phase'),
      seed: z.int(),
      loss: z.array(Point),
      development: z.array(z.strictObject({ step: z.int(), score: Points, kept: z.boolean() })),
    }),
  ),
})
export type Panel = z.infer<typeof Panel>

const TrainedPhase = z.strictObject({
  title: z.string(),
  arms: z.array(z.string()),
  seed: z.int(),
  key: z.string(),
  steps: z.int(),
  tokens: z.int(),
  seconds: z.number(),
  tensors: z.strictObject({ loaded: z.int(), created: z.int(), dropped: z.int() }),
})

const DataRead = z.strictObject({
  task: z.string(),
  split: z.string(),
  language: z.string(),
  examples: z.int(),
  skipped: z.record(z.string(), z.int()),
  notes: z.array(z.string()),
  files: z.array(z.int()).describe('Places in the `files` of the manifest'),
})

const ForgettingChange = z.strictObject({
  before: z.number(),
  after: z.number(),
  change: z.number().describe('Of the means over seeds'),
  spread: z
    .number()
    .nullable()
    .describe('Standard deviation of the change between seeds; null for fewer than two'),
  seeds: z.int(),
})

const Forgetting = z.strictObject({
  text: z.array(z.string()).describe('Tasks whose held-out text the masked-LM loss is measured on'),
  hidden: z
    .strictObject({
      share: z.number(),
      tokens: z.int().describe('Hidden tokens of a language, mean over languages'),
    })
    .nullable()
    .describe('Null where no masked-LM loss was measured'),
  withoutHead: z.int().describe('Losses that had no masked-LM head to be measured with'),
  missing: z.int().describe('Measurements that the store lacks'),
  steps: z.array(
    z.strictObject({
      arm: z.string(),
      from: z.int().describe('Stages before the step; 0 is the encoder that all arms start from'),
      to: z.int(),
      stage: z.string().nullable().describe('What is trained; null: all stages of an arm that has several'),
      head: z
        .enum(['before', 'own', 'new'])
        .nullable()
        .describe(
          'Of the masked-LM loss after the step: the last one before it, that of its stage, or one that began new in it; null where no encoder is known',
        ),
      changes: z.array(
        z.strictObject({
          target: z
            .string()
            .nullable()
            .describe('Sentence retrieval by the metric of the target; null: the masked-LM loss, in nats'),
          mean: ForgettingChange.nullable().describe('Over the languages in `averaged`'),
          averaged: z.array(z.string()).describe('All that every seed has, but English'),
          languages: z.array(z.strictObject({ language: z.string(), ...ForgettingChange.shape })),
        }),
      ),
    }),
  ),
})

/** A table of text, ready to print in any form. */
const PrintedTable = z.strictObject({
  columns: z.array(z.strictObject({ title: z.string(), numeric: z.boolean() })),
  rows: z.array(z.array(z.string())),
})
export type PrintedTable = z.infer<typeof PrintedTable>

/** Everything that any rendering of a report prints. `report.json` is this, and nothing else is read. */
export const Report = z.strictObject({
  format: z.literal(4),
  name: z.string(),
  created: z.string(),
  question: z.string(),
  level: z.number().describe('Confidence level of every interval, percent'),
  baseline: z.string(),
  seeds: z.array(z.int()),
  answer: Answer,
  arms: z.array(Arm),
  declared: z
    .boolean()
    .describe('The study lists its comparisons; else every arm is compared with the baseline'),
  comparisons: z.array(ComparedPair),
  targets: z.array(Target),
  languages: z.record(z.string(), z.string()).describe('Code -> English name'),
  means: z.array(ReportedMean),
  cells: z.array(ReportedCell),
  pairs: z.array(PairDifference),
  withControls: z.array(WithControls),
  transferGaps: z.array(TransferGap),
  groups: z.array(ReportedGrouping),
  forgetting: Forgetting,
  selections: z.array(Selection),
  details: z.array(Detail),
  benchmarks: z.array(BenchmarkScores),
  published: z.array(PublishedRow),
  scores: z.array(SeedScore),
  overlaps: Overlaps,
  missing: z.array(Missing),
  curves: z.array(Panel),
  methods: z.array(z.string()),
  settings: PrintedTable,
  sources: PrintedTable,
  limits: z.array(z.string()),
  manifest: z.strictObject({
    summary: z.array(z.string()),
    trainings: z.array(TrainedPhase),
    files: z.array(z.strictObject({ path: z.string(), sha256: z.string() })),
    data: z.array(DataRead),
    versions: z.record(z.string(), z.string()),
    hosts: z.array(
      z.strictObject({
        system: z.string(),
        processor: z.string(),
        cores: z.int(),
        memoryBytes: z.int(),
        device: z.string().nullable(),
      }),
    ),
  }),
  reproduce: z.strictObject({ file: z.string(), study: z.string(), commands: z.array(z.string()) }),
})
export type Report = z.infer<typeof Report>

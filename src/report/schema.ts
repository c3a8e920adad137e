import { z } from 'zod'

/** Values are rounded to four decimals: more would be noise, and files would differ without a difference. */
const Points = z.number()

const Interval = z.strictObject({ value: Points, low: Points, high: Points })

const Difference = z.strictObject({
  ...Interval.shape,
  significant: z.boolean().describe('The interval excludes 0'),
})
export type Difference = z.infer<typeof Difference>

/** What the numbers allow to say about an arm or a target. */
export const Verdict = z.enum(['improves', 'harms', 'no-clear-effect', 'undecided'])
export type Verdict = z.infer<typeof Verdict>

const Answer = z.strictObject({
  verdict: Verdict,
  sentence: z.string(),
  where: z.string().describe('On which target and in which languages the effect lies'),
  arm: z.string().nullable().describe('Arm with the largest mean difference to the baseline'),
  difference: Difference.nullable(),
  facts: z.array(z.strictObject({ label: z.string(), value: z.string() })).describe('How sure, at a glance'),
})

const Arm = z.strictObject({
  name: z.string(),
  baseline: z.boolean(),
  path: z.string().describe('Intermediate stages in words'),
  verdict: Verdict,
  finding: z.string(),
  difference: Difference.nullable().describe('To the baseline, mean over the deciding targets'),
})

const Target = z.strictObject({
  id: z.string(),
  title: z.string(),
  metric: z.strictObject({ id: z.string(), title: z.string(), unit: z.string() }),
  languages: z.array(z.string()),
  decides: z.boolean().describe('Above chance where it matters; a target at chance decides nothing'),
  chance: z.string().describe('What chance scores, and whether the baseline is above it'),
  standsInFor: z.string().nullable(),
})

/** An arm on a target: the mean over its languages where `language` is null. */
const Cell = z.strictObject({
  arm: z.string(),
  target: z.string(),
  language: z.string().nullable(),
  value: Interval,
  chance: Points.nullable(),
  aboveChance: z.boolean(),
  difference: Difference.nullable().describe('To the baseline; null for the baseline'),
})
export type Cell = z.infer<typeof Cell>

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
  files: z.array(z.strictObject({ path: z.string(), sha256: z.string() })),
})

/** A table of text, ready to print in any form. */
const Table = z.strictObject({
  columns: z.array(z.strictObject({ title: z.string(), numeric: z.boolean() })),
  rows: z.array(z.array(z.string())),
})
export type Table = z.infer<typeof Table>

/** Everything that any rendering of a report prints. `report.json` is this, and nothing else is read. */
export const Report = z.strictObject({
  format: z.literal(1),
  name: z.string(),
  created: z.string(),
  question: z.string(),
  level: z.number().describe('Confidence level of every interval, percent'),
  baseline: z.string(),
  seeds: z.array(z.int()),
  answer: Answer,
  arms: z.array(Arm),
  targets: z.array(Target),
  languages: z.record(z.string(), z.string()).describe('Code -> English name'),
  means: z.array(Cell),
  cells: z.array(Cell),
  scores: z.array(SeedScore),
  missing: z.array(Missing),
  curves: z.array(Panel),
  methods: z.array(z.string()),
  settings: Table,
  sources: Table,
  limits: z.array(z.string()),
  manifest: z.strictObject({
    summary: z.array(z.string()),
    trainings: z.array(TrainedPhase),
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

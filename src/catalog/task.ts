import { z } from 'zod'

/** Files of one split and language. A relative path is looked up in every data folder, as it is and with `.gz`. */
const Files = z
  .record(z.string(), z.union([z.string(), z.array(z.string()).min(1)]))
  .describe('Role of the file in its format (`examples`, `text`, `english`, ...) -> path pattern, alternatives in order; {lang}, {iso3}, {name} are filled in')

const Sourced = <T extends z.ZodType>(value: T) => z.strictObject({ value, source: z.string().min(1) })

/** What a task is: one entry of the catalogue, or of a study's own `tasks`. */
export const TaskEntry = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  title: z.string(),
  type: z.enum(['classification', 'regression', 'multiple-choice', 'span-extraction', 'tagging', 'masked-lm', 'sentence-retrieval']),
  measures: z.string().describe('One sentence: what ability it trains or tests'),
  labels: z.array(z.string()).min(2).optional().describe('classification and tagging: the closed label set, in head order'),
  format: z.string().describe('Parser of the data room'),
  options: z.record(z.string(), z.unknown()).default({}).describe('Options of that parser'),
  languages: z.array(z.string()).min(1).describe('BCP-47, as the benchmark lists them'),
  splits: z.partialRecord(
    z.enum(['train', 'development', 'test']),
    z.strictObject({ languages: z.array(z.string()).optional().describe('Where fewer than the task has'), files: Files }),
  ),
  metrics: z.array(z.string()).min(1).describe('Ids of the score room; the first is the main one'),
  citation: z.string(),
  licence: z.string(),
  /** Set where this data is not the task that its use suggests. */
  standsInFor: z.string().optional().describe('Task id that this one replaces for want of data; printed wherever the task is'),
  defaults: z.strictObject({
    learningRate: Sourced(z.number()),
    batchSize: Sourced(z.int()),
    epochs: Sourced(z.number()),
    maxLength: Sourced(z.int()),
  }),
  traps: z.array(z.string()).default([]),
})
export type TaskEntry = z.infer<typeof TaskEntry>

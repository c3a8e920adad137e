import { z } from 'zod'

/** A path pattern, or several of which the first that is found is read. */
const Pattern = z.union([z.string(), z.array(z.string()).min(1)])

/**
 * Files of one split and language.
 * A relative pattern is looked up in every data folder, plain and with `.gz`. Filled in are:
 * - `{lang}` BCP 47, `{iso3}` ISO 639-3, `{code}` the task's own code of the language (`codes`, else BCP 47);
 * - `{all:...}`, the same in all languages of the task: one file a language, such as `{all:code}`;
 * - `*` anything within one folder or file name: all matching files are read, in the order of their names.
 * `npm:package/path` is a file of an installed package.
 */
const Files = z
  .record(z.string(), Pattern)
  .describe(
    'Role of the file in its format (`examples`, `text`, `english`, ...) -> path pattern, alternatives in order; {lang}, {iso3}, {code}, {all:lang}, * are filled in',
  )

const Share = z.number().min(0).max(1)

const source = {
  files: Files,
  format: z.string().optional().describe('Where it differs from the format of the task'),
  options: z.record(z.string(), z.unknown()).optional().describe('Over the options of the task'),
  portion: z
    .strictObject({ from: Share, to: Share })
    .optional()
    .describe(
      'Part of the examples, drawn by the hash of their first text: the same on every machine, and questions about one context stay together',
    ),
  note: z.string().optional().describe('What a reader of the results must know when this source is used'),
}

/** Where the examples of a split come from. */
export const Source = z.strictObject({
  ...source,
  languages: z.array(z.string()).min(1).optional().describe('Where it serves only these'),
})
export type Source = z.infer<typeof Source>

export const TaskSplit = z.strictObject({
  languages: z.array(z.string()).optional().describe('Where fewer than the task has'),
  ...source,
  otherwise: z.array(Source).optional().describe('Tried in order where `files` are not found'),
})
export type TaskSplit = z.infer<typeof TaskSplit>

const Sourced = <T extends z.ZodType>(value: T) => z.strictObject({ value, source: z.string().min(1) })

/** What a task is: one entry of the catalogue, or of a study's own `tasks`. */
export const TaskEntry = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  title: z.string(),
  type: z.enum([
    'classification',
    'regression',
    'multiple-choice',
    'span-extraction',
    'tagging',
    'masked-lm',
    'sentence-retrieval',
  ]),
  measures: z.string().describe('One sentence: what ability it trains or tests'),
  labels: z
    .array(z.string())
    .min(2)
    .optional()
    .describe('classification and tagging: the closed label set, in head order'),
  format: z.string().describe('Parser of the data room'),
  options: z.record(z.string(), z.unknown()).default({}).describe('Options of that parser'),
  languages: z.array(z.string()).min(1).describe('BCP-47, as the benchmark lists them'),
  codes: z
    .record(z.string(), z.string())
    .default({})
    .describe('Language -> the code that file names use, where it is not BCP-47'),
  splits: z.partialRecord(z.enum(['train', 'development', 'test']), TaskSplit),
  metrics: z.array(z.string()).min(1).describe('Ids of the score room; the first is the main one'),
  citation: z.string(),
  licence: z.string(),
  /** Set where this data is not the task that its use suggests. */
  standsInFor: z
    .string()
    .optional()
    .describe('Task id that this one replaces for want of data; printed wherever the task is'),
  overlaps: z
    .record(z.string(), z.string())
    .default({})
    .describe('Task id -> what is in both: training on one and testing on the other is no fair test'),
  defaults: z.strictObject({
    learningRate: Sourced(z.number()),
    batchSize: Sourced(z.int()),
    epochs: Sourced(z.number()),
    maxLength: Sourced(z.int()),
  }),
  traps: z.array(z.string()).default([]),
})
export type TaskEntry = z.infer<typeof TaskEntry>

/** A task entry as written: fields with a default may be left out. */
export type TaskEntryInput = z.input<typeof TaskEntry>

import { z } from 'zod'
import { CLUSTERS, PARALLELS } from './clusters.ts'
import { kinds, TASK_KINDS } from './kinds.ts'

/** A path pattern, or several of which the first that is found is read. */
const Pattern = z.union([z.string(), z.array(z.string()).min(1)])

/**
 * Files of one split and language.
 * A relative pattern is looked up in every data folder, plain and with `.gz` or `.bz2`; `archive.zip!path/in/it` is a file
 * of an archive. Filled in are:
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
  items: z
    .string()
    .optional()
    .describe(
      'parallel tasks: which examples these are, where not those of the split, so that ids do not match those of other examples',
    ),
}

/** Where the examples of a split come from. */
export const FileSource = z.strictObject({
  ...source,
  languages: z.array(z.string()).min(1).optional().describe('Where it serves only these'),
})
export type FileSource = z.infer<typeof FileSource>

export const TaskSplit = z.strictObject({
  languages: z.array(z.string()).optional().describe('Where fewer than the task has'),
  ...source,
  otherwise: z.array(FileSource).optional().describe('Tried in order where `files` are not found'),
})
export type TaskSplit = z.infer<typeof TaskSplit>

/** Encoders by the parameters of their layers: below 5 million, below 50, below 200, and all above. */
export const ENCODER_SIZES = ['mini', 'small', 'base', 'large'] as const
export type EncoderSize = (typeof ENCODER_SIZES)[number]

const Sourced = <T extends z.ZodType>(value: T) => z.strictObject({ value, source: z.string().min(1) })

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const Split = z.enum(['train', 'development', 'test', 'candidates'])

const Fetched = {
  splits: z.array(Split).min(1).optional().describe('Splits that it serves, where not all'),
  note: z.string().optional().describe('Terms to accept, what is missing in it, and the like'),
}

/** Where files of a task can be had. They are put under a data folder, where `files` of the splits find them. */
export const Download = z.discriminatedUnion('from', [
  z.strictObject({
    from: z.literal('hub').describe('Dataset of the Hugging Face hub; put under hub/<owner>/<name>/'),
    repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
    revision: z
      .string()
      .regex(/^([0-9a-f]{40}|refs\/convert\/parquet)$/)
      .optional()
      .describe('Commit; where absent, the newest one is taken at the first fetch and recorded'),
    files: z.array(z.string()).min(1).describe('Paths in the repository; * is anything within one name'),
    gated: z.boolean().default(false).describe('Needs an account that has accepted terms, and HF_TOKEN'),
    ...Fetched,
  }),
  z.strictObject({
    from: z.literal('url'),
    urls: z.array(z.url()).min(1).describe('The source, then mirrors'),
    into: z.string().describe('File below the data folder, or the folder that an archive is unpacked into'),
    unpack: z.enum(['zip', 'tar', 'tar.gz', 'gz']).optional(),
    bytes: z.int().min(1).optional(),
    sha256: Sha256.optional(),
    ...Fetched,
  }),
  z.strictObject({
    from: z.literal('git').describe('Files of a public GitHub repository at a commit'),
    repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
    commit: z.string().regex(/^[0-9a-f]{40}$/),
    paths: z.array(z.string()).min(1).describe('Files or folders in the repository'),
    into: z.string().describe('Folder below the data folder'),
    ...Fetched,
  }),
  z.strictObject({
    from: z.literal('hand').describe('Licensed, gone, or behind a form: a person has to get it'),
    how: z.string().describe('What to get, where, and where to put it'),
    ...Fetched,
  }),
])
export type Download = z.infer<typeof Download>

/** What a task is: one entry of the catalogue, or of a study's own `tasks`. */
export const TaskEntry = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
    title: z.string(),
    kind: z.enum(TASK_KINDS),
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
    splits: z.partialRecord(Split, TaskSplit),
    downloads: z.array(Download).default([]),
    sizes: z
      .partialRecord(Split, z.record(z.string(), z.int().min(1)))
      .default({})
      .describe('Split -> language, or `each` of the others -> published number of examples'),
    samples: z
      .partialRecord(Split, z.record(z.string(), Sha256))
      .default({})
      .describe('Split -> language -> SHA-256 of the first, middle and last example as parsed'),
    meanTokens: z
      .strictObject({
        value: z.number(),
        sequences: z.int().min(1).default(1).describe('Sequences of an example: its choices'),
        source: z.string().min(1),
      })
      .optional()
      .describe('Mean XLM-R tokens of a sequence, for cost estimates before the data is there'),
    trainFirst: z
      .array(z.string())
      .default([])
      .describe('Tasks that every fine-tuning on this target starts with (XCOPA: Social IQa)'),
    cluster: z
      .enum(CLUSTERS)
      .optional()
      .describe('What test examples have in common that are not independent; by default that of the kind'),
    parallel: z
      .enum(PARALLELS)
      .optional()
      .describe(
        'How its languages are translations of the same test examples: by id, or by the English sentence; absent: they are not',
      ),
    placeholders: z
      .array(z.string())
      .default([])
      .describe('Texts that stand for a missing one: pairs that share one share no sentence'),
    metrics: z.array(z.string()).min(1).describe('Ids of the score room; the first is the main one'),
    citation: z.string(),
    licence: z.string(),
    /** Set where this data is not the task that its use suggests. */
    standsInFor: z
      .string()
      .optional()
      .describe('Task id that this one replaces for want of data; printed wherever the task is'),
    part: z
      .string()
      .optional()
      .describe('What part of the data of `standsInFor` this is, where it is that data and no other'),
    overlaps: z
      .record(z.string(), z.string())
      .default({})
      .describe('Task id -> what is in both: training on one and testing on the other is no fair test'),
    defaults: z.strictObject({
      learningRate: Sourced(z.number()).extend({
        size: z
          .enum(ENCODER_SIZES)
          .optional()
          .describe(
            'Encoders that it was chosen for; those of another size take one for theirs. Absent: all',
          ),
      }),
      batchSize: Sourced(z.int()),
      epochs: Sourced(z.number()),
      maxLength: Sourced(z.int()),
      queryLength: Sourced(z.int()).optional().describe('passage-retrieval: most tokens of a query'),
    }),
    dualEncoder: z
      .strictObject({
        pooling: z.enum(['mean', 'first-token']),
        scale: z
          .number()
          .positive()
          .describe('Factor of the cosine (1 / temperature), the first one if learned'),
        learnScale: z.boolean(),
        source: z.string().min(1),
      })
      .optional()
      .describe('passage-retrieval: how query and passage are encoded and compared in training'),
    traps: z.array(z.string()).default([]),
  })
  .superRefine(({ kind, labels, cluster, parallel, part, standsInFor }, context) => {
    const form = kinds[kind].examples
    if (cluster === 'sentence' && form !== 'labelled' && form !== 'valued')
      context.addIssue({
        code: 'custom',
        path: ['cluster'],
        message: `"sentence" is for pairs of texts, and ${kind} has none`,
      })
    if (parallel === 'english' && form !== 'translations')
      context.addIssue({
        code: 'custom',
        path: ['parallel'],
        message: `"english" is for sentences with their English translation, and ${kind} has none`,
      })
    if (part !== undefined && standsInFor === undefined)
      context.addIssue({ code: 'custom', path: ['part'], message: '"standsInFor" must say of what' })
    if (kinds[kind].labels && labels === undefined)
      context.addIssue({
        code: 'custom',
        path: ['labels'],
        message: `missing: ${kind} has a closed label set`,
      })
  })
export type TaskEntry = z.infer<typeof TaskEntry>

/** A task entry as written: fields with a default may be left out. */
export type TaskEntryInput = z.input<typeof TaskEntry>

import { z } from 'zod'
import { LANGUAGE_GROUPS, Prefixes, TaskEntry } from '#catalog'
import { someOf } from '#kernel'
import { baselinesOf, replicateIn } from './arms.ts'
import { declaredPairs, PAIR } from './pairs.ts'

const Name = z.string().regex(/^[a-z0-9][a-z0-9.+-]*$/, 'lower-case letters, digits, ".", "+" and "-"')
const Fraction = z.number().min(0).max(1)

/** Largest sizes of an encoder: some ten times those of any that was published. */
export const LARGEST = {
  layers: 1000,
  hidden: 2 ** 20,
  feedForward: 2 ** 24,
  vocabulary: 2 ** 27,
  positions: 2 ** 27,
} as const

/** How one phase trains. Every field has a default with a source: `polyvia plan --explain` prints them. */
export const Training = z
  .strictObject({
    learningRate: z.number().positive().describe('Peak learning rate'),
    batchSize: z.int().min(1).describe('Examples in one optimiser step'),
    batchTokens: z.int().min(1).describe('Tokens in one optimiser step, in place of batchSize'),
    epochs: z.number().positive().describe('Passes over the training examples'),
    steps: z.int().min(1).describe('Optimiser steps, in place of epochs'),
    maxLength: z.int().min(8).describe('Most tokens in one sequence, specials included'),
    warmup: Fraction.describe('Share of the steps with rising learning rate'),
    weightDecay: z.number().min(0),
    clipNorm: z.number().min(0).describe('Gradient norm limit, 0 = none'),
    decay: z
      .enum(['linear', 'cosine', 'constant'])
      .describe('Learning rate after the warm-up: to 0 in a line or half a cosine, or as it is'),
    adamBeta1: z.number().min(0).lt(1).describe('Decay of the mean of gradients'),
    adamBeta2: z.number().min(0).lt(1).describe('Decay of the mean of squared gradients'),
    adamEpsilon: z.number().positive().describe('Added to the root of the mean of squares'),
    headInitializerRange: z
      .number()
      .positive()
      .describe('Standard deviation of the weights of a new head; default that of the encoder'),
    freeze: z
      .union([z.literal('embeddings'), z.int().min(1).max(LARGEST.layers)])
      .nullable()
      .describe(
        'Leaves the embeddings, or the embeddings and so many of the lowest layers, as they are; null = trains all',
      ),
    dropout: Fraction.nullable().describe('Every dropout rate; null = as the model is configured'),
    evaluations: z
      .int()
      .min(0)
      .describe('Evenly spaced development evaluations; the best step is kept. 0 = keep the last step'),
    developmentLimit: z
      .int()
      .min(1)
      .describe('Most development examples of each task in an evaluation, drawn once for all arms and seeds'),
    limit: z.int().min(1).describe('Most training examples of each task, drawn once for all arms and seeds'),
    maskProbability: Fraction.describe('masked-lm only: share of tokens that are predicted'),
    maskReplacement: z
      .tuple([z.int().min(0), z.int().min(0), z.int().min(0)])
      .refine((shares) => shares.some((share) => share > 0), 'one share must be above 0')
      .describe(
        'masked-lm only: of the predicted tokens, shares that become the mask, another token, or stay: [8, 1, 1]',
      ),
    stride: z
      .int()
      .min(1)
      .describe('span-extraction only: context tokens from the start of a window to the next'),
    questionLength: z.int().min(1).describe('span-extraction only: most tokens of a question'),
    answerLength: z.int().min(1).describe('span-extraction only: most tokens of an answer that is predicted'),
    queryLength: z.int().min(8).describe('passage-retrieval only: most tokens of a query'),
    precision: z
      .enum(['auto', 'fp32', 'bf16'])
      .describe('auto: bf16 where the device that computes is clearly faster in it, else fp32'),
    batching: z
      .enum(['packed', 'padded'])
      .describe('packed: no padding is computed; default where the encoder takes it'),
    maxTokens: z
      .int()
      .min(8)
      .describe('Most tokens in one forward pass, a matter of memory; a larger step is cut into parts'),
  })
  .partial()
export type Training = z.infer<typeof Training>

/** How a stage with several tasks draws the task of each step. */
export const Sampling = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('uniform') }),
  z.strictObject({
    by: z.literal('size'),
    cap: z.int().min(1).optional().describe('Counts no task as larger than this'),
  }),
  z.strictObject({
    by: z.literal('temperature'),
    temperature: z.number().min(1),
    cap: z.int().min(1).optional(),
  }),
  z.strictObject({
    by: z.literal('weights'),
    weights: z.record(z.string(), z.number().positive()).describe('Task id -> weight'),
  }),
])
export type Sampling = z.infer<typeof Sampling>

/** One intermediate stage: one task, several at once, or tasks mixed with masked-LM. */
export const Stage = z.strictObject({
  tasks: z.array(z.string()).min(1).describe('Task ids of the catalogue or of `tasks` below'),
  languages: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('Languages to train on; default English, for masked-lm all the task has'),
  translated: z
    .boolean()
    .default(false)
    .describe('true: the tasks as machine-translated into `languages` by "polyvia data translate"'),
  sampling: Sampling.optional().describe('Default: proportional to size'),
  heads: z
    .union([z.enum(['own', 'shared']), z.array(z.string()).min(2)])
    .default('own')
    .describe(
      'shared: tasks of the same kind and labels train one head, as jiant does for ANLI+; a list: only the tasks in it',
    ),
  training: Training.optional(),
})
export type Stage = z.infer<typeof Stage>

/** A stage as a study writes it: a task, a named stage of the catalogue, or written out. */
export const WrittenStage = z.union([z.string(), Stage])
export type WrittenStage = z.infer<typeof WrittenStage>

/** An arm that trains as another one does, with other seeds: what differs between the two is chance. */
export const Replicate = z.strictObject({
  replicateOf: z.string().describe('Arm whose stages and fine-tunings are trained again with other seeds'),
  number: z
    .int()
    .min(1)
    .default(1)
    .describe(
      'Which replicate of that arm it is: seeds are drawn from the seed of the study and this number',
    ),
})
export type Replicate = z.infer<typeof Replicate>

/** A target task: trained on English (but for sentence retrieval), then scored in every language. */
export const Target = z.strictObject({
  task: z.string(),
  languages: z.array(z.string()).min(1).optional().describe('Scored languages; default all the task has'),
  training: Training.optional(),
  limit: z.int().min(1).optional().describe('Most test examples per language, the first ones'),
  fineTune: z
    .boolean()
    .default(true)
    .describe('false: passage-retrieval with the encoder as the arm leaves it, like sentence retrieval'),
})
export type Target = z.infer<typeof Target>

const LayerNormEpsilon = z
  .number()
  .positive()
  .default(1e-5)
  .describe('Added to the variance in layer norms; default as XLM-R')
const InitializerRange = z
  .number()
  .positive()
  .default(0.02)
  .describe('Standard deviation of the random weights; 0.02 as BERT, more for narrow encoders')

/** An encoder of the XLM-R architecture made here: tokenizer from the text, random weights, masked-LM. */
export const ScratchModel = z.strictObject({
  from: z.literal('scratch'),
  text: Stage.describe('masked-lm tasks: text of tokenizer and pretraining'),
  stages: z
    .array(Stage)
    .default([])
    .describe('Stages after masked-LM that are part of the pretraining, such as translation ranking'),
  vocabulary: z.int().min(64).max(LARGEST.vocabulary).describe('Pieces of the Unigram tokenizer'),
  characterCoverage: z
    .number()
    .gt(0)
    .max(1)
    .default(0.9995)
    .describe('Share of the characters of the text that become pieces; default as XLM-R (SentencePiece)'),
  seedPieces: z
    .int()
    .min(2)
    .max(1000)
    .default(10)
    .describe(
      'Pieces that pruning starts from, for each that is wanted. SentencePiece starts from a million, which takes minutes for a small vocabulary and changes few pieces',
    ),
  layers: z.int().min(1).max(LARGEST.layers),
  hidden: z.int().min(8).max(LARGEST.hidden),
  heads: z.int().min(1).describe('Must divide `hidden`'),
  feedForward: z.int().min(8).max(LARGEST.feedForward),
  maxLength: z.int().min(16).max(LARGEST.positions).default(128),
  layerNormEpsilon: LayerNormEpsilon,
  dropout: Fraction.default(0.1),
  initializerRange: InitializerRange,
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(1),
})
export type ScratchModel = z.infer<typeof ScratchModel>

/** A public model's architecture with random weights: it costs what the model costs, and knows nothing. */
export const RandomModel = z.strictObject({
  from: z.literal('random'),
  like: z.string().describe('Model id of the catalogue, whose architecture it has'),
  tokenizer: z.string().describe('Folder with the tokenizer.json of that model'),
  dropout: Fraction.default(0.1),
  initializerRange: InitializerRange,
  layerNormEpsilon: LayerNormEpsilon,
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(1),
})
export type RandomModel = z.infer<typeof RandomModel>

export const Retrieval = z.strictObject({
  layer: z
    .int()
    .min(0)
    .optional()
    .describe(
      'hidden_states index; default as usual for the model, else 14/24 of its depth, as Phang et al. 2020',
    ),
  pooling: z.enum(['mean', 'first-token']).optional().describe('Default as usual for the model, else mean'),
  prefixes: z
    .union([z.literal('model'), Prefixes])
    .optional()
    .describe(
      "Put before texts whose vectors are taken of an encoder as the arm leaves it; model: as the model's card says; default none",
    ),
  sweep: z
    .strictObject({
      layers: z.union([z.literal('all'), z.array(z.int().min(0)).min(1)]),
      poolings: z
        .array(z.enum(['mean', 'first-token']))
        .min(1)
        .default(['mean', 'first-token']),
      task: z.string().describe('Sentence retrieval task whose development data decides'),
      languages: z.array(z.string()).min(1).optional().describe('Its languages; default all'),
    })
    .optional()
    .describe('In place of layer and pooling: each encoder gets what is best on development data'),
})

/** How it is measured what stages make an encoder forget. */
export const Forgetting = z.strictObject({
  text: z
    .array(z.string())
    .optional()
    .describe(
      'masked-lm tasks on whose development data the masked-LM loss is measured; default the text of the recipe of the model, [] = none',
    ),
  languages: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('Languages of that text; default English and those of the targets'),
  limit: z.int().min(1).default(200).describe('Most texts of each task and language, drawn once for all'),
})

/** A study: one question, some arms, some targets. Names never decide what is computed; everything else here does. */
export const Study = z
  .strictObject({
    question: z.string().min(8).describe('The question that the report answers'),
    model: z
      .union([z.string(), z.discriminatedUnion('from', [ScratchModel, RandomModel])])
      .describe(
        'Model id of the catalogue, folder in Hugging Face layout, folder with a recipe.yaml, hub id in the local cache, or a recipe',
      ),
    arms: z
      .record(Name, z.union([z.array(WrittenStage), Replicate]))
      .describe(
        'Arm name -> intermediate stages in order, or a replicate of another arm; exactly one arm has no stages and is the baseline',
      ),
    targets: z
      .array(z.union([z.string(), Target]))
      .min(1)
      .describe(
        'Task ids, tasks with settings, or a benchmark (xtreme, xtreme-r) for all its tasks and languages',
      ),
    seeds: z
      .union([
        z.int().min(1).max(100),
        z
          .array(
            z
              .int()
              .min(0)
              .max(2 ** 32 - 1),
          )
          .min(1),
      ])
      .default(3)
      .describe('Number of seeds (3 means 1, 2 and 3) or a list; with one seed nothing is said about arms'),
    training: Training.default({}).describe(
      'Settings of every trained phase, under those of its stage or target',
    ),
    retrieval: Retrieval.prefault({}),
    forgetting: Forgetting.optional().describe(
      'What is measured of every encoder on the way of an arm, beside its targets',
    ),
    measure: z
      .array(z.string())
      .default([])
      .describe(
        'Metrics that decide, in order: of each target the first that it has, and it must have one; default its own',
      ),
    compare: z
      .array(z.string().regex(PAIR, 'ARM vs ARM, or ARM vs ARM by GROUP'))
      .default([])
      .describe(
        'Pairs of arms; default every arm vs the baseline. "A vs B by morphology" declares that they differ by a group of languages: the study must have it in `groups`, and what it says about other groups is exploratory',
      ),
    groups: z
      .array(z.enum(LANGUAGE_GROUPS))
      .default([])
      .describe('Language groups that results are also given for'),
    tasks: z.array(TaskEntry).default([]).describe('Tasks of your own, in the form of a catalogue entry'),
  })
  .superRefine((study, context) => {
    const arms = new Set(Object.keys(study.arms))
    const baselines = baselinesOf(study)
    if (baselines.length !== 1)
      context.addIssue({
        code: 'custom',
        path: ['arms'],
        message: `exactly one arm must have no stages (the baseline), here ${baselines.length === 0 ? 'none has' : `${someOf(baselines, 20)} have none`}`,
      })
    const replicates = new Set<string>()
    for (const name of arms) {
      const fault = replicateFault(study, name, replicates)
      if (fault !== null) context.addIssue({ code: 'custom', path: ['arms', name], message: fault })
    }
    for (const [at, written] of study.compare.entries()) {
      const fault = pairFault(study, arms, written)
      if (fault !== null) context.addIssue({ code: 'custom', path: ['compare', at], message: fault })
    }
    if (study.retrieval.sweep !== undefined && study.retrieval.layer !== undefined)
      context.addIssue({ code: 'custom', path: ['retrieval'], message: 'either layer or sweep' })
    const seeds = Array.isArray(study.seeds) ? study.seeds : []
    if (new Set(seeds).size !== seeds.length)
      context.addIssue({ code: 'custom', path: ['seeds'], message: 'the same seed twice' })
    const targets = study.targets.map((target) => (typeof target === 'string' ? target : target.task))
    const seen = new Set<string>()
    for (const [at, target] of targets.entries()) {
      if (seen.has(target))
        context.addIssue({
          code: 'custom',
          path: ['targets', at],
          message: `target "${target}" is listed twice`,
        })
      seen.add(target)
    }
  })
export type Study = z.infer<typeof Study>

function pairFault(
  { groups }: Pick<Study, 'groups'>,
  arms: ReadonlySet<string>,
  written: string,
): string | null {
  const [pair] = PAIR.test(written) ? declaredPairs([written]) : []
  if (pair === undefined) return null
  const unknown = [pair.arm, pair.against].find((name) => !arms.has(name))
  if (unknown !== undefined) return `there is no arm "${unknown}"; arms: ${someOf([...arms], 20)}`
  if (pair.arm === pair.against) return `"${written}" compares an arm with itself`
  const group = pair.by.find((by) => !groups.includes(by))
  return group === undefined ? null : `"${group}" is not in groups: [${groups.join(', ')}]`
}

/** Why an arm cannot be a replicate as it is written, given those before it; null where it can, or is none. */
function replicateFault(study: Pick<Study, 'arms'>, name: string, before: Set<string>): string | null {
  const replicate = replicateIn(study, name)
  if (replicate === undefined) return null
  const { replicateOf, number } = replicate
  if (!Object.hasOwn(study.arms, replicateOf))
    return `there is no arm "${replicateOf}"; arms: ${someOf(Object.keys(study.arms), 20)}`
  if (replicateIn(study, replicateOf) !== undefined)
    return `"${replicateOf}" is a replicate itself; name the arm that it repeats, and another number`
  const id = `${replicateOf} ${number}`
  if (before.has(id)) return `replicate ${number} of "${replicateOf}" is there already; give another number`
  before.add(id)
  return null
}

/** The recipe of a study's model, where it has one with a pretraining. */
export function scratchRecipe({ model }: Pick<Study, 'model'>): ScratchModel | null {
  return typeof model === 'string' || model.from === 'random' ? null : model
}

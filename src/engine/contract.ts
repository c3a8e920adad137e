/**
 * The contract between TypeScript and the PyTorch worker: one JSON request a line on the worker's standard input,
 * one JSON event a line on its standard output, logs on standard error. Arrays travel as safetensors files, named by
 * absolute path. This file is the only truth; `engine/polyvia_engine/contract.schema.json` is generated from it and
 * the worker validates against that.
 */
import { z } from 'zod'
import { NUMERICS } from '#plan'

/** Raised with every change of a request, an event or a file layout below. */
export const PROTOCOL = 6

/** See `NUMERICS` of the plan room: the worker must compute what the keys promise. */
export { NUMERICS }

const Path = z.string().min(1).describe('Absolute path')
const Count = z.int().min(1)

/**
 * A head on top of the encoder. All are new at the start of a phase, except `masked-lm`, which is loaded when the
 * checkpoint carries one.
 * - classification: first token -> dropout -> dense -> tanh -> dropout -> linear [labels] (RobertaClassificationHead)
 * - regression: the same with one output; mean squared error
 * - multiple-choice: first token of each choice -> dense -> tanh (pooler) -> dropout -> linear [1]; softmax over an item's choices
 * - span-extraction: linear [2] on every token; cross-entropy of start and end, averaged
 * - tagging: dropout -> linear [labels] on labelled tokens; cross-entropy over all labelled tokens
 * - masked-lm: dense -> gelu -> layer norm -> tied decoder + bias, on masked positions only
 * - dual-encoder: pooled last layer of every sequence, scaled to length 1; an item is a query, its passage, then hard
 *   negatives; cross-entropy of scale x cosine of a query over all passages of the batch, hard negatives of all items
 *   included. Where two items of a batch hold the same passage, the copy counts as wrong (as in XTREME-R). A learned
 *   scale is the number itself, not clamped (XTREME-R), stored as `scale` F32 [1]. It makes no predictions: `embed` of
 *   the last layer gives its vectors, not yet scaled to length 1
 */
export const Head = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('classification'), labels: z.int().min(2) }),
  z.strictObject({ type: z.literal('regression') }),
  z.strictObject({ type: z.literal('multiple-choice') }),
  z.strictObject({ type: z.literal('span-extraction') }),
  z.strictObject({ type: z.literal('tagging'), labels: z.int().min(2) }),
  z.strictObject({ type: z.literal('masked-lm') }),
  z.strictObject({
    type: z.literal('dual-encoder'),
    pooling: z.enum(['mean', 'first-token']),
    scale: z.number().positive(),
    learnScale: z.boolean(),
  }),
])
export type Head = z.infer<typeof Head>

const Device = z.string().regex(/^(cpu|cuda(:\d+)?)$/)
const Precision = z
  .enum(['fp32', 'bf16'])
  .describe('bf16 = autocast of matrix products; weights and optimiser stay fp32')

const Batching = z
  .enum(['packed', 'padded'])
  .describe('packed = no padding token is computed; padded = reference')

/** Settings of the machine rather than of the computation. */
const Place = z.strictObject({
  device: Device,
  threads: Count.describe('Threads of the CPU back end; a resumed phase keeps the number it started with'),
})
const Runtime = Place.extend({
  maxTokens: Count.describe(
    'Most tokens in one forward pass; a larger batch is cut into parts, with the same loss',
  ),
})

/**
 * Features of one dataset (safetensors). N items, S sequences (S = N unless there are item_offsets), T tokens.
 * - `ids` I32 [T]: token ids of all sequences, specials included, no padding
 * - `type_ids` U8 [T]: token types, only where one is not 0
 * - `sequence_offsets` I32 [S+1]; `item_offsets` I32 [N+1] into sequences: the choices of
 *   an item, or its query and passages; only to train multiple-choice and dual-encoder, and to predict multiple-choice
 * - `labels` I32 [N]: class or right choice, -1 unknown; `values` F32 [N]: regression target, NaN unknown
 * - `spans` I32 [N,2]: first and last answer token, inside the sequence; 0,0 = no answer in this window
 * - `context_ranges` I32 [N,2]: first and one-past-last token that an answer may use
 * - `tag_offsets` I32 [N+1], `tag_positions` I32 [P] (inside the sequence), `tag_labels` I32 [P], -1 unknown
 */
const Features = Path.describe('Features file')

const Task = z.strictObject({
  name: z.string().min(1).describe('Names the head in the checkpoint'),
  head: Head,
  shares: z
    .string()
    .optional()
    .describe(
      'Earlier task with an equal `head`, whose head this one trains too; it is stored once, under that name',
    ),
  features: Features,
  development: Features.optional().describe(
    'Predicted at the evaluation points; not with masked-lm and dual-encoder',
  ),
})

export const TrainRequest = z.strictObject({
  op: z.literal('train'),
  id: z.string(),
  checkpoint: Path.describe('Folder in Hugging Face layout'),
  output: Path.describe('Existing empty folder that receives the checkpoint'),
  state: Path.describe('Folder of the resumable state; a state found there is continued'),
  tasks: z.array(Task).min(1),
  /**
   * Schedule (safetensors). B batches, one optimiser step each, over M items in order of processing.
   * - `items` I32 [M]: item index in its task's features; `step_offsets` I32 [B+1] into `items`
   * - `step_task` I32 [B]: index into `tasks`; `learning_rate` F32 [B]
   * - masked-lm only: `mask_offsets` I32 [M+1], `mask_positions` I32 [Q] (inside the sequence),
   *   `mask_inputs` I32 [Q] (id put there; the label is the original id)
   * The loss of a step is the mean over its units: items; labelled tokens (tagging); masked tokens (masked-lm). A step
   * larger than `maxTokens` has the same loss and gradients; dual-encoder then runs each part forward twice.
   */
  schedule: Path,
  optimizer: z.strictObject({
    beta1: z.number(),
    beta2: z.number(),
    epsilon: z.number(),
    weightDecay: z.number().describe('Decoupled; not applied to biases and layer norms'),
    clipNorm: z.number().min(0).describe('Gradient norm limit a step, 0 = none'),
  }),
  freeze: z
    .int()
    .min(0)
    .nullable()
    .describe(
      'Leaves the embeddings and so many of the lowest layers as they are (no gradients, moments, or backward pass; dropout stays); null = trains all',
    ),
  dropout: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .describe('Overrides every dropout of the encoder and head; null = as configured'),
  headInitializerRange: z.number().positive().describe('Standard deviation of the weights of new heads'),
  maxAnswerTokens: Count.nullable().describe('Needed where span-extraction is evaluated'),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .describe('Initialises new heads and, with the step, dropout'),
  precision: Precision,
  evaluateAt: z
    .array(Count)
    .describe('Steps after which development predictions are made; the worker then waits for `decide`'),
  batching: Batching,
  saving: z
    .strictObject({
      seconds: z.number().min(0).describe('Least time between two saves; 0 = after every step'),
      share: z
        .number()
        .positive()
        .max(1)
        .describe('Most of the time that saving may take: a state that takes long is saved more rarely'),
    })
    .describe('When the resumable state is saved'),
  runtime: Runtime,
})

export const PredictRequest = z.strictObject({
  op: z.literal('predict'),
  id: z.string(),
  checkpoint: Path,
  task: z.string().describe('Head of the checkpoint to use'),
  features: Features,
  /**
   * Predictions (safetensors). classification, multiple-choice: `labels` I32 [N], `scores` F32 [N] (probability of the label).
   * regression: `values` F32 [N]. tagging: `tag_labels` I32 [P]. span-extraction: `spans` I32 [N,2] best valid window span
   * (inside the sequence), `scores` F32 [N] (start + end logit), `null_scores` F32 [N] (both logits of the first token).
   */
  output: Path,
  maxAnswerTokens: Count.nullable().describe('Needed for span-extraction'),
  precision: Precision,
  batching: Batching,
  runtime: Runtime,
})

/** What a classifier says of each sequence, before any softmax. */
export const LogitsRequest = z.strictObject({
  op: z.literal('logits'),
  id: z.string(),
  checkpoint: Path,
  task: z
    .string()
    .nullable()
    .describe(
      'Classification head of the checkpoint; null = the folder is a sequence classifier as transformers saves it, with encoder and head in its weights and as many labels as its configuration says. That one reads padded batches only',
    ),
  features: Features,
  output: Path.describe('safetensors: `logits` F32 [N, labels]'),
  precision: Precision,
  batching: Batching,
  runtime: Runtime,
})

/** The loss of a masked-LM head on hidden tokens of one dataset, without training and without dropout. */
export const MaskedLmLossRequest = z.strictObject({
  op: z.literal('masked-lm-loss'),
  id: z.string(),
  checkpoint: Path.describe('Its encoder is measured'),
  head: Path.describe(
    'Checkpoint whose masked-lm head is put on that encoder, its decoder tied to the word embedding of the encoder; NO_HEAD where it has none',
  ),
  features: Features,
  /**
   * Masks (safetensors) of every item, in its order: `mask_offsets` I32 [N+1], `mask_positions` I32 [Q] (inside the
   * sequence), `mask_inputs` I32 [Q], as in a schedule.
   */
  masks: Path,
  output: Path.describe(
    'safetensors: `losses` F32 [Q], nats: minus the log probability of what stood at each masked token',
  ),
  precision: Precision,
  batching: Batching,
  runtime: Runtime,
})

export const EmbedRequest = z.strictObject({
  op: z.literal('embed'),
  id: z.string(),
  checkpoint: Path,
  features: Features,
  outputs: z
    .array(
      z.strictObject({
        layer: z.int().min(0).describe('hidden_states index; 0 = embeddings'),
        pooling: z
          .enum(['mean', 'first-token'])
          .describe('mean = over all tokens, specials included (XTREME)'),
        path: Path.describe('safetensors: `embeddings` F32 [N,D]'),
      }),
    )
    .min(1),
  precision: Precision,
  batching: Batching,
  runtime: Runtime,
})

export const NeighboursRequest = z.strictObject({
  op: z.literal('neighbours'),
  id: z.string(),
  queries: Path.describe('safetensors: `embeddings` F32 [Q,D]'),
  candidates: Path,
  k: Count,
  similarity: z.enum(['cosine', 'inner-product']),
  backward: z.boolean().describe('Also the nearest queries of each candidate, from the same products'),
  /** `indices` I32 [Q,k] and `scores` F32 [Q,k], best first, ties to the lower index; with backward also `backward_indices`, `backward_scores` [C,k]. k is cut to the number there is. */
  output: Path,
  runtime: Place,
})

/** Trains a Unigram tokenizer of the XLM-R kind and writes `tokenizer.json` and `tokenizer_config.json`. */
export const TokenizerRequest = z.strictObject({
  op: z.literal('tokenizer'),
  id: z.string(),
  text: Path.describe('UTF-8, one text a line'),
  vocabularySize: z.int().min(16),
  characterCoverage: z.number().gt(0).max(1).describe('Share of the characters that become pieces'),
  seedPieces: z.int().min(2).describe('Pieces that pruning starts from, for each that is wanted'),
  output: Path.describe('Existing empty folder'),
})

/** Makes an encoder with random weights (and its masked-lm head). */
export const InitializeRequest = z.strictObject({
  op: z.literal('initialize'),
  id: z.string(),
  config: z.record(z.string(), z.unknown()).describe('Hugging Face configuration, `model_type` included'),
  headInitializerRange: z.number().positive(),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1),
  output: Path.describe('Existing empty folder'),
})

/** The answer to an `evaluated` event: TypeScript has scored the predictions. */
export const Decide = z.strictObject({
  op: z.literal('decide'),
  id: z.string(),
  step: Count,
  keep: z.boolean().describe('These weights are the best so far'),
  stop: z.boolean().describe('Train no further'),
})

/** Saves the resumable state of the running request and answers `interrupted`. */
export const Interrupt = z.strictObject({ op: z.literal('interrupt') })
export const Shutdown = z.strictObject({ op: z.literal('shutdown') })

export const Job = z.discriminatedUnion('op', [
  TrainRequest,
  PredictRequest,
  LogitsRequest,
  MaskedLmLossRequest,
  EmbedRequest,
  NeighboursRequest,
  TokenizerRequest,
  InitializeRequest,
])
export type Job = z.infer<typeof Job>
export const Request = z.discriminatedUnion('op', [...Job.options, Decide, Interrupt, Shutdown])
export type Request = z.infer<typeof Request>

/** What happened to the tensors of the checkpoint when a model was built from it. */
export const Handover = z.strictObject({
  loaded: z.array(z.string()),
  created: z.array(z.string()),
  dropped: z.array(z.string()),
})
export type Handover = z.infer<typeof Handover>

export const Event = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('ready'),
    protocol: z.literal(PROTOCOL),
    numerics: z.literal(NUMERICS),
    versions: z.record(z.string(), z.string()).describe('python, torch, transformers, safetensors, numpy'),
    devices: z.array(
      z.strictObject({ id: Device, name: z.string(), bf16: z.boolean(), memoryBytes: z.int() }),
    ),
  }),
  z.strictObject({
    type: z.literal('started'),
    id: z.string(),
    step: z.int().describe('0, or the step a state was found at'),
    handover: Handover.optional(),
  }),
  z.strictObject({
    type: z.literal('progress'),
    id: z.string(),
    step: z.int(),
    loss: z.number().optional(),
    tokens: z.int().describe('Real tokens since the request started, in this process'),
    seconds: z.number(),
  }),
  z.strictObject({
    type: z.literal('evaluated'),
    id: z.string(),
    step: z.int(),
    predictions: z.array(z.strictObject({ task: z.string(), path: Path })),
  }),
  z.strictObject({
    type: z.literal('done'),
    id: z.string(),
    tokens: z.int(),
    seconds: z.number(),
    peakBytes: z.int(),
    bestStep: z.int().optional().describe('train: the step whose weights were written'),
  }),
  z.strictObject({ type: z.literal('interrupted'), id: z.string(), step: z.int() }),
  z.strictObject({
    type: z.literal('failed'),
    id: z.string().nullable(),
    code: z.enum([
      'BAD_REQUEST',
      'BAD_FILE',
      'NO_HEAD',
      'OUT_OF_MEMORY',
      'DISK_FULL',
      'NOT_FINITE',
      'UNSUPPORTED_MODEL',
      'INTERNAL',
    ]),
    message: z.string(),
  }),
])
export type Event = z.infer<typeof Event>

/*
 * Checkpoint folder: `config.json` and `model.safetensors` (encoder; opens with AutoModel.from_pretrained), or two shards
 * and `model.safetensors.index.json` where part of the encoder is frozen (the first, which checkpoints then share),
 * `tokenizer.json` (copied by TypeScript), `heads.safetensors` + `heads.json` ({ task name: Head }), and after training
 * `losses.safetensors` (`loss` F32 [steps], `step_task` I32 [steps]). Weights are fp32.
 */

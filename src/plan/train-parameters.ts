import { kinds, type TaskKind } from '#catalog'
import type { KeyedMetric } from '#score'
import type { Sampling } from '#study'
import { answerLengthOf } from './lengths.ts'
import { computingOf, type TrainSettings } from './settings.ts'
import type { TrainData } from './train-data.ts'

/** How the encoder is run. */
export interface Computing {
  /** auto: what the device that computes is faster in; the manifest of the artifact tells which. */
  readonly precision: 'auto' | 'fp32' | 'bf16'
  readonly batching: 'packed' | 'padded'
  /** Most tokens in one forward pass: it decides where a step is cut, and so which dropout its parts get. */
  readonly maxTokens: number
}

export interface TrainTask {
  /** Name of the head: the kind, numbered from the second of a kind on. Tasks of one name share the head. */
  readonly head: string
  readonly kind: TaskKind
  readonly labels: number | null
  /** Whether `development<i>` is among the inputs. */
  readonly development: boolean
  /** passage-retrieval: how query and passage are encoded and compared. */
  readonly dualEncoder?: {
    readonly pooling: 'mean' | 'first-token'
    readonly scale: number
    readonly learnScale: boolean
  }
}

/** All that a training depends on beside the checkpoint and the data that it reads. */
export interface TrainParameters {
  readonly tasks: readonly TrainTask[]
  /** Metric that selects the weights of each task; null where nothing is selected. */
  readonly metrics: readonly (KeyedMetric | null)[]
  readonly sampling: Sampling | { readonly by: 'weights'; readonly weights: readonly number[] }
  readonly batch: { readonly items: number } | { readonly tokens: number }
  readonly length: { readonly epochs: number } | { readonly steps: number }
  readonly learningRate: number
  readonly warmup: number
  /** What the learning rate does after the warm-up. */
  readonly decay: 'linear' | 'cosine' | 'constant'
  readonly optimizer: {
    readonly beta1: number
    readonly beta2: number
    readonly epsilon: number
    readonly weightDecay: number
    readonly clipNorm: number
  }
  /** So many of the lowest layers stay as they are, and the embeddings with them; null: everything is trained. */
  readonly freeze: number | null
  readonly dropout: number | null
  readonly headInitializerRange: number
  readonly evaluations: number
  /** Where tokens are hidden: how many, and the shares of mask, another token, unchanged among them. */
  readonly masking: {
    readonly probability: number
    readonly replacement: readonly [number, number, number]
  } | null
  /** Longest answer at an evaluation, where answers are extracted. */
  readonly answerLength: number | null
  readonly computing: Computing
  readonly seed: number
}

/** Settings as they enter the key: those that this phase has no use for say so. */
export function settledParameters(
  settings: TrainSettings,
  data: readonly TrainData[],
): Omit<TrainParameters, 'tasks' | 'metrics' | 'sampling' | 'seed'> {
  return {
    batch: settings.batch.value,
    length: settings.length.value,
    learningRate: settings.learningRate.value,
    warmup: settings.warmup.value,
    decay: settings.decay.value,
    optimizer: {
      beta1: settings.adamBeta1.value,
      beta2: settings.adamBeta2.value,
      epsilon: settings.adamEpsilon.value,
      weightDecay: settings.weightDecay.value,
      clipNorm: settings.clipNorm.value,
    },
    freeze: settings.freeze.value,
    dropout: settings.dropout.value,
    headInitializerRange: settings.headInitializerRange.value,
    evaluations: data.some(({ development }) => development !== null) ? settings.evaluations.value : 0,
    masking: data.some(({ entry }) => kinds[entry.kind].masksTokens)
      ? { probability: settings.maskProbability.value, replacement: settings.maskReplacement.value }
      : null,
    answerLength: answerLengthOf(settings),
    computing: computingOf(settings),
  }
}

/** Parameters (part of the key) and local facts (not part of it) of every operation. */
import type { Sampling } from '#study'
import type { DatasetRef } from './dataset.ts'
import type { Architecture } from './model.ts'
import type { Phase } from './phase.ts'

/** What every body needs to find data. */
interface Local {
  readonly folders: readonly string[]
}

export type TokenizerPhase = Phase<
  'tokenizer',
  { readonly text: readonly string[]; readonly vocabulary: number }
> & {
  readonly local: Local & { readonly text: readonly DatasetRef[] }
}

export type InitializePhase = Phase<
  'initialize',
  {
    readonly architecture: Omit<Architecture, 'vocabulary'> & {
      readonly heads: number
      readonly maxLength: number
      readonly dropout: number
      readonly initializerRange: number
    }
    readonly seed: number
  }
>

/** `side` picks the sentence of a translation pair that is encoded. */
export type FeaturizePhase = Phase<
  'featurize',
  {
    readonly datasets: readonly string[]
    readonly type: string
    readonly labels: readonly string[] | null
    readonly maxLength: number
    /** span-extraction: tokens from the start of one window to the start of the next. */
    readonly stride: number | null
    readonly side: 'text' | 'english' | null
  }
> & { readonly local: Local & { readonly datasets: readonly DatasetRef[]; readonly tokenizer: string } }

export interface TrainTask {
  /** Name of the head: the type, numbered from the second of a type on. */
  readonly head: string
  readonly type: string
  readonly labels: number | null
  /** Whether `development<i>` is among the inputs. */
  readonly development: boolean
}

export type TrainPhase = Phase<
  'train',
  {
    readonly tasks: readonly TrainTask[]
    readonly metrics: readonly string[]
    readonly sampling: Sampling | { readonly by: 'weights'; readonly weights: readonly number[] }
    readonly batch: { readonly items: number } | { readonly tokens: number }
    readonly length: { readonly epochs: number } | { readonly steps: number }
    readonly learningRate: number
    readonly warmup: number
    readonly weightDecay: number
    readonly clipNorm: number
    readonly dropout: number | null
    readonly evaluations: number
    readonly maskProbability: number | null
    readonly precision: 'fp32' | 'bf16'
    readonly batching: 'packed' | 'padded'
    readonly seed: number
  }
> & {
  readonly local: Local & {
    readonly development: readonly (DatasetRef | null)[]
    readonly training: readonly (readonly DatasetRef[])[]
  }
}

export type PredictPhase = Phase<'predict', { readonly head: string; readonly precision: 'fp32' | 'bf16' }>

export type EmbedPhase = Phase<
  'embed',
  { readonly layer: number; readonly pooling: 'mean' | 'first-token'; readonly precision: 'fp32' | 'bf16' }
>

export type NeighboursPhase = Phase<'neighbours', { readonly k: number; readonly similarity: 'cosine' }>

export type ScorePhase = Phase<
  'score',
  {
    readonly type: string
    readonly metrics: readonly string[]
    readonly gold: string
    readonly training: string | null
    readonly rules: string
  }
> & { readonly local: Local & { readonly gold: DatasetRef; readonly training: DatasetRef | null } }

export type AnyPhase =
  | TokenizerPhase
  | InitializePhase
  | FeaturizePhase
  | TrainPhase
  | PredictPhase
  | EmbedPhase
  | NeighboursPhase
  | ScorePhase

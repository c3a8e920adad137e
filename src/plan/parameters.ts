/** Parameters (part of the key) and local facts (not part of it) of every operation. */

import type { TaskKind } from '#catalog'
import type { KeyedMetric } from '#score'
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
    readonly kind: TaskKind
    readonly labels: readonly string[] | null
    readonly maxLength: number
    readonly queryLength?: number
    /** span-extraction: tokens from the start of one window to the start of the next. */
    readonly stride: number | null
    readonly side: 'text' | 'english' | null
  }
> & { readonly local: Local & { readonly datasets: readonly DatasetRef[]; readonly tokenizer: string } }

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

export type TrainPhase = Phase<
  'train',
  {
    readonly tasks: readonly TrainTask[]
    /** Metric that selects the weights of each task; null where nothing is selected. */
    readonly metrics: readonly (KeyedMetric | null)[]
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

/** hidden_states index and how its tokens become one vector. */
export interface EmbedOutput {
  readonly layer: number
  readonly pooling: 'mean' | 'first-token'
}

/** `selected`: the one that the `select` artifact among the inputs names. */
export type EmbedPhase = Phase<
  'embed',
  { readonly outputs: readonly EmbedOutput[] | 'selected'; readonly precision: 'fp32' | 'bf16' }
>

/** Inputs `queries<i>` and `candidates<i>`: embeddings of the i-th development language with all outputs. */
export type SelectPhase = Phase<
  'select',
  { readonly outputs: readonly EmbedOutput[]; readonly languages: number }
> & { readonly local: { readonly task: string; readonly languages: readonly string[] } }

export type NeighboursPhase = Phase<
  'neighbours',
  { readonly k: number; readonly similarity: 'cosine'; readonly backward: boolean }
>

export type ScorePhase = Phase<
  'score',
  {
    readonly kind: TaskKind
    readonly metrics: readonly KeyedMetric[]
    readonly gold: string
    readonly training: string | null
    readonly development?: string
    readonly pool?: readonly string[]
  }
> & {
  readonly local: Local & {
    readonly gold: DatasetRef
    readonly training: DatasetRef | null
    /** mining: where the threshold is chosen. */
    readonly development: DatasetRef | null
    /** passage-retrieval: the candidates, in the order of the rows that neighbours count. */
    readonly pool: readonly DatasetRef[]
  }
}

export type AnyPhase =
  | TokenizerPhase
  | InitializePhase
  | FeaturizePhase
  | TrainPhase
  | PredictPhase
  | EmbedPhase
  | SelectPhase
  | NeighboursPhase
  | ScorePhase

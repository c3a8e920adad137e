/**
 * Every operation: the artifacts it reads by role, its parameters (part of the key), and what it needs to find its
 * material on this machine (`local`, not part of the key).
 */
import type { TaskKind } from '#catalog'
import type { Key } from '#kernel'
import type { DependenceRule, KeyedMetric } from '#score'
import type { Architecture } from './architecture.ts'
import type { DatasetRef } from './dataset.ts'
import type { Computing, TrainParameters } from './train-parameters.ts'

/** Data folders and what is read out of them. */
type Material<T = unknown> = { readonly folders: readonly string[] } & T

/** Roles numbered from 0, such as `features0`. */
type Numbered<Role extends string> = { readonly [name in `${Role}${number}`]: Key }

/** hidden_states index and how its tokens become one vector. */
export interface EmbedOutput {
  readonly layer: number
  readonly pooling: 'mean' | 'first-token'
}

export interface Operations {
  tokenizer: {
    inputs: Readonly<Record<never, Key>>
    parameters: {
      readonly text: readonly string[]
      readonly vocabulary: number
      readonly characterCoverage: number
      /** Pieces that pruning starts from, for each that is wanted. */
      readonly seedPieces: number
    }
    local: Material<{ readonly text: readonly DatasetRef[] }>
  }
  initialize: {
    inputs: { readonly tokenizer: Key }
    parameters: {
      readonly architecture: Omit<Architecture, 'vocabulary'>
      readonly dropout: number
      readonly layerNormEpsilon: number
      readonly seed: number
    }
    local: Readonly<Record<never, never>>
  }
  featurize: {
    inputs: { readonly tokenizer: Key }
    parameters: {
      readonly datasets: readonly string[]
      readonly kind: TaskKind
      readonly labels: readonly string[] | null
      readonly maxLength: number
      /** Of kinds that have such a length, else null. */
      readonly stride: number | null
      readonly questionLength: number | null
      readonly queryLength: number | null
      /** Which sentence of a translation pair is encoded. */
      readonly side: 'text' | 'english' | null
      /** Before every text; absent where there is none. */
      readonly prefix?: string
    }
    local: Material<{ readonly datasets: readonly DatasetRef[]; readonly tokenizer: string }>
  }
  train: {
    inputs: { readonly checkpoint: Key } & Numbered<'features' | 'development'>
    parameters: TrainParameters
    local: Material<{
      readonly development: readonly (DatasetRef | null)[]
      readonly training: readonly (readonly DatasetRef[])[]
    }>
  }
  predict: {
    inputs: { readonly checkpoint: Key; readonly features: Key }
    parameters: { readonly head: string; readonly answerLength: number | null; readonly computing: Computing }
    local: Readonly<Record<never, never>>
  }
  'masked-lm-loss': {
    /** `head`: the checkpoint whose masked-LM head is put on the encoder of `checkpoint`, often the same. */
    inputs: { readonly checkpoint: Key; readonly head: Key; readonly features: Key }
    parameters: {
      readonly masking: NonNullable<TrainParameters['masking']>
      /** Decides what is hidden. */
      readonly seed: number
      readonly computing: Computing
    }
    local: Readonly<Record<never, never>>
  }
  embed: {
    inputs: { readonly checkpoint: Key; readonly features: Key; readonly selection?: Key }
    /** `selected`: the output that the `select` artifact among the inputs names. */
    parameters: { readonly outputs: readonly EmbedOutput[] | 'selected'; readonly computing: Computing }
    local: Readonly<Record<never, never>>
  }
  select: {
    /** Embeddings of the i-th development language with all outputs. */
    inputs: Numbered<'queries' | 'candidates'>
    parameters: { readonly outputs: readonly EmbedOutput[]; readonly languages: number }
    local: { readonly task: string; readonly languages: readonly string[] }
  }
  neighbours: {
    inputs: { readonly queries: Key; readonly candidates: Key }
    parameters: { readonly k: number; readonly similarity: 'cosine'; readonly backward: boolean }
    local: Readonly<Record<never, never>>
  }
  score: {
    /** Neighbours, those of the development data too (mining), or predictions and the features they are of. */
    inputs: {
      readonly neighbours?: Key
      readonly development?: Key
      readonly predictions?: Key
      readonly features?: Key
    }
    parameters: {
      readonly kind: TaskKind
      readonly metrics: readonly KeyedMetric[]
      readonly dependence: DependenceRule
      readonly gold: string
      readonly training: string | null
      readonly development?: string
      readonly pool?: readonly string[]
    }
    local: Material<{
      readonly gold: DatasetRef
      readonly training: DatasetRef | null
      /** mining: where the threshold is chosen. */
      readonly development: DatasetRef | null
      /** passage-retrieval: the candidates, in the order of the rows that neighbours count. */
      readonly pool: readonly DatasetRef[]
    }>
  }
  overlap: {
    inputs: Readonly<Record<never, Key>>
    /** Contents of the test sets of a target, candidates that are searched too, and of what is trained on. */
    parameters: { readonly test: readonly string[]; readonly training: readonly string[] }
    local: Material<{ readonly test: readonly DatasetRef[]; readonly training: readonly DatasetRef[] }>
  }
}

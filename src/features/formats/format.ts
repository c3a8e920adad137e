import type { TaskKind } from '#catalog'
import type { Dataset, ExamplesByKind } from '#data'
import type { Tensor, Tensors } from '#kernel'
import { PredictionsMismatchError } from '../errors.ts'
import type { FeatureSet } from '../feature-set.ts'
import type { SequenceWriter } from '../sequence-writer.ts'
import type { Tokenizer } from '../tokenizer.ts'

/** Settings of `featurize`. Which ones a format reads is said there. */
export interface FeaturizeOptions {
  /** Most tokens in a sequence, specials included. */
  readonly maxLength: number
  /** classification, tagging: the closed label set, in head order. */
  readonly labels?: readonly string[] | undefined
  /** span-extraction, needed there: context tokens from the start of a window to the start of the next. */
  readonly stride?: number | undefined
  /** span-extraction, needed there: most tokens of a question, the rest cut. */
  readonly questionLength?: number | undefined
  /** passage-retrieval: most tokens of a query; default `maxLength`. */
  readonly queryLength?: number | undefined
  /** sentence-retrieval, mining: which sentences. */
  readonly side?: 'text' | 'english' | undefined
  /** Of texts whose vectors are taken (sentence-retrieval, mining, passage-retrieval): put before each; default nothing. */
  readonly prefix?: string | undefined
}

/** Settings of `decodePredictions`. */
export interface DecodeOptions {
  /** classification, tagging: the label set, in head order; by default the one the features were made with. */
  readonly labels?: readonly string[] | undefined
  /**
   * span-extraction with unanswerable questions (SQuAD 2.0): answer '' where the lowest null score of an example's
   * windows exceeds the best span's score by more than this. Absent: always the best span.
   */
  readonly nullThreshold?: number | undefined
}

/** What a format adds to the sequences. */
export interface Encoded {
  readonly writer: SequenceWriter
  readonly tensors: Tensors
  readonly itemExample: Int32Array
  readonly alignment?: Tensors
  readonly notes?: Readonly<Record<string, number>>
}

/** One input format: examples of a task kind to sequences. */
export interface Encoding<K extends TaskKind> {
  readonly kind: K
  encode(
    examples: readonly ExamplesByKind[K][],
    tokenizer: Tokenizer,
    options: FeaturizeOptions,
    split: Dataset['split'],
  ): Promise<Encoded>
}

/** Predictions back to what a scorer compares: one an example. */
export interface Decoding<K extends TaskKind, Prediction> {
  decode(
    predictions: Tensors,
    features: FeatureSet,
    examples: readonly ExamplesByKind[K][],
    options: DecodeOptions,
  ): Prediction[]
}

/** A format of a kind; one whose head answers every example says what an answer is, and decodes it. */
export type InputFormat<K extends TaskKind, Prediction = never> = Encoding<K> &
  ([Prediction] extends [never] ? unknown : Decoding<K, Prediction>)

/** Examples whose texts are tokenized together. */
export const CHUNK = 2048

export const vector = <A extends Tensor['data']>(data: A): Tensor<A> => ({ data, shape: [data.length] })

/** 0, 1, ..., count - 1: one item an example. */
export const oneItemEach = (count: number): Int32Array =>
  Int32Array.from({ length: count }, (_, index) => index)

/** A prediction tensor of the expected length. */
export function predicted(predictions: Tensors, name: string, length: number): Tensor['data'] {
  const tensor = predictions[name]
  if (tensor === undefined) throw new PredictionsMismatchError(`there is no tensor "${name}"`)
  if (tensor.data.length !== length)
    throw new PredictionsMismatchError(
      `"${name}" holds ${tensor.data.length} values, the features need ${length}`,
    )
  return tensor.data
}

/** The label of an index. */
export function labelAt(labels: readonly string[], index: number): string {
  const label = labels[index]
  if (label === undefined)
    throw new PredictionsMismatchError(`label ${index} is outside the label set of ${labels.length}`)
  return label
}

/** Label set given, or that of the features. */
export function labelSet(features: FeatureSet, options: DecodeOptions): readonly string[] {
  const labels = options.labels ?? features.summary.labels
  if (labels === null) throw new TypeError(`decoding ${features.kind} needs labels`)
  return labels
}

/** Finds labels by name. */
export function labelIndex(options: FeaturizeOptions, kind: TaskKind): ReadonlyMap<string, number> {
  if (options.labels === undefined) throw new TypeError(`featurizing ${kind} needs labels`)
  return new Map(options.labels.map((label, index) => [label, index]))
}

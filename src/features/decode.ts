import type { ExamplesByKind, TaskKind } from '#data'
import type { Tensors } from '#kernel'
import { PredictionsMismatchError } from './errors.ts'
import { type FeatureSet, readFeatures } from './feature-set.ts'
import { examplesHash } from './featurize.ts'
import type { DecodeOptions } from './formats/format.ts'
import { formats, type PredictionByKind } from './formats/index.ts'

/**
 * Turns the worker's predictions into one prediction an example, in the order of the examples: label, value, choice,
 * answer text, or one tag a word.
 *
 * @param features The features that were predicted on, or their folder.
 */
export function decodePredictions<T extends TaskKind>(
  kind: T,
  features: FeatureSet | string,
  predictions: Tensors,
  examples: readonly ExamplesByKind[T][],
  options: DecodeOptions = {},
): PredictionByKind[T][] {
  const read = typeof features === 'string' ? readFeatures(features) : features
  if (read.kind !== kind)
    throw new PredictionsMismatchError(`the features are for ${read.kind}, wanted ${kind}`)
  if (read.summary.examples !== examplesHash(examples))
    throw new PredictionsMismatchError('the features were made from other examples')
  const format = formats[kind]
  if (format.decode === undefined) throw new TypeError(`${kind} has no predictions`)
  return format.decode(predictions, read, examples, options)
}

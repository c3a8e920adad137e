import type { ExamplesByType, TaskType } from '#data'
import type { Tensors } from '#kernel'
import { PredictionsMismatchError } from './errors.ts'
import { type FeatureSet, readFeatures } from './feature-set.ts'
import { examplesHash } from './featurize.ts'
import type { DecodeOptions } from './formats/format.ts'
import { formats, type PredictionByType } from './formats/index.ts'

/**
 * Turns the worker's predictions into one prediction an example, in the order of the examples: label, value, choice,
 * answer text, or one tag a word.
 *
 * @param features The features that were predicted on, or their folder.
 */
export function decodePredictions<T extends TaskType>(
  type: T,
  features: FeatureSet | string,
  predictions: Tensors,
  examples: readonly ExamplesByType[T][],
  options: DecodeOptions = {},
): PredictionByType[T][] {
  const read = typeof features === 'string' ? readFeatures(features) : features
  if (read.type !== type)
    throw new PredictionsMismatchError(`the features are for ${read.type}, wanted ${type}`)
  if (read.summary.examples !== examplesHash(examples))
    throw new PredictionsMismatchError('the features were made from other examples')
  const format = formats[type]
  if (format.decode === undefined) throw new TypeError(`${type} has no predictions`)
  return format.decode(predictions, read, examples, options)
}

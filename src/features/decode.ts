import type { ExamplesByKind, PredictedKind } from '#data'
import type { Tensors } from '#kernel'
import { PredictionsMismatchError } from './errors.ts'
import { type FeatureSet, readFeatures } from './feature-set.ts'
import { examplesHash } from './featurize.ts'
import type { DecodeOptions } from './formats/format.ts'
import { decoders, type PredictionByKind } from './formats/index.ts'

/**
 * Turns the worker's predictions into one prediction an example, in the order of the examples: label, value, choice,
 * answer text, or one tag a word.
 *
 * @param features The features that were predicted on, or their folder.
 */
export function decodePredictions<K extends PredictedKind>(
  kind: K,
  features: FeatureSet | string,
  predictions: Tensors,
  examples: readonly ExamplesByKind[K][],
  options: DecodeOptions = {},
): PredictionByKind[K][] {
  const read = typeof features === 'string' ? readFeatures(features) : features
  if (read.kind !== kind)
    throw new PredictionsMismatchError(`the features are for ${read.kind}, wanted ${kind}`)
  if (read.summary.examples !== examplesHash(examples))
    throw new PredictionsMismatchError('the features were made from other examples')
  return decoders[kind].decode(predictions, read, examples, options)
}

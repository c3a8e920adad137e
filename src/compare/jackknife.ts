import type { Metric, Outcomes } from '#score'
import type { Clustering, Space } from './clusters.ts'
import { together, type Uncertainty } from './uncertainty.ts'

/** A metric of one run in one language, and how far each cluster of examples pulls it. */
export interface Jackknifed {
  readonly value: number
  readonly space: Space
  /** By cluster of the space, 0 where the language has no examples of it; the squares add up to the variance of the value. */
  readonly pulls: Float64Array
  /** False where a single cluster holds all examples: its variance cannot be known. */
  readonly known: boolean
}

/**
 * Leaves out each cluster of examples in turn. The variance over test sets is (k - 1) / k times the sum of squared deviations
 * of the k values, and what is left out for one run is left out for all: differences and means stay paired.
 *
 * @remarks Source: the delete-one jackknife, Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 11; over
 * clusters, MacKinnon, Nielsen and Webb 2023, Fast and reliable jackknife and bootstrap methods for cluster-robust inference
 * (CV3). It is what a bootstrap over clusters gives with endlessly many resamples, but for terms of order 1 / k.
 */
export function jackknife(
  metric: Metric,
  outcomes: Outcomes,
  { space, of, clusters }: Clustering,
): Jackknifed {
  const value = metric.value(outcomes)
  const pulls = new Float64Array(space.clusters)
  if (clusters < 2) return { value, space, pulls, known: false }
  const without = metric.withoutEach(outcomes, of, space.clusters)
  const there = new Uint8Array(space.clusters)
  for (const cluster of of) there[cluster] = 1
  let mean = 0
  for (let at = 0; at < without.length; at++) if (there[at] === 1) mean += without[at]! / clusters
  const factor = Math.sqrt((clusters - 1) / clusters)
  for (let at = 0; at < without.length; at++) if (there[at] === 1) pulls[at] = factor * (mean - without[at]!)
  return { value, space, pulls, known: true }
}

/** A weighted sum of metrics of runs. */
export type Combination = readonly { readonly of: Jackknifed; readonly weight: number }[]

export const valueIn = (combination: Combination): number =>
  combination.reduce((sum, { of, weight }) => sum + weight * of.value, 0)

/** What other test examples would change in a mean over runs. In squared units of the metric. */
export interface ExampleNoise extends Uncertainty {
  /** Mean variance, within a draw of examples, of the runs around their mean: what examples do to each run differently. */
  readonly within: number
  /** False where a part rests on a single cluster. */
  readonly known: boolean
}

/**
 * Variance over examples of the mean of some numbers, one a run, all over the same draws of clusters.
 *
 * @remarks Degrees of freedom by Satterthwaite: 2 V^2 over the variance of V, which the fourth powers of the pulls tell, at
 * most the clusters less one. Where few clusters carry the whole difference, such as three examples that one arm gets right
 * and the other wrong, there are few degrees of freedom, however many examples there are.
 */
export function exampleNoise(runs: readonly Combination[]): ExampleNoise {
  const bySpace = new Map<Space, Float64Array[]>()
  for (const [run, combination] of runs.entries())
    for (const { of, weight } of combination) {
      const sums = bySpace.get(of.space) ?? runs.map(() => new Float64Array(of.space.clusters))
      bySpace.set(of.space, sums)
      const sum = sums[run]!
      for (let at = 0; at < sum.length; at++) sum[at]! += weight * of.pulls[at]!
    }
  const parts = [...bySpace.values()].map(noiseIn)
  return {
    ...together(parts),
    within: parts.reduce((sum, { within }) => sum + within, 0),
    known: runs.every((combination) => combination.every(({ of }) => of.known)),
  }
}

function noiseIn(runs: readonly Float64Array[]): Omit<ExampleNoise, 'known'> {
  const clusters = runs[0]!.length
  let squares = 0
  let fourths = 0
  let within = 0
  for (let at = 0; at < clusters; at++) {
    let mean = 0
    for (const run of runs) mean += run[at]! / runs.length
    const square = mean * mean
    squares += square
    fourths += square * square
    if (runs.length > 1) for (const run of runs) within += (run[at]! - mean) ** 2 / (runs.length - 1)
  }
  const most = clusters - 1
  const df = squares === 0 ? most : 2 / Math.max(2 / most, fourths / squares ** 2 - 1 / clusters)
  return { variance: squares, within, df: Math.max(1, df) }
}

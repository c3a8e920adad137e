import type { Estimate } from './comparison.ts'

/** A number and what it was in each bootstrap resample. Sums and differences of such values keep examples paired. */
export interface Resampled {
  readonly value: number
  readonly samples: Float64Array
}

/**
 * Weighted mean of resampled values. Shapes: `weights` [values] for the value, 1 each when absent; `resampled` [resamples][values]
 * for the samples, where resamples weigh values differently.
 */
export function meanResampled(values: readonly Resampled[], resampled?: readonly Uint8Array[]): Resampled {
  const [first] = values
  if (first === undefined) throw new RangeError('the mean of no values')
  if (values.length === 1) return first
  const samples = new Float64Array(first.samples.length)
  for (let at = 0; at < samples.length; at++) {
    const weights = resampled?.[at]
    let sum = 0
    let total = 0
    for (let index = 0; index < values.length; index++) {
      const weight = weights === undefined ? 1 : weights[index]!
      sum += weight * values[index]!.samples[at]!
      total += weight
    }
    samples[at] = sum / total
  }
  return { value: values.reduce((sum, { value }) => sum + value, 0) / values.length, samples }
}

/** Mean of resampled values that count differently, such as means over unequal numbers of examples. */
export function weightedResampled(values: readonly Resampled[], weights: readonly number[]): Resampled {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const samples = new Float64Array(values[0]!.samples.length)
  let value = 0
  for (const [at, each] of values.entries()) {
    const share = weights[at]! / total
    value += share * each.value
    for (let sample = 0; sample < samples.length; sample++) samples[sample]! += share * each.samples[sample]!
  }
  return { value, samples }
}

/** a - b, resample by resample. */
export function minus(a: Resampled, b: Resampled): Resampled {
  return { value: a.value - b.value, samples: a.samples.map((sample, at) => sample - b.samples[at]!) }
}

/** Value with its percentile interval, and the standard deviation of the resamples as standard error. */
export function estimate({ value, samples }: Resampled, level: number): Estimate {
  const sorted = samples.toSorted()
  return {
    value,
    low: quantile(sorted, (1 - level) / 2),
    high: quantile(sorted, (1 + level) / 2),
    standardError: standardDeviation(samples),
  }
}

/**
 * Two-sided p value of the hypothesis that the true value is 0: twice the smaller share of resamples on either side of 0.
 * It is below a where the percentile interval of level 1 - a excludes 0, up to the nearest resample. One is added to count
 * and total, so that it is never 0: the smallest is 2 / (resamples + 1).
 *
 * @remarks Source: Efron and Tibshirani 1993, An Introduction to the Bootstrap, section 15.4 (the level at which the
 * percentile interval just reaches the null value); the added one: Davison and Hinkley 1997, section 4.2.
 */
export function pValue({ samples }: Pick<Resampled, 'samples'>): number {
  let below = 0
  let above = 0
  for (const sample of samples) {
    if (sample <= 0) below++
    if (sample >= 0) above++
  }
  return Math.min(1, (2 * (Math.min(below, above) + 1)) / (samples.length + 1))
}

/** Linear between order statistics, as numpy.quantile. */
export function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1)
  const below = Math.floor(at)
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  return low + (high - low) * (at - below)
}

/** Square root of the unbiased variance; 0 for one value. */
export function standardDeviation(values: ArrayLike<number>): number {
  const n = values.length
  if (n < 2) return 0
  let mean = 0
  for (let at = 0; at < n; at++) mean += values[at]! / n
  let squares = 0
  for (let at = 0; at < n; at++) squares += (values[at]! - mean) ** 2
  return Math.sqrt(squares / (n - 1))
}

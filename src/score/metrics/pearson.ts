import type { Metric } from '../metric.ts'
import { countExamples, readColumns } from '../sums.ts'

type Numbers = Float32Array | Float64Array

/** Pearson's r of two columns, each pair counted `counts[i]` times; 0 where one of them does not vary. */
export function weightedCorrelation(
  x: Numbers,
  y: Numbers,
  counts: Int32Array | undefined,
  total: number,
): number {
  let sumX = 0
  let sumY = 0
  for (let at = 0; at < x.length; at++) {
    const count = counts === undefined ? 1 : counts[at]!
    sumX += count * x[at]!
    sumY += count * y[at]!
  }
  const meanX = sumX / total
  const meanY = sumY / total
  let xx = 0
  let yy = 0
  let xy = 0
  for (let at = 0; at < x.length; at++) {
    const count = counts === undefined ? 1 : counts[at]!
    const fromX = x[at]! - meanX
    const fromY = y[at]! - meanY
    xx += count * fromX * fromX
    yy += count * fromY * fromY
    xy += count * fromX * fromY
  }
  // Rounding leaves about 1e-32 of the squares where all values are equal.
  if (xx <= 1e-30 * total * meanX * meanX || yy <= 1e-30 * total * meanY * meanY) return 0
  const r = xy / Math.sqrt(xx) / Math.sqrt(yy)
  return Math.max(-1, Math.min(1, r))
}

const resampler: Metric['resampler'] = (outcomes) => {
  const [predicted, gold] = readColumns(pearson, outcomes) as [Float32Array, Float32Array]
  return (counts) => 100 * weightedCorrelation(predicted, gold, counts, countExamples(gold.length, counts))
}

/** Pearson correlation of predicted and gold values, x 100; 0 where all predictions are equal. */
export const pearson: Metric = {
  id: 'pearson',
  title: 'Pearson correlation',
  unit: 'correlation x 100',
  source: 'Cer et al. 2017 (STS benchmark), section 4; as scipy.stats.pearsonr',
  columns: ['predicted', 'gold'],
  resampler,
  value: (outcomes, counts) => resampler(outcomes)(counts),
}

import type { Metric, Outcomes } from '../metric.ts'
import { countExamples, readColumns, withoutEachOf } from '../sums.ts'

/** Deviations from the mean: sums of squares of what is centred lose no digits. */
function centred(column: Outcomes[string]): Float64Array {
  let mean = 0
  for (const value of column) mean += value / column.length
  return Float64Array.from(column, (value) => value - mean)
}

/** Reads the outcomes once, for one value or many. */
const prepare = (outcomes: Outcomes) => {
  const columns = readColumns(pearson, outcomes)
  const [x, y] = columns.map(centred) as [Float64Array, Float64Array]
  return (counts?: Int32Array): number => {
    const total = countExamples(x.length, counts)
    let sumX = 0
    let sumY = 0
    let xx = 0
    let yy = 0
    let xy = 0
    for (let at = 0; at < x.length; at++) {
      const count = counts === undefined ? 1 : counts[at]!
      const countX = count * x[at]!
      const countY = count * y[at]!
      sumX += countX
      sumY += countY
      xx += countX * x[at]!
      yy += countY * y[at]!
      xy += countX * y[at]!
    }
    return (
      100 *
      correlation(xx - (sumX * sumX) / total, yy - (sumY * sumY) / total, xy - (sumX * sumY) / total, xx, yy)
    )
  }
}

/** r from centred sums; 0 where one side does not vary, up to rounding of the uncentred sums. */
function correlation(xx: number, yy: number, xy: number, roughXx: number, roughYy: number): number {
  if (xx <= 1e-13 * roughXx || yy <= 1e-13 * roughYy) return 0
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx) / Math.sqrt(yy)))
}

/** Pearson correlation of predicted and gold values, x 100; 0 where all predictions are equal. */
export const pearson: Metric = {
  id: 'pearson',
  title: 'Pearson correlation',
  unit: 'correlation x 100',
  source: 'Cer et al. 2017 (STS benchmark), section 4; as scipy.stats.pearsonr',
  columns: ['predicted', 'gold'],
  value: (outcomes, counts) => prepare(outcomes)(counts),
  withoutEach: withoutEachOf(prepare),
}

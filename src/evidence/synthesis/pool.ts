/** Half width of a 95 % interval in standard errors. */
const Z = 1.959963984540054

interface Row {
  readonly difference: number
  /** Ends of the 95 % interval. */
  readonly low: number
  readonly high: number
}

export interface Pooled extends Row {
  /** Variance between the rows. */
  readonly tauSquared: number
  /** Share of the variation that is between the rows, in percent. */
  readonly iSquared: number
}

/**
 * Random-effects mean of differences, with weights `1 / (v + tau^2)` and the moment estimate
 * `tau^2 = max(0, (Q - (k - 1)) / C)`, `C = sum w - sum w^2 / sum w`; `I^2 = max(0, (Q - (k - 1)) / Q)`.
 * Variances come from the widths of the 95 % intervals, which are taken to be symmetric.
 *
 * @remarks Source: DerSimonian and Laird 1986; I^2: Higgins and Thompson 2002.
 */
export function pool(rows: readonly Row[]): Pooled {
  if (rows.length < 2) throw new RangeError(`cannot pool ${rows.length} rows: two at least`)
  const variances = rows.map(({ low, high }) => ((high - low) / (2 * Z)) ** 2)
  if (variances.some((variance) => !(variance > 0))) throw new RangeError('an interval without width')
  const fixed = variances.map((variance) => 1 / variance)
  const mean = weightedMean(rows, fixed)
  const q = sum(rows.map(({ difference }, i) => fixed[i]! * (difference - mean) ** 2))
  const excess = Math.max(0, q - (rows.length - 1))
  const c = sum(fixed) - sum(fixed.map((weight) => weight ** 2)) / sum(fixed)
  const tauSquared = excess / c
  const random = variances.map((variance) => 1 / (variance + tauSquared))
  const difference = weightedMean(rows, random)
  const margin = Z / Math.sqrt(sum(random))
  return {
    difference,
    low: difference - margin,
    high: difference + margin,
    tauSquared,
    iSquared: q === 0 ? 0 : (100 * excess) / q,
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

const weightedMean = (rows: readonly Row[], weights: readonly number[]): number =>
  sum(rows.map(({ difference }, i) => weights[i]! * difference)) / sum(weights)

/** What another training run would change. In squared units of the metric. */
export interface RunNoise {
  /** Variance of one seed's number. */
  readonly variance: number
  readonly df: number
}

/**
 * Variance between trainings of a difference of two trained arms, one number a seed.
 *
 * @param table values of all trained arms of the study, [arms][seeds]
 * @param own the difference by seed
 *
 * @remarks A few seeds tell little of their own spread, so that all arms are asked: twice the residual mean square of arm x
 * seed (what neither the arm nor the seed explains). The arms may differ in their noise, and then the pooled number is
 * wrong for the noisy ones: the larger of it and the pair's own variance counts, with degrees of freedom between the two.
 * `bench/validity` shows what that costs and saves.
 */
export function differenceNoise(table: readonly (readonly number[])[], own: readonly number[]): RunNoise {
  const { residual, df } = sumsOfSquares(table)
  return larger({ variance: (2 * residual) / df, df }, ownNoise(own))
}

/**
 * Variance between trainings of one trained arm, or of its difference to an arm that was not trained. Here the seed's part,
 * which moves all arms together, does not cancel.
 */
export function armNoise(table: readonly (readonly number[])[], own: readonly number[]): RunNoise {
  const arms = table.length
  const seeds = own.length
  const { residual, df, between } = sumsOfSquares(table)
  const parts = [
    { square: between / (arms * (seeds - 1)), df: seeds - 1 },
    ...(arms > 1 ? [{ square: residual / (arms * (seeds - 1)), df }] : []),
  ]
  return larger(sumOf(parts), ownNoise(own))
}

const sumOf = (parts: readonly { readonly square: number; readonly df: number }[]): RunNoise => {
  const variance = parts.reduce((sum, { square }) => sum + square, 0)
  const uncertainty = parts.reduce((sum, { square, df }) => sum + square ** 2 / df, 0)
  return {
    variance,
    df: uncertainty === 0 ? parts.reduce((sum, { df }) => sum + df, 0) : variance ** 2 / uncertainty,
  }
}

function ownNoise(values: readonly number[]): RunNoise {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { variance: squares / (values.length - 1), df: values.length - 1 }
}

function larger(pooled: RunNoise, own: RunNoise): RunNoise {
  const variance = Math.max(pooled.variance, own.variance)
  const uncertainty = pooled.variance ** 2 / pooled.df + own.variance ** 2 / own.df
  const df = uncertainty === 0 ? pooled.df : (pooled.variance + own.variance) ** 2 / uncertainty
  return { variance, df: Math.min(pooled.df, df) }
}

/** Two-way sums of squares of a table, [rows][columns]: between columns, and what is left of rows and columns. */
export function sumsOfSquares(table: readonly (readonly number[])[]) {
  const rows = table.length
  const columns = table[0]!.length
  const rowMeans = table.map((row) => row.reduce((sum, value) => sum + value, 0) / columns)
  const columnMeans = table[0]!.map((_, at) => table.reduce((sum, row) => sum + row[at]!, 0) / rows)
  const mean = rowMeans.reduce((sum, value) => sum + value, 0) / rows
  const residuals = table.map((row, at) =>
    row.map((value, column) => value - rowMeans[at]! - columnMeans[column]! + mean),
  )
  return {
    between: rows * columnMeans.reduce((sum, value) => sum + (value - mean) ** 2, 0),
    residuals,
    residual: residuals.flat().reduce((sum, value) => sum + value ** 2, 0),
    df: (rows - 1) * (columns - 1),
  }
}

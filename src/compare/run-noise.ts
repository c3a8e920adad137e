import { together, type Uncertainty } from './uncertainty.ts'

/** Sums of squares of the runs of a study, and of a number that one or two of its arms have by seed. */
export interface Squares {
  /** Trained arms. */
  readonly arms: number
  readonly seeds: number
  /** Of what neither the arm nor the seed explains, (arms - 1) x (seeds - 1) degrees of freedom. */
  readonly residual: number
  /** Between seeds. */
  readonly between: number
  /** Of the number around its mean. */
  readonly own: number
}

/**
 * @param table values of all trained arms of the study, [arms][seeds]
 * @param own the number by seed
 */
export function squaresOf(table: readonly (readonly number[])[], own: readonly number[]): Squares {
  const { residual, between } = sumsOfSquares(table)
  const mean = own.reduce((sum, value) => sum + value, 0) / own.length
  return {
    arms: table.length,
    seeds: own.length,
    residual,
    between,
    own: own.reduce((sum, value) => sum + (value - mean) ** 2, 0),
  }
}

/** Of what was not trained. */
export const NO_NOISE: Uncertainty = { variance: 0, df: Number.POSITIVE_INFINITY }

/**
 * Variance between trainings of one arm, or of a difference of two, of one seed's number.
 *
 * @param trained how many arms it is of
 *
 * @remarks A few seeds tell little of their own spread, so that all arms are asked. The arms may differ in their noise, and
 * then the pooled number is wrong for the noisy ones: the larger of it and the number's own variance counts, with degrees of
 * freedom between the two. `bench/validity` shows what that costs and saves.
 */
export function runNoise(trained: 1 | 2, squares: Squares): Uncertainty {
  const df = squares.seeds - 1
  return larger(trained === 1 ? ofArm(squares) : ofDifference(squares), { variance: squares.own / df, df })
}

/** Of two trained arms: twice the residual mean square of arm x seed. */
function ofDifference({ arms, seeds, residual }: Squares): Uncertainty {
  const df = (arms - 1) * (seeds - 1)
  return { variance: (2 * residual) / df, df }
}

/** Of one trained arm, or its difference to an untrained one: the seed's part, which moves all arms together, does not cancel. */
function ofArm({ arms, seeds, residual, between }: Squares): Uncertainty {
  const df = seeds - 1
  return together([
    { variance: between / (arms * df), df },
    ...(arms > 1 ? [{ variance: residual / (arms * df), df: (arms - 1) * df }] : []),
  ])
}

/** Variances of one run's number: what is its own, and what its seed does to all arms alike. */
export interface RunSpread {
  readonly own: number
  readonly shared: number
}

/**
 * Splits the variance between runs by the mean squares of a table, [arms][seeds], with at least two seeds. One arm alone
 * cannot tell the parts apart: then all is the run's own.
 */
export function runSpread(table: readonly (readonly number[])[]): RunSpread {
  const { residual, df, between } = sumsOfSquares(table)
  const ofSeeds = between / (table[0]!.length - 1)
  if (df === 0) return { own: ofSeeds, shared: 0 }
  return { own: residual / df, shared: Math.max(0, ofSeeds - residual / df) / table.length }
}

function larger(pooled: Uncertainty, own: Uncertainty): Uncertainty {
  return {
    variance: Math.max(pooled.variance, own.variance),
    df: Math.min(pooled.df, together([pooled, own]).df),
  }
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

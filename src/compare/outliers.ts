import type { Doubt } from './comparison.ts'
import type { TargetGrid } from './grid.ts'
import { isTrained, meanOver, runsOf } from './measure.ts'
import { sumsOfSquares } from './run-noise.ts'
import { tTwoSided } from './student.ts'

/** Bonferroni-adjusted p value below which a run is an outlier. */
const ALPHA = 0.01
/** With fewer degrees of freedom no run can be told from the others. */
const FEWEST_DF = 3

export type Outlier = Extract<Doubt, { readonly why: 'outlier' }>

/**
 * Runs of trained arms that stand apart, by their mean over languages: the externally studentised residual of the table
 * arm x seed, held against Student's t and adjusted for the number of runs.
 *
 * @remarks Source: Cook and Weisberg 1982, Residuals and Influence in Regression, section 2.2; as `outlierTest` of R's car.
 */
export function outliersOn(grid: TargetGrid, arms: readonly string[]): Outlier[] {
  const seen = arms.flatMap((arm) => {
    const languages = grid.averaged.filter((language) => grid.runs(arm, language).length > 0)
    const runs = runsOf(meanOver(grid, languages), arm)
    return isTrained(runs) ? [{ arm, languages: languages.join(), runs }] : []
  })
  // Means over other languages are other numbers: only arms that have what most have are held against each other.
  const most = seen.toSorted((a, b) => b.languages.length - a.languages.length)[0]
  const alike = seen.filter(({ languages }) => languages === most?.languages)
  const seeds = (most?.runs ?? [])
    .map(({ seed }) => seed)
    .filter((seed) => alike.every(({ runs }) => runs.some((run) => run.seed === seed)))
  if (alike.length === 0 || seeds.length < 2) return []
  const table = alike.map(({ runs }) => seeds.map((seed) => runs.find((run) => run.seed === seed)!.value))
  const { residuals, residual, df } = alike.length === 1 ? ofOneArm(table[0]!) : sumsOfSquares(table)
  if (df < FEWEST_DF) return []
  const left = df / (alike.length * seeds.length)
  return alike.flatMap(({ arm }, row) =>
    seeds.flatMap((seed, column) => {
      const own = residuals[row]![column]!
      const others = (residual - own ** 2 / left) / (df - 1)
      // Without any spread among the others a run is apart by more than rounding, or not at all.
      const t = Math.abs(own) < 1e-9 ? 0 : own / Math.sqrt(Math.max(others, 0) * left)
      return tTwoSided(t, df - 1) * alike.length * seeds.length < ALPHA
        ? [{ why: 'outlier' as const, arm, target: grid.target, seed, deviation: own / left }]
        : []
    }),
  )
}

function ofOneArm(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const residuals = [values.map((value) => value - mean)]
  return {
    residuals,
    residual: residuals[0]!.reduce((sum, value) => sum + value ** 2, 0),
    df: values.length - 1,
  }
}

import type { TargetGrid } from './grid.ts'
import { type Combination, type Jackknifed, valueIn } from './jackknife.ts'

/** A weighted sum of cells: one language, a mean over languages, a group less the others, a mean over targets. */
export type Measure = readonly {
  readonly grid: TargetGrid
  readonly language: string
  readonly weight: number
}[]

/** Unweighted mean over languages of a target. */
export const meanOver = (grid: TargetGrid, languages: readonly string[]): Measure =>
  languages.map((language) => ({ grid, language, weight: 1 / languages.length }))

/** Unweighted mean over measures. */
export const meanOf = (measures: readonly Measure[]): Measure =>
  measures.flatMap((measure) => scaled(measure, 1 / measures.length))

/** One measure less another. */
export const less = (measure: Measure, other: Measure): Measure => [...measure, ...scaled(other, -1)]

const scaled = (measure: Measure, factor: number): Measure =>
  measure.map(({ weight, ...cell }) => ({ ...cell, weight: factor * weight }))

/** A measure of one arm with one seed. */
export interface MeasuredRun {
  readonly seed: number
  /** Equal where nothing was trained in between. */
  readonly run: string
  readonly cells: Combination
  readonly value: number
}

/** The measure of an arm, for every seed that has all of its cells. */
export function runsOf(measure: Measure, arm: string): MeasuredRun[] {
  const [first] = measure
  return (first?.grid.runs(arm, first.language) ?? []).flatMap(({ seed }) => {
    const cells: { of: Jackknifed; weight: number }[] = []
    const names: string[] = []
    for (const { grid, language, weight } of measure) {
      const run = grid.run(arm, language, seed)
      if (run === undefined) return []
      cells.push({ of: run.metric, weight })
      names.push(run.run)
    }
    return [{ seed, run: names.join(' '), cells, value: valueIn(cells) }]
  })
}

/** Whether the runs of an arm were trained apart: else it is one run, whatever its seeds. */
export const isTrained = (runs: readonly Pick<MeasuredRun, 'run'>[]): boolean =>
  new Set(runs.map(({ run }) => run)).size > 1

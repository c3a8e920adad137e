import { type Metric, metric, reportedMetric, type Score } from '#score'
import { bootstrap } from './bootstrap.ts'
import { ResultsInvalidError, UnpairedError } from './errors.ts'
import type { Resampled } from './resampled.ts'
import type { Cell, Results } from './results.ts'

/** A cell of the results with its resampled metric. */
export interface ScoredRun {
  readonly seed: number
  readonly score: Score
  readonly resampled: Resampled
}

/** All runs of one target. */
export interface TargetGrid {
  readonly target: string
  readonly metric: Metric
  readonly languages: readonly string[]
  /** Runs of an arm in a language, by seed; empty where there are none. */
  runs(arm: string, language: string): readonly ScoredRun[]
}

interface GridOptions {
  readonly mainMetric: Readonly<Record<string, string>>
  readonly resamples: number
  readonly seed: number
}

/** Resamples every cell. The cells of a target and language share their draws; different ones draw independently. */
export function resampleResults(results: Results, options: GridOptions): TargetGrid[] {
  checkResults(results)
  return results.targets.flatMap((target) => {
    const cells = results.cells.filter((cell) => cell.target === target)
    return cells.length === 0 ? [] : [targetGrid(target, cells, options)]
  })
}

function targetGrid(target: string, cells: readonly Cell[], options: GridOptions): TargetGrid {
  const main = options.mainMetric[target]
  const chosen = main === undefined ? reportedMetric(cells[0]!.score.metrics) : metric(main)
  const languages = [...new Set(cells.map((cell) => cell.language))]
  const runs = new Map<string, ScoredRun[]>()
  for (const language of languages) {
    const group = cells.filter((cell) => cell.language === language)
    checkPaired(group)
    const names = [target, language]
    const values = bootstrap(
      chosen,
      group.map(({ score }) => score.outcomes),
      { ...options, names },
    )
    for (const [at, { arm, seed, score }] of group.entries()) {
      const key = JSON.stringify([arm, language])
      const known = runs.get(key) ?? []
      runs.set(
        key,
        [...known, { seed, score, resampled: values[at]! }].sort((a, b) => a.seed - b.seed),
      )
    }
  }
  return {
    target,
    metric: chosen,
    languages,
    runs: (arm, language) => runs.get(JSON.stringify([arm, language])) ?? [],
  }
}

function checkPaired(cells: readonly Cell[]): void {
  const wanted = cells[0]!.score.examples
  for (const { target, language, score } of cells)
    if (score.examples !== wanted) throw new UnpairedError(target, language, score.examples, wanted)
}

/** A value that is no number would silently count as 0 in one metric and spoil another. */
function checkNumbers({ arm, target, language, seed, score }: Cell): void {
  for (const [column, values] of Object.entries(score.outcomes)) {
    const at = values.findIndex((value) => !Number.isFinite(value))
    if (at >= 0)
      throw new ResultsInvalidError(
        `arm "${arm}" on "${target}" in "${language}" with seed ${seed} has ${values[at]} as "${column}" of example ${at + 1}`,
        'The score was not made by this version of Polyvia, or its file is damaged: remove it and run the study again.',
      )
  }
}

function checkResults({ arms, baseline, targets, seeds, cells }: Results): void {
  if (!arms.includes(baseline))
    throw new ResultsInvalidError(`the baseline "${baseline}" is not among the arms`)
  const seen = new Set<string>()
  for (const cell of cells) {
    const { arm, target, language, seed } = cell
    const name = `arm "${arm}" on "${target}" in "${language}" with seed ${seed}`
    if (!arms.includes(arm) || !targets.includes(target) || !seeds.includes(seed))
      throw new ResultsInvalidError(`the study has no ${name}`)
    if (seen.has(name)) throw new ResultsInvalidError(`${name} has two scores`)
    seen.add(name)
    checkNumbers(cell)
  }
}

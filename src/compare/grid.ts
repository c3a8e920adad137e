import { groupBy } from '#kernel'
import { type Metric, metric, reportedMetric, type Score } from '#score'
import { clusterings } from './clusters.ts'
import { averagedOf } from './controls.ts'
import { ResultsInvalidError, UnpairedError } from './errors.ts'
import { type Jackknifed, jackknife } from './jackknife.ts'
import type { Cell, Results } from './results.ts'

/** A cell of the results with its metric over the clusters of its examples. */
export interface ScoredRun {
  readonly seed: number
  readonly run: string
  readonly score: Score
  readonly metric: Jackknifed
}

/** All runs of one target. */
export interface TargetGrid {
  readonly target: string
  readonly metric: Metric
  readonly languages: readonly string[]
  /** Those that means are over: all but the controls, or all where there is nothing else. */
  readonly averaged: readonly string[]
  /** Test examples by language. */
  readonly examples: ReadonlyMap<string, number>
  /** Runs of an arm in a language, by seed; empty where there are none. */
  runs(arm: string, language: string): readonly ScoredRun[]
  run(arm: string, language: string, seed: number): ScoredRun | undefined
}

interface GridOptions {
  readonly mainMetric: Readonly<Record<string, string>>
  readonly controls: readonly string[]
}

/** Reads every cell. */
export function gridsOf(results: Results, options: GridOptions): TargetGrid[] {
  checkResults(results)
  return results.targets.flatMap((target) => {
    const cells = results.cells.filter((cell) => cell.target === target)
    return cells.length === 0 ? [] : [targetGrid(target, cells, options)]
  })
}

function targetGrid(
  target: string,
  cells: readonly Cell[],
  { mainMetric, controls }: GridOptions,
): TargetGrid {
  const main = mainMetric[target]
  const chosen = main === undefined ? reportedMetric(cells[0]!.score.metrics) : metric(main)
  const byLanguage = groupBy(cells, ({ language }) => language)
  for (const group of byLanguage.values()) checkPaired(group)
  const clusters = clusterings(
    [...byLanguage].map(([language, [first]]) => ({ language, score: first!.score })),
  )
  const runs = new Map<string, Map<string, Map<number, ScoredRun>>>()
  for (const { arm, language, seed, run, score } of cells.toSorted((a, b) => a.seed - b.seed)) {
    const ofArm = runs.get(arm) ?? new Map<string, Map<number, ScoredRun>>()
    const inLanguage = ofArm.get(language) ?? new Map<number, ScoredRun>()
    runs.set(arm, ofArm.set(language, inLanguage))
    inLanguage.set(seed, {
      seed,
      run,
      score,
      metric: jackknife(chosen, score.outcomes, clusters.get(language)!),
    })
  }
  const languages = [...byLanguage.keys()]
  return {
    target,
    metric: chosen,
    languages,
    examples: new Map([...byLanguage].map(([language, [first]]) => [language, first!.score.examples])),
    averaged: averagedOf(languages, controls),
    runs: (arm, language) => [...(runs.get(arm)?.get(language)?.values() ?? [])],
    run: (arm, language, seed) => runs.get(arm)?.get(language)?.get(seed),
  }
}

/** The cells of a target and language must be over the same examples, in the same clusters. */
function checkPaired(cells: readonly Cell[]): void {
  const [first] = cells
  for (const { target, language, score } of cells) {
    if (score.examples !== first!.score.examples)
      throw new UnpairedError(target, language, score.examples, first!.score.examples)
    const clusters = score.dependence?.cluster
    const wanted = first!.score.dependence?.cluster
    if (clusters?.length !== wanted?.length || clusters?.some((cluster, at) => cluster !== wanted![at]))
      throw new ResultsInvalidError(
        `scores on "${target}" in "${language}" have their examples in different clusters`,
        'The scores come from different versions of the data. Run the study again: what is out of date is computed anew.',
      )
  }
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

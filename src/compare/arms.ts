import type {
  CellResult,
  ChanceVerdict,
  Estimate,
  MeanResult,
  OverallResult,
  TargetResult,
} from './comparison.ts'
import {
  describeGap,
  type Gap,
  gapIn,
  intervalOf,
  mean,
  meanGap,
  type SeedMean,
  seedsInAll,
  spreadOf,
} from './gap.ts'
import type { TargetGrid } from './grid.ts'
import { estimate, meanResampled, type Resampled } from './resampled.ts'
import type { Results } from './results.ts'

/** The arms of a study on one target. */
export interface TargetArms {
  readonly result: TargetResult
  readonly cells: readonly CellResult[]
  readonly means: readonly ArmMean[]
}

interface ArmMean {
  readonly result: MeanResult
  readonly value: Resampled
  readonly gap: Gap | null
}

interface ArmCell {
  readonly result: CellResult
  readonly value: Resampled
  readonly gap: Gap | null
}

/** Values of every arm on a target, against chance and the baseline. */
export function armsOn(grid: TargetGrid, results: Results, level: number, seedMean: SeedMean): TargetArms {
  const { target, metric, languages } = grid
  const cells: CellResult[] = []
  const means: ArmMean[] = []
  for (const arm of results.arms) {
    const own = languages.flatMap(
      (language) => armIn(grid, arm, language, results.baseline, level, seedMean) ?? [],
    )
    cells.push(...own.map(({ result }) => result))
    if (own.length > 0) means.push(meanOverLanguages(own, level))
  }
  const verdicts = means.map(({ result }) => result.verdict)
  return {
    result: {
      target,
      metric: { id: metric.id, title: metric.title, unit: metric.unit },
      languages: [...languages],
      chance: chanceOf(grid, results),
      baselineVerdict: means.find(({ result }) => result.arm === results.baseline)?.result.verdict ?? null,
      decides: verdicts.some((verdict) => verdict === null || verdict === 'above chance'),
    },
    cells,
    means,
  }
}

function armIn(
  grid: TargetGrid,
  arm: string,
  language: string,
  baseline: string,
  level: number,
  seedMean: SeedMean,
): ArmCell | undefined {
  const { target, metric } = grid
  const runs = grid.runs(arm, language)
  if (runs.length === 0) return undefined
  const value = seedMean(runs)
  const gap = gapIn(grid, arm, baseline, language, seedMean)
  const seeds = runs.map(({ seed, resampled }) => ({ seed, value: resampled.value }))
  const chance =
    runs.find(({ score }) => score.chance[metric.id] !== undefined)?.score.chance[metric.id]?.value ?? null
  const estimated = estimate(value, level)
  const result: CellResult = {
    arm,
    target,
    language,
    examples: runs[0]!.score.examples,
    value: estimated,
    seeds,
    spread: spreadOf(seeds),
    chance,
    verdict: verdictOf(estimated, chance),
    collapsed: runs.flatMap(({ seed, score }) =>
      score.collapsed === undefined ? [] : [{ language, seed, prediction: score.collapsed }],
    ),
    difference: describeGap(gap, level),
  }
  return { result, value, gap }
}

function meanOverLanguages(cells: readonly ArmCell[], level: number): ArmMean {
  const { arm, target } = cells[0]!.result
  const value = meanResampled(cells.map((cell) => cell.value))
  const gap = meanGap(cells.flatMap((cell) => cell.gap ?? []))
  const chances = cells.map((cell) => cell.result.chance)
  const chance = chances.includes(null) ? null : mean(chances as number[])
  const seeds = seedsInAll(cells.map((cell) => cell.result.seeds))
  const estimated = estimate(value, level)
  return {
    value,
    gap,
    result: {
      arm,
      target,
      languages: cells.map((cell) => cell.result.language),
      differenceLanguages: cells.flatMap((cell) => (cell.gap === null ? [] : cell.result.language)),
      value: estimated,
      seeds,
      spread: spreadOf(seeds),
      chance,
      verdict: verdictOf(estimated, chance),
      collapsed: cells.flatMap((cell) => cell.result.collapsed),
      difference: describeGap(gap, level),
    },
  }
}

/** An arm over some targets. */
export function overall(arm: string, targets: readonly TargetArms[], level: number): OverallResult {
  const own = targets.flatMap(({ means }) => means.filter(({ result }) => result.arm === arm))
  const paired = own.flatMap(({ gap, result }) => (gap === null ? [] : [{ gap, target: result.target }]))
  const gap = meanGap(paired.map((each) => each.gap))
  return {
    arm,
    value: own.length === 0 ? null : estimate(meanResampled(own.map((each) => each.value)), level),
    difference: gap === null ? null : intervalOf(gap.resampled, level),
    targets: own.map(({ result }) => result.target),
    differenceTargets: paired.map(({ target }) => target),
  }
}

function chanceOf({ languages, metric, runs }: TargetGrid, { arms }: Results): TargetResult['chance'] {
  const known = languages.flatMap(
    (language) =>
      arms.flatMap((arm) => runs(arm, language)).find(({ score }) => score.chance[metric.id])?.score.chance[
        metric.id
      ] ?? [],
  )
  if (known.length < languages.length) return null
  return {
    value: mean(known.map(({ value }) => value)),
    methods: [...new Set(known.map(({ method }) => method))],
  }
}

function verdictOf({ value, low }: Estimate, chance: number | null): ChanceVerdict | null {
  if (chance === null) return null
  if (low > chance) return 'above chance'
  return value > chance ? 'undecided' : 'at chance'
}

import type {
  CellResult,
  ChanceVerdict,
  Estimate,
  MeanResult,
  OverallResult,
  TargetResult,
} from './comparison.ts'
import { type Contrast, contrast, describe, estimate, spreadOf } from './contrast.ts'
import type { TargetGrid } from './grid.ts'
import { type Measure, meanOf, meanOver } from './measure.ts'
import type { Results } from './results.ts'

/** The arms of a study on one target. */
export interface TargetArms {
  readonly grid: TargetGrid
  readonly result: TargetResult
  readonly cells: readonly CellResult[]
  readonly means: readonly MeanResult[]
}

/** Values of every arm on a target, against chance and the baseline. */
export function armsOn(grid: TargetGrid, results: Results, level: number): TargetArms {
  const { target, metric, languages, averaged } = grid
  const cells = results.arms.flatMap((arm) =>
    languages.flatMap((language) => cellOf(grid, arm, language, results, level) ?? []),
  )
  const means = results.arms.flatMap((arm) => meanOfArm(grid, arm, cells, results, level) ?? [])
  const verdicts = means.map(({ verdict }) => verdict)
  return {
    grid,
    result: {
      target,
      metric: { id: metric.id, title: metric.title, unit: metric.unit },
      languages: [...languages],
      averaged: [...averaged],
      chance: chanceOf(grid, results),
      baselineVerdict: means.find(({ arm }) => arm === results.baseline)?.verdict ?? null,
      decides: verdicts.some((verdict) => verdict === null || verdict === 'above chance'),
    },
    cells,
    means,
  }
}

const entryOf = (value: Contrast, gap: Contrast | null, chance: number | null, level: number) => {
  const estimated = estimate(value, level)
  return {
    value: estimated,
    seeds: [...value.seeds],
    spread: spreadOf(value.seeds),
    chance,
    verdict: verdictOf(estimated, chance),
    difference: gap && describe(gap, level),
  }
}

function cellOf(
  grid: TargetGrid,
  arm: string,
  language: string,
  { arms, baseline }: Results,
  level: number,
): CellResult | undefined {
  const { target, metric } = grid
  const measure = meanOver(grid, [language])
  const value = contrast(measure, arm, null, arms)
  if (value === null) return undefined
  const scores = grid.runs(arm, language).map(({ seed, score }) => ({ seed, score }))
  const chance = scores.flatMap(({ score }) => score.chance[metric.id] ?? [])[0]?.value ?? null
  return {
    arm,
    target,
    language,
    examples: scores[0]!.score.examples,
    ...entryOf(value, contrast(measure, arm, baseline, arms), chance, level),
    collapsed: scores.flatMap(({ seed, score }) =>
      score.collapsed === undefined ? [] : [{ language, seed, prediction: score.collapsed }],
    ),
  }
}

function meanOfArm(
  grid: TargetGrid,
  arm: string,
  all: readonly CellResult[],
  { arms, baseline }: Results,
  level: number,
): MeanResult | undefined {
  const cells = all.filter((cell) => cell.arm === arm && grid.averaged.includes(cell.language))
  const languages = cells.map(({ language }) => language)
  const value = contrast(meanOver(grid, languages), arm, null, arms)
  if (value === null) return undefined
  const shared = languagesOf(grid, arm, baseline)
  const chances = cells.map(({ chance }) => chance)
  const chance = chances.includes(null) ? null : mean(chances as number[])
  return {
    arm,
    target: grid.target,
    languages,
    differenceLanguages: shared,
    ...entryOf(value, contrast(meanOver(grid, shared), arm, baseline, arms), chance, level),
    collapsed: cells.flatMap(({ collapsed }) => collapsed),
  }
}

/** Averaged languages where some seed has both arms. */
export const languagesOf = (grid: TargetGrid, arm: string, against: string): string[] =>
  arm === against ? [] : grid.averaged.filter((language) => haveBoth(grid, language, arm, against))

export const haveBoth = (grid: TargetGrid, language: string, arm: string, against: string): boolean => {
  const seeds = new Set(grid.runs(against, language).map(({ seed }) => seed))
  return grid.runs(arm, language).some(({ seed }) => seeds.has(seed))
}

/** An arm over some targets. */
export function overall(
  arm: string,
  targets: readonly TargetArms[],
  { arms, baseline }: Results,
  level: number,
): OverallResult {
  const own = targets.flatMap(({ grid, means }) => {
    const found = means.find((each) => each.arm === arm)
    return found === undefined ? [] : [{ grid, ...found }]
  })
  const paired = own.filter(({ differenceLanguages }) => differenceLanguages.length > 0)
  const over = (some: readonly Measure[], against: string | null) =>
    contrast(meanOf(some), arm, against, arms)
  const value = over(
    own.map(({ grid, languages }) => meanOver(grid, languages)),
    null,
  )
  const difference = over(
    paired.map(({ grid, differenceLanguages }) => meanOver(grid, differenceLanguages)),
    baseline,
  )
  return {
    arm,
    value: value && estimate(value, level),
    difference: difference && describe(difference, level),
    targets: own.map(({ target }) => target),
    differenceTargets: paired.map(({ target }) => target),
  }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

function chanceOf({ averaged, metric, runs }: TargetGrid, { arms }: Results): TargetResult['chance'] {
  const known = averaged.flatMap(
    (language) =>
      arms.flatMap((arm) => runs(arm, language)).find(({ score }) => score.chance[metric.id])?.score.chance[
        metric.id
      ] ?? [],
  )
  if (known.length < averaged.length) return null
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

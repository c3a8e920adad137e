import type {
  CellResult,
  ChanceVerdict,
  Comparison,
  Difference,
  Estimate,
  MeanResult,
  OverallResult,
  SeedValue,
  TargetResult,
} from './comparison.ts'
import { type Run, resampleResults, type TargetGrid } from './grid.ts'
import { estimate, type Line, meanLine, minus, standardDeviation } from './line.ts'
import type { Results } from './results.ts'
import { drawSeeds, drawsOf } from './seed-draws.ts'

export interface CompareOptions {
  /** Target -> metric id; default the metric that the benchmark reports (of question answering the mean of exact match and F1). */
  readonly mainMetric?: Readonly<Record<string, string>>
  readonly resamples?: number
  /** Of the intervals. */
  readonly level?: number
  readonly seed?: number
  /** Whether seeds are drawn anew in each resample too: the interval then holds for other seeds as well. Needs several seeds. */
  readonly resampled?: 'examples' | 'examples and seeds'
}

/**
 * Compares every arm with the baseline on the same examples: percentile intervals of a paired bootstrap over examples.
 *
 * @remarks Within a target and language, one draw of examples serves all arms and seeds. Different languages and targets
 * draw independently, also where their examples are translations of each other, as in XNLI and XQuAD: intervals of means
 * over such languages are then too narrow if the translations are right or wrong together.
 * Values: mean over seeds, then over languages, then over targets, all unweighted. A difference uses the seeds that both
 * arms have. Intervals over examples alone say nothing about other seeds: read them beside `spread`, or resample seeds too.
 */
export function compare(results: Results, options: CompareOptions = {}): Comparison {
  const { mainMetric = {}, resamples = 1000, level = 0.95, seed = 0, resampled = 'examples' } = options
  if (!Number.isInteger(resamples) || resamples < 2) throw new RangeError(`resamples ${resamples}`)
  if (!(level > 0 && level < 1)) throw new RangeError(`level ${level}`)
  const grids = resampleResults(results, { mainMetric, resamples, seed })
  const draws = resampled === 'examples' ? undefined : drawSeeds(results.seeds, resamples, seed)
  const seedMean: SeedMean = (runs) => {
    const seeds = runs.map((run) => run.seed)
    return meanLine(
      runs.map((run) => run.line),
      draws === undefined ? undefined : drawsOf(draws, results.seeds, seeds),
    )
  }
  const targets = grids.map((grid) => compareTarget(grid, results, level, seedMean))
  const over = (chosen: readonly TargetComparison[]) =>
    results.arms.map((arm) => overall(arm, results.baseline, chosen, level))
  return {
    baseline: results.baseline,
    level,
    resamples,
    seed,
    resampled,
    method: methodOf(resampled, resamples, level),
    targets: targets.map(({ result }) => result),
    cells: targets.flatMap(({ cells }) => cells),
    means: targets.flatMap(({ means }) => means.map(({ result }) => result)),
    overall: over(targets),
    deciding: over(targets.filter(({ result }) => result.decides)),
    missing: results.missing.map(({ arm, target, language, seed: missed, reason }) => ({
      arm,
      target,
      language,
      seed: missed,
      reason,
    })),
  }
}

/** Mean over runs of different seeds. */
type SeedMean = (runs: readonly Run[]) => Line

interface ArmMean {
  readonly result: MeanResult
  readonly value: Line
  readonly difference: Line | null
}

interface TargetComparison {
  readonly result: TargetResult
  readonly cells: readonly CellResult[]
  readonly means: readonly ArmMean[]
}

/** An arm on a target in one language. */
interface ArmCell {
  readonly result: CellResult
  readonly value: Line
  readonly difference: Line | null
}

function compareTarget(
  grid: TargetGrid,
  results: Results,
  level: number,
  seedMean: SeedMean,
): TargetComparison {
  const { target, metric, languages } = grid
  const cells: CellResult[] = []
  const means: ArmMean[] = []
  for (const arm of results.arms) {
    const own = languages.flatMap(
      (language) => compareCell(grid, arm, language, results.baseline, level, seedMean) ?? [],
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

function compareCell(
  { target, metric, runs: runsOf }: TargetGrid,
  arm: string,
  language: string,
  baseline: string,
  level: number,
  seedMean: SeedMean,
): ArmCell | undefined {
  const runs = runsOf(arm, language)
  if (runs.length === 0) return undefined
  const others = arm === baseline ? [] : runsOf(baseline, language)
  const pairs = runs.flatMap((run) => {
    const other = others.find(({ seed }) => seed === run.seed)
    return other === undefined ? [] : [{ run, other }]
  })
  const value = seedMean(runs)
  const difference =
    pairs.length === 0
      ? null
      : minus(seedMean(pairs.map(({ run }) => run)), seedMean(pairs.map(({ other }) => other)))
  const seeds = runs.map(({ seed, line }) => ({ seed, value: line.value }))
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
    difference: describeDifference(
      difference,
      pairs.map(({ run, other }) => ({ seed: run.seed, value: run.line.value - other.line.value })),
      level,
    ),
  }
  return { result, value, difference }
}

function meanOverLanguages(cells: readonly ArmCell[], level: number): ArmMean {
  const { arm, target } = cells[0]!.result
  const value = meanLine(cells.map((cell) => cell.value))
  const paired = cells.filter((cell) => cell.difference !== null)
  const difference = paired.length === 0 ? null : meanLine(paired.map((cell) => cell.difference!))
  const chances = cells.map((cell) => cell.result.chance)
  const chance = chances.includes(null) ? null : mean(chances as number[])
  const seeds = seedsInAll(cells.map((cell) => cell.result.seeds))
  const estimated = estimate(value, level)
  return {
    value,
    difference,
    result: {
      arm,
      target,
      languages: cells.map((cell) => cell.result.language),
      differenceLanguages: paired.map((cell) => cell.result.language),
      value: estimated,
      seeds,
      spread: spreadOf(seeds),
      chance,
      verdict: verdictOf(estimated, chance),
      collapsed: cells.flatMap((cell) => cell.result.collapsed),
      difference: describeDifference(
        difference,
        seedsInAll(paired.map((cell) => cell.result.difference!.seeds)),
        level,
      ),
    },
  }
}

function overall(
  arm: string,
  baseline: string,
  targets: readonly TargetComparison[],
  level: number,
): OverallResult {
  const own = targets.flatMap(({ means }) => means.filter(({ result }) => result.arm === arm))
  const paired = own.filter((each) => each.difference !== null)
  const value = own.length === 0 ? null : estimate(meanLine(own.map((each) => each.value)), level)
  const difference =
    arm === baseline || paired.length === 0
      ? null
      : estimate(meanLine(paired.map((each) => each.difference!)), level)
  return {
    arm,
    value,
    difference: difference === null ? null : { ...difference, excludesZero: excludesZero(difference) },
    targets: own.map(({ result }) => result.target),
    differenceTargets: paired.map(({ result }) => result.target),
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

function describeDifference(line: Line | null, seeds: SeedValue[], level: number): Difference | null {
  if (line === null) return null
  const estimated = estimate(line, level)
  return { ...estimated, excludesZero: excludesZero(estimated), seeds, spread: spreadOf(seeds) }
}

const excludesZero = ({ low, high }: Estimate) => low > 0 || high < 0

function verdictOf({ value, low }: Estimate, chance: number | null): ChanceVerdict | null {
  if (chance === null) return null
  if (low > chance) return 'above chance'
  return value > chance ? 'undecided' : 'at chance'
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

const spreadOf = (seeds: readonly SeedValue[]) =>
  seeds.length < 2 ? null : standardDeviation(seeds.map(({ value }) => value))

/** Mean over languages by seed, for the seeds that every language has. */
function seedsInAll(byLanguage: readonly (readonly SeedValue[])[]): SeedValue[] {
  return (byLanguage[0] ?? []).flatMap(({ seed }) => {
    const values = byLanguage.flatMap((seeds) => seeds.find((each) => each.seed === seed)?.value ?? [])
    return values.length === byLanguage.length ? [{ seed, value: mean(values) }] : []
  })
}

function methodOf(resampled: Comparison['resampled'], resamples: number, level: number): string {
  const also = resampled === 'examples' ? '' : ', seeds drawn anew in each resample,'
  return `Differences to the baseline are means over seeds, with ${level * 100}% percentile intervals of a paired bootstrap over examples (${resamples} resamples${also}; the same draw for all arms and seeds of a target and language, independent draws across languages and targets).`
}

import type { Benchmark } from '#catalog'
import { armsOn, overall, type TargetArms } from './arms.ts'
import { benchmarkResult } from './benchmarks.ts'
import type { Comparison } from './comparison.ts'
import { ResultsInvalidError } from './errors.ts'
import type { SeedMean } from './gap.ts'
import { resampleResults } from './grid.ts'
import { type Grouping, groupLanguages } from './grouping.ts'
import { comparePairs, type Pair } from './pairs.ts'
import { meanResampled } from './resampled.ts'
import type { Results } from './results.ts'
import { drawSeeds, drawsOf } from './seed-draws.ts'

export interface CompareOptions {
  /** Target -> metric id; default the metric that the benchmark reports (of question answering the mean of exact match and F1). */
  readonly mainMetric?: Readonly<Record<string, string>>
  /** Declared comparisons; default every arm against the baseline. */
  readonly pairs?: readonly Pair[] | undefined
  readonly groupings?: readonly Grouping[]
  /** Benchmarks whose scores are wanted where the study has what they need. */
  readonly benchmarks?: readonly Benchmark[]
  /** Default 1000, or more where many comparisons are declared: see `resamplesFor`. */
  readonly resamples?: number
  /** Of the intervals; 1 - level is the chance of a false verdict among all that are declared. */
  readonly level?: number
  readonly seed?: number
  /** Whether seeds are drawn anew in each resample too: the interval then holds for other seeds as well. Needs several seeds. */
  readonly resampled?: 'examples' | 'examples and seeds'
}

/**
 * Compares arms on the same examples: percentile intervals of a paired bootstrap over examples.
 *
 * @remarks Within a target and language, one draw of examples serves all arms and seeds. Different languages and targets
 * draw independently, also where their examples are translations of each other, as in XNLI and XQuAD: intervals of means
 * over such languages are then too narrow if the translations are right or wrong together.
 * Values: mean over seeds, then over languages, then over targets, all unweighted. A difference uses the seeds that both
 * arms have. Intervals over examples alone say nothing about other seeds: read them beside `spread`, or resample seeds too.
 */
export function compare(results: Results, options: CompareOptions = {}): Comparison {
  const { mainMetric = {}, level = 0.95, seed = 0, resampled = 'examples' } = options
  const { groupings = [], benchmarks = [] } = options
  checkPairs(results, options.pairs ?? [])
  const pairs = options.pairs ?? againstBaseline(results)
  const { resamples = resamplesFor(pairs.length * results.targets.length, level) } = options
  if (!Number.isInteger(resamples) || resamples < 2) throw new RangeError(`resamples ${resamples}`)
  if (!(level > 0 && level < 1)) throw new RangeError(`level ${level}`)
  const grids = resampleResults(results, { mainMetric, resamples, seed })
  const draws = resampled === 'examples' ? undefined : drawSeeds(results.seeds, resamples, seed)
  const seedMean: SeedMean = (runs) => {
    const seeds = runs.map((run) => run.seed)
    return meanResampled(
      runs.map((run) => run.resampled),
      draws === undefined ? undefined : drawsOf(draws, results.seeds, seeds),
    )
  }
  const targets = grids.map((grid) => armsOn(grid, results, level, seedMean))
  const over = (chosen: readonly TargetArms[]) => results.arms.map((arm) => overall(arm, chosen, level))
  const languages = [...new Set(grids.flatMap((grid) => grid.languages))]
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
    pairs: comparePairs(
      grids.map((grid, at) => ({ grid, decides: targets[at]!.result.decides })),
      pairs,
      { level, seed, seedMean, groupings },
    ),
    groupings: groupings.map((grouping) => ({ by: grouping.by, ...groupLanguages(languages, grouping) })),
    benchmarks: benchmarks
      .filter(({ tasks }) => tasks.some(({ task }) => grids.some(({ target }) => target === task)))
      .map((benchmark) => benchmarkResult(benchmark, grids, results.arms, level, seedMean)),
    missing: results.missing.map(({ arm, target, language, seed: missed, reason }) => ({
      arm,
      target,
      language,
      seed: missed,
      reason,
    })),
  }
}

const againstBaseline = ({ arms, baseline }: Results): Pair[] =>
  arms.flatMap((arm) => (arm === baseline ? [] : [{ arm, against: baseline }]))

function checkPairs({ arms }: Results, pairs: readonly Pair[]): void {
  for (const { arm, against } of pairs)
    if (!arms.includes(arm) || !arms.includes(against) || arm === against)
      throw new ResultsInvalidError(`"${arm} vs ${against}" does not name two arms of the study`)
}

const FEWEST_RESAMPLES = 1000
const RESAMPLES_PER_TEST = 5

/**
 * Resamples that leave room for Holm's adjustment: the smallest p value, 2 / (resamples + 1), times the number of tests
 * must be well below 1 - level, here 2 / 5 of it.
 */
function resamplesFor(tests: number, level: number): number {
  return Math.max(FEWEST_RESAMPLES, Math.ceil((RESAMPLES_PER_TEST * tests) / (1 - level)))
}

function methodOf(resampled: Comparison['resampled'], resamples: number, level: number): string {
  const also = resampled === 'examples' ? '' : ', seeds drawn anew in each resample,'
  return `Differences are means over seeds, with ${level * 100}% percentile intervals of a paired bootstrap over examples (${resamples} resamples${also}; the same draw for all arms and seeds of a target and language, independent draws across languages and targets). Where several comparisons are declared, p values of the same bootstrap are adjusted by Holm (1979): once over the pairs of arms on the mean over the deciding targets, once over all pairs and targets.`
}

import type { Benchmark } from '#catalog'
import { benjaminiHochberg, holm } from './adjust.ts'
import { armsOn, overall, type TargetArms } from './arms.ts'
import { benchmarkResult } from './benchmarks.ts'
import type { Comparison } from './comparison.ts'
import { CONTROLS } from './controls.ts'
import { ResultsInvalidError } from './errors.ts'
import { TestFamily } from './family.ts'
import { gridsOf } from './grid.ts'
import { type Grouping, groupLanguages } from './grouping.ts'
import { draftPairs, type Pair } from './pairs.ts'
import type { Results } from './results.ts'
import { draftTransferGaps } from './transfer.ts'

/** Of intervals, where nothing else is asked. */
export const LEVEL = 0.95

export interface CompareOptions {
  /** Target -> metric id; default the metric that the benchmark reports (of question answering the mean of exact match and F1). */
  readonly mainMetric?: Readonly<Record<string, string>>
  /** Declared comparisons; default every arm against the baseline. */
  readonly pairs?: readonly Pair[] | undefined
  readonly groupings?: readonly Grouping[]
  /** Benchmarks whose scores are wanted where the study has what they need. */
  readonly benchmarks?: readonly Benchmark[]
  /** Languages that stand beside the others and in no mean. Default English. */
  readonly controls?: readonly string[]
  /** Related languages are left out together where something is said about languages in general. Default: none are related. */
  readonly familyOf?: (language: string) => string
  /** Of the intervals; 1 - level is the chance of a false verdict among all that are declared. */
  readonly level?: number
}

/**
 * Compares arms on the same examples, with two sources of chance in every interval: other test examples, and other training
 * runs.
 *
 * @remarks Values: mean over seeds, then over languages without the controls, then over targets, all unweighted. A
 * difference uses the seeds that both arms have. Examples are drawn in clusters (a premise, a paragraph), and translations of
 * one example together (`clusters.ts`, `jackknife.ts`); runs differ by what arm and seed do not explain (`run-noise.ts`);
 * the interval is Student's with the degrees of freedom of both (`contrast.ts`). `bench/validity` shows on studies whose
 * truth is known that these intervals cover, and that verdicts and marks are rarely wrong.
 */
export function compare(results: Results, options: CompareOptions = {}): Comparison {
  const { mainMetric = {}, level = LEVEL, controls = CONTROLS, groupings = [], benchmarks = [] } = options
  const { familyOf = (language) => language } = options
  checkPairs(results, options.pairs ?? [])
  const pairs = options.pairs ?? againstBaseline(results)
  if (!(level > 0 && level < 1)) throw new RangeError(`level ${level}`)
  const grids = gridsOf(results, { mainMetric, controls })
  const targets = grids.map((grid) => armsOn(grid, results, level))
  const over = (chosen: readonly TargetArms[]) =>
    results.arms.map((arm) => overall(arm, chosen, results, level))
  const languages = [...new Set(grids.flatMap((grid) => grid.languages))]
  const explored = new TestFamily(benjaminiHochberg)
  const declared = new TestFamily(holm)
  const drafts = {
    pairs: draftPairs(
      targets.map(({ grid, result }) => ({ grid, decides: result.decides })),
      pairs,
      { arms: results.arms, level, groupings, familyOf, explored, declared },
    ),
    gaps: draftTransferGaps(
      targets.map(({ grid, result, means }) => ({
        grid,
        decides: result.decides,
        sound: (arm) => !means.some((each) => each.arm === arm && each.collapsed.length > 0),
      })),
      results,
      explored,
      level,
    ),
  }
  return {
    baseline: results.baseline,
    level,
    method: methodOf(level),
    targets: targets.map(({ result }) => result),
    cells: targets.flatMap(({ cells }) => cells),
    means: targets.flatMap(({ means }) => means),
    overall: over(targets),
    deciding: over(targets.filter(({ result }) => result.decides)),
    pairs: drafts.pairs(),
    transferGaps: drafts.gaps(),
    groupings: groupings.map((grouping) => ({ by: grouping.by, ...groupLanguages(languages, grouping) })),
    benchmarks: benchmarks
      .filter(({ tasks }) => tasks.some(({ task }) => grids.some(({ target }) => target === task)))
      .map((benchmark) => benchmarkResult(benchmark, grids, results.arms, level)),
    missing: results.missing.map(({ arm, target, language, seed, reason }) => ({
      arm,
      target,
      language,
      seed,
      reason,
    })),
  }
}

/** The pairs of a study that declares none. */
export const againstBaseline = ({ arms, baseline }: Pick<Results, 'arms' | 'baseline'>): Pair[] =>
  arms.flatMap((arm) => (arm === baseline ? [] : [{ arm, against: baseline }]))

function checkPairs({ arms }: Results, pairs: readonly Pair[]): void {
  for (const { arm, against } of pairs)
    if (!arms.includes(arm) || !arms.includes(against) || arm === against)
      throw new ResultsInvalidError(`"${arm} vs ${against}" does not name two arms of the study`)
}

function methodOf(level: number): string {
  return `Differences are means over seeds. Their ${level * 100}% intervals cover two sources of chance: other test examples (a jackknife over clusters of examples, translations of one example left out together, the same for all arms and seeds) and other training runs (the residual mean square of arm and seed over all trained arms, or the pair's own variance where that is larger), by Student's t with Satterthwaite's degrees of freedom. With one seed the second is not known, and nothing is said about arms. P values are adjusted by Holm (1979), once over the declared pairs of arms on the mean over the deciding targets and once over all pairs and targets, and by Benjamini and Hochberg (1995) once over all else that is looked at: languages, groups, trends and transfer gaps of all pairs and targets. Means are over the languages that the targets were not trained in.`
}

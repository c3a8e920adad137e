import type { Difference, Estimate, SeedValue } from './comparison.ts'
import { type Combination, exampleNoise, valueIn } from './jackknife.ts'
import { isTrained, type Measure, type MeasuredRun, runsOf } from './measure.ts'
import { leastFound, MOST_SEEDS } from './power.ts'
import { NO_NOISE, runNoise, squaresOf } from './run-noise.ts'
import { tQuantile, tTwoSided } from './student.ts'
import { together, type Uncertainty, uncertaintyOfBoth } from './uncertainty.ts'

/** A measure of one arm, or of one arm less another, with both sources of chance. In the unit of the metric. */
export interface Contrast {
  readonly value: number
  readonly seeds: readonly SeedValue[]
  /** Variance over other test examples. */
  readonly examples: Uncertainty & { readonly known: boolean }
  /** Variance between runs, of one run; null where fewer than two runs are there to tell it. */
  readonly runs: Uncertainty | null
}

/**
 * `arm` less `against` by some measure (`arm` alone where there is none), over the seeds that have all of it. Where no seed
 * has, the mean of what is there, with chance in the examples alone. Null where one of the arms has nothing.
 *
 * @param arms all arms of the study: they tell together how much runs differ
 */
export function contrast(
  measure: Measure,
  arm: string,
  against: string | null,
  arms: readonly string[],
): Contrast | null {
  if (measure.length === 0 || arm === against) return null
  const own = runsOf(measure, arm)
  const other = against === null ? null : runsOf(measure, against)
  const pairs = own.flatMap((run) => {
    if (other === null) return [run]
    const found = other.find(({ seed }) => seed === run.seed)
    return found === undefined
      ? []
      : [{ seed: run.seed, value: run.value - found.value, cells: minus(run.cells, found.cells) }]
  })
  if (pairs.length === 0) return ofWhatIsThere(measure, arm, against)
  const seeds = pairs.map(({ seed, value }) => ({ seed, value }))
  const value = mean(seeds)
  const trained = [own, ...(other === null ? [] : [other])].filter(isTrained)
  const noise = exampleNoise(pairs.map(({ cells }) => cells))
  if (seeds.length === 1) return { value, seeds, examples: noise, runs: null }
  return {
    value,
    seeds,
    // The runs' own spread holds what examples do to each run differently: not counted twice.
    examples: { ...noise, variance: Math.max(0, noise.variance - noise.within / seeds.length) },
    runs:
      trained.length === 0
        ? NO_NOISE
        : runNoise(
            trained.length as 1 | 2,
            squaresOf(
              tableOf(measure, arms, seeds),
              seeds.map((each) => each.value),
            ),
          ),
  }
}

/** Cell by cell, so that equal runs differ by 0 and not by what rounding leaves. */
const minus = (cells: Combination, others: Combination): Combination =>
  cells.flatMap((cell, at) => {
    const { of, weight } = others[at]!
    return [cell, { of, weight: -weight }]
  })

const mean = (values: readonly SeedValue[]) =>
  values.reduce((sum, { value }) => sum + value, 0) / values.length

/** Values of the trained arms that have all of these seeds, [arms][seeds]. */
export function tableOf(
  measure: Measure,
  arms: readonly string[],
  seeds: readonly { readonly seed: number }[],
) {
  return arms.flatMap((arm) => {
    const runs = runsOf(measure, arm)
    if (!isTrained(runs)) return []
    const row = seeds.flatMap(({ seed }) => runs.find((run) => run.seed === seed)?.value ?? [])
    return row.length === seeds.length ? [row] : []
  })
}

/** Where cells have different seeds: each cell's mean over its own. */
function ofWhatIsThere(measure: Measure, arm: string, against: string | null): Contrast | null {
  const cells = measure.flatMap((cell): Combination => {
    const each: MeasuredRun[] = runsOf([cell], arm)
    const others = against === null ? null : runsOf([cell], against)
    const pairs = each.flatMap((run) => {
      if (others === null) return [run.cells]
      const found = others.find(({ seed }) => seed === run.seed)
      return found === undefined ? [] : [minus(run.cells, found.cells)]
    })
    return pairs.flat().map(({ of, weight }) => ({ of, weight: weight / pairs.length }))
  })
  return cells.length === 0 ? null : ofCells(cells)
}

/** A weighted sum of what was measured, with chance in the examples alone. */
export const ofCells = (cells: Combination): Contrast => ({
  value: valueIn(cells),
  seeds: [],
  examples: exampleNoise([cells]),
  runs: null,
})

/** Variance of a contrast and its degrees of freedom. With `seeds` other than it has: as it would be with so many. */
function errorOf({ seeds, examples, runs }: Contrast, count = seeds.length): Uncertainty {
  if (runs === null) return examples
  const factor = seeds.length === 1 ? 1 : (count - 1) / (seeds.length - 1)
  return uncertaintyOfBoth({ variance: runs.variance, df: runs.df * factor }, count, examples)
}

/** Value, interval and standard error. Without a known variance the interval is all that the metric can be. */
export function estimate(contrast: Contrast, level: number, extra?: Uncertainty): Estimate {
  const { value, examples, runs, seeds } = contrast
  const { variance, df } = withExtra(errorOf(contrast), extra)
  const covers = runs === null ? 'examples' : 'examples and runs'
  const parts = {
    examples: Math.sqrt(examples.variance),
    runs: runs === null ? null : Math.sqrt(runs.variance / seeds.length),
  }
  if (!examples.known) return { value, low: -LARGEST, high: LARGEST, standardError: LARGEST, parts, covers }
  const standardError = Math.sqrt(variance)
  const half = standardError === 0 ? 0 : tQuantile((1 + level) / 2, df) * standardError
  return { value, low: value - half, high: value + half, standardError, parts, covers }
}

/** No metric leaves 0 to 100, or -100 to 100, and no difference of two is larger than this. */
const LARGEST = 200

/** Adds another source of chance, such as which languages there are. */
const withExtra = (error: Uncertainty, extra: Uncertainty | undefined): Uncertainty => {
  if (extra === undefined) return error
  const { variance, df } = together([error, extra])
  return { variance, df: Math.min(df, extra.df) }
}

/** Two-sided p value of no difference; null where runs are a source of chance that one seed cannot tell. */
export function pValue(contrast: Contrast, extra?: Uncertainty): number | null {
  const { value, examples, runs } = contrast
  if (runs === null) return null
  if (!examples.known) return 1
  const { variance, df } = withExtra(errorOf(contrast), extra)
  if (variance === 0) return value === 0 ? 1 : 0
  return tTwoSided(value / Math.sqrt(variance), df)
}

export function describe(contrast: Contrast, level: number, extra?: Uncertainty): Difference {
  const estimated = estimate(contrast, level, extra)
  return {
    ...estimated,
    excludesZero: estimated.low > 0 || estimated.high < 0,
    p: pValue(contrast, extra),
    seeds: [...contrast.seeds],
    spread: spreadOf(contrast.seeds),
  }
}

export const spreadOf = (seeds: readonly SeedValue[]): number | null => {
  if (seeds.length < 2) return null
  const middle = mean(seeds)
  return Math.sqrt(seeds.reduce((sum, { value }) => sum + (value - middle) ** 2, 0) / (seeds.length - 1))
}

/** Size of a true difference that would be found with a chance of 80 %, at an error of `alpha`; null with one seed. */
export function detectable(contrast: Contrast, alpha: number, seeds = contrast.seeds.length): number | null {
  if (contrast.runs === null || !contrast.examples.known) return null
  return leastFound(errorOf(contrast, seeds), alpha)
}

/** Fewest seeds that would find a difference of `size`; null where a hundred would not, because the examples are too few. */
export function seedsFor(contrast: Contrast, size: number, alpha: number): number | null {
  if (contrast.runs === null) return null
  for (let seeds = 2; seeds <= MOST_SEEDS; seeds++) {
    const found = detectable(contrast, alpha, seeds)
    if (found === null) return null
    if (found <= size) return seeds
  }
  return null
}

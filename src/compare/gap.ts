import type { Difference, Estimate, SeedValue } from './comparison.ts'
import type { ScoredRun, TargetGrid } from './grid.ts'
import { estimate, meanResampled, minus, type Resampled, standardDeviation } from './resampled.ts'

/** Mean over runs of different seeds. */
export type SeedMean = (runs: readonly ScoredRun[]) => Resampled

/** One arm minus another, resampled, and the same by seed. */
export interface Gap {
  readonly resampled: Resampled
  readonly seeds: readonly SeedValue[]
}

/** The gap between two arms in one language, over the seeds that both have; null where no seed has both. */
export function gapIn(
  { runs: runsOf }: TargetGrid,
  arm: string,
  against: string,
  language: string,
  seedMean: SeedMean,
): Gap | null {
  if (arm === against) return null
  const others = runsOf(against, language)
  const pairs = runsOf(arm, language).flatMap((run) => {
    const other = others.find(({ seed }) => seed === run.seed)
    return other === undefined ? [] : [{ run, other }]
  })
  if (pairs.length === 0) return null
  return {
    resampled: minus(seedMean(pairs.map(({ run }) => run)), seedMean(pairs.map(({ other }) => other))),
    seeds: pairs.map(({ run, other }) => ({
      seed: run.seed,
      value: run.resampled.value - other.resampled.value,
    })),
  }
}

/** Unweighted mean of gaps; by seed for the seeds that all have. Null for none. */
export function meanGap(gaps: readonly Gap[]): Gap | null {
  if (gaps.length === 0) return null
  return {
    resampled: meanResampled(gaps.map(({ resampled }) => resampled)),
    seeds: seedsInAll(gaps.map(({ seeds }) => seeds)),
  }
}

/** One gap less another; by seed for the seeds that both have. */
export const gapBetween = (gap: Gap, other: Gap): Gap => ({
  resampled: minus(gap.resampled, other.resampled),
  seeds: gap.seeds.flatMap(({ seed, value }) => {
    const found = other.seeds.find((each) => each.seed === seed)
    return found === undefined ? [] : [{ seed, value: value - found.value }]
  }),
})

export function describeGap(gap: Gap | null, level: number): Difference | null {
  if (gap === null) return null
  return { ...intervalOf(gap.resampled, level), seeds: [...gap.seeds], spread: spreadOf(gap.seeds) }
}

export function intervalOf(resampled: Resampled, level: number): Estimate & { excludesZero: boolean } {
  const estimated = estimate(resampled, level)
  return { ...estimated, excludesZero: estimated.low > 0 || estimated.high < 0 }
}

export const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length

export const spreadOf = (seeds: readonly SeedValue[]) =>
  seeds.length < 2 ? null : standardDeviation(seeds.map(({ value }) => value))

/** Mean over languages by seed, for the seeds that every language has. */
export function seedsInAll(byLanguage: readonly (readonly SeedValue[])[]): SeedValue[] {
  return (byLanguage[0] ?? []).flatMap(({ seed }) => {
    const values = byLanguage.flatMap((seeds) => seeds.find((each) => each.seed === seed)?.value ?? [])
    return values.length === byLanguage.length ? [{ seed, value: mean(values) }] : []
  })
}

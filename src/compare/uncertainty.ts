import type { RunNoise } from './run-noise.ts'

/** How far chance moves a number: variance in squared units of the metric, and degrees of freedom of that variance. */
export interface Uncertainty {
  readonly variance: number
  readonly df: number
}

/**
 * Both sources of chance in a mean over seeds, `runs` those of one seed. Degrees of freedom: Satterthwaite's over both, and
 * at most twice those of the runs, since a spread that came out small by chance must not pass for certainty.
 */
export function uncertaintyOfBoth(runs: RunNoise, seeds: number, examples: Uncertainty): Uncertainty {
  const ofRuns = runs.variance / seeds
  const variance = ofRuns + examples.variance
  const uncertainty = ofRuns ** 2 / runs.df + examples.variance ** 2 / examples.df
  const df = uncertainty > 0 ? variance ** 2 / uncertainty : Number.POSITIVE_INFINITY
  return { variance, df: Math.min(df, 2 * runs.df) }
}

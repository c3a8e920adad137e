/** How far chance moves a number: variance in squared units of the metric, and degrees of freedom of that variance. */
export interface Uncertainty {
  readonly variance: number
  readonly df: number
}

/**
 * Independent sources of chance together, with Satterthwaite's degrees of freedom. Where nothing is left to chance these are
 * those of all sources.
 *
 * @remarks Source: Satterthwaite 1946, An approximate distribution of estimates of variance components, Biometrics 2.
 */
export function together(sources: readonly Uncertainty[]): Uncertainty {
  let variance = 0
  let uncertainty = 0
  let most = 0
  for (const source of sources) {
    variance += source.variance
    uncertainty += source.variance ** 2 / source.df
    most += source.df
  }
  return { variance, df: uncertainty > 0 ? variance ** 2 / uncertainty : most }
}

/**
 * Both sources of chance in a mean over seeds, `runs` those of one seed. Degrees of freedom: Satterthwaite's over both, and
 * at most twice those of the runs, since a spread that came out small by chance must not pass for certainty.
 */
export function uncertaintyOfBoth(runs: Uncertainty, seeds: number, examples: Uncertainty): Uncertainty {
  const { variance, df } = together([{ variance: runs.variance / seeds, df: runs.df }, examples])
  return { variance, df: Math.min(df, 2 * runs.df) }
}

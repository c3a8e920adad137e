import { meanOfChi, tQuantile } from './student.ts'
import type { Uncertainty } from './uncertainty.ts'

/** Chance with which a difference of the detectable size is found. */
export const POWER = 0.8
export const MOST_SEEDS = 100

/**
 * Size of a true difference whose test at an error of `alpha` is significant with a chance of 80 %.
 *
 * @remarks The noncentral t distribution, its denominator taken for normal with its true mean and variance: within 1 % of
 * scipy's. Source: Jennett and Welch 1939, The control of proportion defective. The usual (t(1 - alpha/2) + t(0.8)) x
 * standard error is up to 16 % too small where there are two degrees of freedom.
 */
export function leastFound({ variance, df }: Uncertainty, alpha: number): number {
  if (variance === 0) return 0
  const critical = tQuantile(1 - alpha / 2, df)
  const root = meanOfChi(df)
  const spread = Math.sqrt(1 + critical ** 2 * (1 - root ** 2))
  return (critical * root + tQuantile(POWER, Number.POSITIVE_INFINITY) * spread) * Math.sqrt(variance)
}

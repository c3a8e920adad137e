import jstat from 'jstat'

/** More degrees of freedom change p values and quantiles by less than one part in a thousand, and jstat loses its digits. */
const MOST = 1e4

/** Two-sided p value of a t statistic: the share of Student's distribution at least as far from 0. */
export const tTwoSided = (t: number, df: number): number =>
  Number.isFinite(t) ? Math.min(1, 2 * jstat.studentt.cdf(-Math.abs(t), Math.min(df, MOST))) : 0

/** Quantile of Student's distribution: the t that a share `p` lies below. */
export const tQuantile = (p: number, df: number): number => jstat.studentt.inv(p, Math.min(df, MOST))

/** Mean of the square root of a chi-squared variable over its degrees of freedom: how much too small standard errors are. */
export function meanOfChi(df: number): number {
  const most = Math.min(df, MOST)
  return Math.sqrt(2 / most) * Math.exp(jstat.gammaln((most + 1) / 2) - jstat.gammaln(most / 2))
}

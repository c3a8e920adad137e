import jstat from 'jstat'

/** Degrees of freedom beyond which Student's t is the normal distribution, to six digits. */
const NORMAL = 1e6

/** Two-sided p value of a t statistic: the share of Student's distribution at least as far from 0. */
export const tTwoSided = (t: number, df: number): number =>
  Number.isFinite(t) ? Math.min(1, 2 * jstat.studentt.cdf(-Math.abs(t), Math.min(df, NORMAL))) : 0

/** Quantile of Student's distribution: the t that a share `p` lies below. */
export const tQuantile = (p: number, df: number): number => jstat.studentt.inv(p, Math.min(df, NORMAL))

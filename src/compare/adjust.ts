/**
 * Holm's step-down adjustment: the largest of (m - i + 1) p(i) over the i smallest, at most 1. Rejecting where the adjusted
 * p value is below a keeps the chance of any false rejection among all m below a, however the tests depend on each other.
 *
 * @remarks Source: Holm 1979, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6.
 * @returns adjusted p values, in the order given
 */
export function holm(pValues: readonly number[]): number[] {
  const adjusted = new Array<number>(pValues.length)
  let largest = 0
  for (const [rank, at] of ascending(pValues).entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[at]!))
    adjusted[at] = largest
  }
  return adjusted
}

/**
 * Benjamini and Hochberg's step-up adjustment: the smallest of m p(i) / i over the i-th smallest and all larger ones.
 * Rejecting where it is below a keeps the expected share of false ones among what is rejected below a.
 *
 * @remarks Source: Benjamini and Hochberg 1995, Controlling the false discovery rate, JRSS B 57.
 * @returns adjusted p values, in the order given
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const adjusted = new Array<number>(pValues.length)
  let smallest = 1
  for (const [fromEnd, at] of ascending(pValues).reverse().entries()) {
    smallest = Math.min(smallest, (pValues.length * pValues[at]!) / (pValues.length - fromEnd))
    adjusted[at] = smallest
  }
  return adjusted
}

const ascending = (pValues: readonly number[]) =>
  pValues.map((_, at) => at).sort((a, b) => pValues[a]! - pValues[b]!)

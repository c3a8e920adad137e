/**
 * Holm's step-down adjustment: the largest of (m - i + 1) p(i) over the i smallest, at most 1. Rejecting where the adjusted
 * p value is below a keeps the chance of any false rejection among all m below a, however the tests depend on each other.
 *
 * @remarks Source: Holm 1979, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6.
 * @returns adjusted p values, in the order given
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, at) => at).sort((a, b) => pValues[a]! - pValues[b]!)
  const adjusted = new Array<number>(pValues.length)
  let largest = 0
  for (const [rank, at] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[at]!))
    adjusted[at] = largest
  }
  return adjusted
}

/** What test examples have in common, as numbers: how alike they come out across languages, and what clusters cost. */

/** Values of the examples of one language by item. */
export type ByItem = ReadonlyMap<number, number>

/** Pearson's correlation over the items that both have; null where they share fewer than three, or one does not vary. */
export function itemCorrelation(a: ByItem, b: ByItem): number | null {
  const pairs = [...a].flatMap(([item, x]) => (b.has(item) ? [[x, b.get(item)!] as const] : []))
  if (pairs.length < 3) return null
  const [meanA, meanB] = [meanOf(pairs.map(([x]) => x)), meanOf(pairs.map(([, y]) => y))]
  let [ab, aa, bb] = [0, 0, 0]
  for (const [x, y] of pairs) {
    ab += (x - meanA) * (y - meanB)
    aa += (x - meanA) ** 2
    bb += (y - meanB) ** 2
  }
  return aa === 0 || bb === 0 ? null : ab / Math.sqrt(aa * bb)
}

/** The examples of one language: values and clusters, in the same order. */
export interface Stratum {
  readonly values: readonly number[]
  readonly clusters: ArrayLike<number>
}

/**
 * Design effect of clusters: the variance of the mean over strata of their means, with examples of a cluster taken
 * together (over strata too), over its variance with every example by itself. Both with their factor n / (n - 1).
 * null where nothing varies. Source: Kish 1965, Survey Sampling, chapter 5, in the linearised form of Cameron and Miller 2015.
 */
export function designEffect(strata: readonly Stratum[]): number | null {
  const sums = new Map<number, number>()
  let [squares, examples] = [0, 0]
  for (const { values, clusters } of strata) {
    const mean = meanOf(values)
    for (const [at, value] of values.entries()) {
      const influence = (value - mean) / values.length
      squares += influence ** 2
      sums.set(clusters[at]!, (sums.get(clusters[at]!) ?? 0) + influence)
      examples++
    }
  }
  if (squares === 0 || sums.size < 2) return null
  const clustered = [...sums.values()].reduce((sum, each) => sum + each ** 2, 0)
  return ((clustered / squares) * (sums.size / (sums.size - 1)) * (examples - 1)) / examples
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

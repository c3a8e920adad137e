/** Spearman correlation of two columns, -1 to 1, ties at their mean rank; null where a side has one value. */
export function spearmanOf(x: readonly number[], y: readonly number[]): number | null {
  if (new Set(x).size < 2 || new Set(y).size < 2) return null
  const ranks = centredRanks(x)
  const others = centredRanks(y)
  const product = ranks.reduce((sum, rank, at) => sum + rank * others[at]!, 0)
  return product / (norm(ranks) * norm(others))
}

const norm = (values: readonly number[]) => Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0))

/** Ranks less their mean; equal values share the mean of their places. */
function centredRanks(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b)
  return values.map(
    (value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2 - (values.length - 1) / 2,
  )
}

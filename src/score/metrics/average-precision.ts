import { sumMetric } from '../sums.ts'

/** Ranks that mean average precision looks at. */
export const MAP_DEPTH = 20

/**
 * Which of a query's first 20 candidates are right, in one number that Float32 holds exactly: bit p - 1 is set where the
 * candidate at rank p is. A Float32 average precision would lose the official scorer's last digits.
 */
export function packRanks(ranks: Iterable<number>): number {
  let packed = 0
  for (const rank of ranks) if (rank <= MAP_DEPTH) packed |= 1 << (rank - 1)
  return packed
}

/**
 * Average precision at 20 of one query, 0 to 1: the sum over right candidates of (right ones up to this rank) / rank,
 * divided by min(right candidates, 20).
 */
export function averagePrecision(packed: number, right: number): number {
  let hits = 0
  let sum = 0
  for (let rank = 1; rank <= MAP_DEPTH; rank++)
    if ((packed & (1 << (rank - 1))) !== 0) {
      hits++
      sum += hits / rank
    }
  return sum / Math.min(right, MAP_DEPTH)
}

/** Mean average precision at 20. With one right candidate a query it is the mean reciprocal rank at 20. Unit: percent. */
export const meanAveragePrecision = sumMetric({
  id: `map@${MAP_DEPTH}`,
  title: `Mean average precision at ${MAP_DEPTH}`,
  unit: 'percent',
  source:
    'google-research/xtreme utils_lareqa.py, average_precision_at_k(); for Mewsli-X evaluate.py, mewslix_map20()',
  columns: ['right_ranks', 'right_candidates'],
  terms: ({ right_ranks, right_candidates }) => [
    Float64Array.from(right_ranks!, (packed, at) => averagePrecision(packed, right_candidates![at]!)),
  ],
  fromSums: ([sum], examples) => (sum! / examples) * 100,
})

import { randomStream } from '#kernel'

/** Spearman correlation of two columns (-1 to 1, ties at their mean rank) with its permutation p value. */
interface Correlation {
  readonly rho: number
  readonly p: number
}

/** Fewer pairs have too few orders for a p value below 0.05 to mean much. */
const FEWEST_PAIRS = 5

/**
 * Rank correlation over few pairs, two-sided: the share of random pairings whose |rho| is as large, the given one counted.
 *
 * @remarks Source: as scipy.stats.permutation_test with permutation_type 'pairings'. Null where all values of a side are
 * equal or there are fewer than five pairs.
 */
export function correlate(
  x: readonly number[],
  y: readonly number[],
  permutations: number,
  seed: number,
  ...names: string[]
): Correlation | null {
  if (x.length !== y.length) throw new RangeError(`${x.length} values beside ${y.length}`)
  if (x.length < FEWEST_PAIRS || new Set(x).size < 2 || new Set(y).size < 2) return null
  const ranks = centredRanks(x)
  const others = centredRanks(y)
  const product = () => others.reduce((sum, rank, at) => sum + rank * ranks[at]!, 0)
  const seen = product()
  const stream = randomStream(seed, 'trend', ...names)
  let asLarge = 0
  for (let permutation = 0; permutation < permutations; permutation++) {
    stream.shuffle(others)
    // Ranks are halves of whole numbers, so that equal sums are equal but for the last bits.
    if (Math.abs(product()) >= Math.abs(seen) - 1e-6) asLarge++
  }
  const norm = (values: readonly number[]) => Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0))
  return { rho: seen / (norm(ranks) * norm(others)), p: (asLarge + 1) / (permutations + 1) }
}

/** Ranks less their mean; equal values share the mean of their places. */
function centredRanks(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b)
  return values.map(
    (value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2 - (values.length - 1) / 2,
  )
}

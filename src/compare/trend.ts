import { randomStream } from '#kernel'
import { metric } from '#score'

const spearman = metric('spearman')

/** Spearman correlation of two columns (-1 to 1, ties at their mean rank) with its permutation p value. */
export interface Correlation {
  readonly rho: number
  readonly p: number
}

/** Fewer pairs have too few orders for a p value below 0.05 to mean much. */
export const FEWEST_PAIRS = 5

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
  const gold = Float32Array.from(x)
  const order = Float32Array.from(y)
  const rho = spearman.value({ predicted: order, gold })
  const stream = randomStream(seed, 'trend', ...names)
  let asLarge = 0
  for (let permutation = 0; permutation < permutations; permutation++) {
    for (let at = order.length - 1; at > 0; at--) {
      const other = stream.below(at + 1)
      const held = order[at]!
      order[at] = order[other]!
      order[other] = held
    }
    if (Math.abs(spearman.value({ predicted: order, gold })) >= Math.abs(rho) - 1e-9) asLarge++
  }
  return { rho: rho / 100, p: (asLarge + 1) / (permutations + 1) }
}

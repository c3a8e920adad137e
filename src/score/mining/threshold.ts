import { ratesOf } from '../metrics/mining.ts'

/** A threshold on the margin and the F1 that it has where it was chosen, 0 to 1. */
export interface Threshold {
  readonly value: number
  readonly f1: number
}

/**
 * The margin that best parts gold from other candidates: halfway between the last candidate taken and the next one, where
 * F1 is first highest. 0 where no candidate is gold. As LASER bucc.py and XTREME bucc_optimize(); those fail with an
 * IndexError where taking every candidate is best, here it is then the score of the last one.
 *
 * @param candidates By falling score.
 * @param gold Number of gold pairs, found or not.
 */
export function chooseThreshold(
  candidates: readonly { readonly score: number; readonly isGold: boolean }[],
  gold: number,
): Threshold {
  let correct = 0
  let best = { value: 0, f1: 0 }
  for (const [at, { score, isGold }] of candidates.entries()) {
    if (isGold) correct++
    const { f1 } = ratesOf(correct, at + 1, gold)
    if (f1 > best.f1) best = { value: (score + (candidates[at + 1]?.score ?? score)) / 2, f1 }
  }
  return best
}

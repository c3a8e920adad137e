import { randomStream } from '#kernel'
import type { Replicate } from '#study'

const HALF = 2 ** 31

/**
 * Seed of the trained phases of an arm in a run of the study with `seed`: that one, or for a replicate one drawn from it
 * and the number of the replicate. It is 2^31 or more, so it is no seed of a study that counts its seeds from 1.
 */
export function trainingSeed(seed: number, replicate: Pick<Replicate, 'number'> | undefined): number {
  if (replicate === undefined) return seed
  return HALF + randomStream(seed, 'replicate', String(replicate.number)).below(HALF)
}

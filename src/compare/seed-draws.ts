import { randomStream } from '#kernel'

/** How often each seed counts in each resample: [resamples][seeds]. */
export type SeedDraws = readonly Uint8Array[]

/** Draws seeds with replacement, once for all targets, languages and arms, so that pairs by seed stay pairs. */
export function drawSeeds(seeds: readonly number[], resamples: number, seed: number): SeedDraws {
  const stream = randomStream(seed, 'bootstrap seeds')
  return Array.from({ length: resamples }, () => {
    const counts = new Uint8Array(seeds.length)
    for (let draw = 0; draw < seeds.length; draw++) counts[stream.below(seeds.length)]!++
    return counts
  })
}

/** The draws of some of the seeds; where a resample drew none of them, each counts once. */
export function drawsOf(draws: SeedDraws, all: readonly number[], some: readonly number[]): SeedDraws {
  const places = some.map((seed) => all.indexOf(seed))
  return draws.map((counts) => {
    const own = Uint8Array.from(places, (place) => counts[place]!)
    return own.some((count) => count > 0) ? own : own.fill(1)
  })
}

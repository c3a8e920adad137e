import { randomStream } from '#kernel'
import type { Metric, Outcomes } from '#score'
import type { Resampled } from './resampled.ts'

/** Names of the random stream: two bootstraps of the same names draw the same examples. */
export interface Draw {
  readonly resamples: number
  readonly seed: number
  readonly names: readonly string[]
}

/**
 * Resamples the examples that several runs share, with replacement and as many as there are, and takes the metric of every
 * run over the same draws. Draws come once for all runs, so memory stays at one resample.
 */
export function bootstrap(
  metric: Metric,
  runs: readonly Outcomes[],
  { resamples, seed, names }: Draw,
): Resampled[] {
  const evaluate = runs.map((outcomes) => metric.resampler(outcomes))
  const values = evaluate.map((value) => ({ value: value(), samples: new Float64Array(resamples) }))
  const length = runs[0]?.[metric.columns[0]!]?.length ?? 0
  const stream = randomStream(seed, 'bootstrap', ...names)
  const counts = new Int32Array(length)
  for (let resample = 0; resample < resamples; resample++) {
    counts.fill(0)
    for (let draw = 0; draw < length; draw++) counts[Math.floor(stream.uniform() * length)]!++
    for (let run = 0; run < runs.length; run++)
      values[run]!.samples[resample] = evaluate[run]!(counts, length)
  }
  return values
}

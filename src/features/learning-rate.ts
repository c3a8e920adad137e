/**
 * Learning rate of each of B steps: linear warm-up from 0 to the peak over W = warmupFraction * B steps, then linear
 * decay to 0.
 *
 * `rate(s) = peak * s / max(1, W)` for s < W, else `peak * (B - s) / max(1, B - W)`; steps s count from 0.
 *
 * @remarks That is `get_linear_schedule_with_warmup` of transformers: with a warm-up the first step's rate is 0, and
 * the last step's is just above 0. W is real-valued, as in jiant (`warmup_proportion * t_total`); the transformers
 * Trainer rounds it up.
 */
export function linearWarmupDecay(steps: number, peak: number, warmupFraction: number): Float32Array {
  if (!(warmupFraction >= 0 && warmupFraction < 1))
    throw new RangeError(`warmupFraction is ${warmupFraction}`)
  const warmup = warmupFraction * steps
  return Float32Array.from({ length: steps }, (_, step) =>
    step < warmup
      ? (peak * step) / Math.max(1, warmup)
      : (peak * (steps - step)) / Math.max(1, steps - warmup),
  )
}

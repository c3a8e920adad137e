/** The rate after the warm-up, with `left` of `span` steps to go. */
const DECAYS = {
  linear: (peak: number, left: number, span: number) => (peak * left) / span,
  cosine: (peak: number, left: number, span: number) =>
    (peak * (1 + Math.cos(Math.PI * (1 - left / span)))) / 2,
  constant: (peak: number) => peak,
} as const
export type Decay = keyof typeof DECAYS

/**
 * Learning rate of each of B steps: linear warm-up from 0 to the peak over W = warmupFraction * B steps, then a decay.
 *
 * `rate(s) = peak * s / max(1, W)` for s < W, else `peak * f(r)` with `r = (B - s) / max(1, B - W)`; steps s count from
 * 0. `f(r)` is r (linear), (1 + cos(pi (1 - r))) / 2 (cosine), or 1 (constant).
 *
 * @remarks Those are `get_linear_schedule_with_warmup`, `get_cosine_schedule_with_warmup` and
 * `get_constant_schedule_with_warmup` of transformers: with a warm-up the first step's rate is 0, and with linear decay
 * the last step's is just above 0. W is real-valued, as in jiant (`warmup_proportion * t_total`); the transformers
 * Trainer rounds it up.
 */
export function learningRates(
  steps: number,
  peak: number,
  warmupFraction: number,
  decay: Decay,
): Float32Array {
  if (!(warmupFraction >= 0 && warmupFraction < 1))
    throw new RangeError(`warmupFraction is ${warmupFraction}`)
  const warmup = warmupFraction * steps
  const after = DECAYS[decay]
  return Float32Array.from({ length: steps }, (_, step) =>
    step < warmup
      ? (peak * step) / Math.max(1, warmup)
      : after(peak, steps - step, Math.max(1, steps - warmup)),
  )
}

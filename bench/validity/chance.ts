import { randomStream } from '#kernel'

/** Random numbers of a named stream. */
export interface Chance {
  /** In [0, 1). */
  uniform(): number
  /** Standard normal. */
  normal(): number
}

/** Marsaglia's polar method. */
export function chance(seed: number, ...names: string[]): Chance {
  const { uniform } = randomStream(seed, ...names)
  let spare: number | undefined
  return {
    uniform,
    normal() {
      if (spare !== undefined) {
        const kept = spare
        spare = undefined
        return kept
      }
      for (;;) {
        const x = 2 * uniform() - 1
        const y = 2 * uniform() - 1
        const square = x * x + y * y
        if (square >= 1 || square === 0) continue
        const scale = Math.sqrt((-2 * Math.log(square)) / square)
        spare = y * scale
        return x * scale
      }
    },
  }
}

/** P(Z <= x). Error below 1.5e-7: Abramowitz and Stegun 1964, formula 7.1.26. */
export function phi(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x) * Math.SQRT1_2)
  const series =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
  const tail = (series * Math.exp((-x * x) / 2)) / 2
  return x >= 0 ? 1 - tail : tail
}

/** E f(Z) by the trapezoidal rule, which is exact to rounding for smooth f. */
export function expectation(f: (z: number) => number): number {
  let sum = 0
  let total = 0
  for (let z = -6; z <= 6.001; z += 0.25) {
    const weight = Math.exp((-z * z) / 2)
    sum += weight * f(z)
    total += weight
  }
  return sum / total
}

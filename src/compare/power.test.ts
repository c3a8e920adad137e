import { describe, expect, it } from 'vitest'
import golden from './golden/power.json' with { type: 'json' }
import { leastFound } from './power.ts'

// The noncentral t distribution, integrated with scipy; remade by scripts/parity/power.py.
describe('the difference that a t test finds with a chance of 80 %', () => {
  it('is that of the noncentral t distribution, within 1 %', () => {
    for (const { df, alpha, difference } of golden.least)
      expect(
        Math.abs(leastFound({ variance: 1, df }, alpha) / difference - 1),
        `df ${df}, alpha ${alpha}`,
      ).toBeLessThan(0.01)
  })

  it('grows with the standard error, and is 0 without chance', () => {
    expect(leastFound({ variance: 4, df: 9 }, 0.05)).toBeCloseTo(
      2 * leastFound({ variance: 1, df: 9 }, 0.05),
      10,
    )
    expect(leastFound({ variance: 0, df: 9 }, 0.05)).toBe(0)
  })
})

import { describe, expect, it } from 'vitest'
import golden from './golden/inference.json' with { type: 'json' }
import { tQuantile, tTwoSided } from './student.ts'

// scipy.stats.t; remade by scripts/parity/inference.py.
describe(`Student's t as scipy ${golden.versions.scipy}`, () => {
  it('has its two-sided p values', () => {
    for (const { t, df, twoSided } of golden.student)
      expect(Math.abs(tTwoSided(t, df) - twoSided), `t ${t}, df ${df}`).toBeLessThan(
        (df > 1e4 ? 0.2 : 1e-6) * twoSided + 1e-12,
      )
  })

  it('has its quantiles', () => {
    for (const { p, df, quantile } of golden.quantiles)
      expect(Math.abs(tQuantile(p, df) - quantile), `p ${p}, df ${df}`).toBeLessThan(
        (df > 1e4 ? 1e-3 : 1e-6) * Math.abs(quantile) + 1e-9,
      )
  })

  it('is the normal distribution without end of degrees of freedom', () => {
    expect(tQuantile(0.975, Number.POSITIVE_INFINITY)).toBeCloseTo(1.96, 3)
    expect(tTwoSided(1.959964, Number.POSITIVE_INFINITY)).toBeCloseTo(0.05, 4)
    expect(tTwoSided(Number.POSITIVE_INFINITY, 2)).toBe(0)
  })
})

import { describe, expect, it } from 'vitest'
import golden from './golden/comparisons.json' with { type: 'json' }
import { correlate } from './trend.ts'

// scipy.stats.permutation_test(permutation_type='pairings') of scipy.stats.spearmanr; scripts/parity/comparisons.py.
describe(`correlate as scipy ${golden.versions.scipy}`, () => {
  it.each(golden.trends)('rho $rho, p $p', ({ column, gain, rho, p }) => {
    const found = correlate(column, gain, 20_000, 1)!
    expect(found.rho).toBeCloseTo(rho, 9)
    // Four standard errors of two Monte-Carlo shares.
    expect(Math.abs(found.p - p)).toBeLessThan(4 * Math.sqrt((2 * p * (1 - p) + 1e-6) / 20_000))
  })
})

describe('correlate', () => {
  it('says nothing of fewer than five pairs, or of a side that does not vary', () => {
    expect(correlate([1, 2, 3, 4], [1, 2, 3, 4], 10, 1)).toBeNull()
    expect(correlate([1, 1, 1, 1, 1], [1, 2, 3, 4, 5], 10, 1)).toBeNull()
    expect(correlate([1, 2, 3, 4, 5], [7, 7, 7, 7, 7], 10, 1)).toBeNull()
  })

  it('has the exact p value of a perfect order within chance: 2 of 5! orders', () => {
    const { rho, p } = correlate([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], 20_000, 1)!
    expect(rho).toBeCloseTo(1, 12)
    expect(p).toBeCloseTo(2 / 120, 2)
  })

  it('does not change its arguments', () => {
    const gain = [5, 1, 4, 2, 3]
    correlate([1, 2, 3, 4, 5], gain, 10, 1)
    expect(gain).toEqual([5, 1, 4, 2, 3])
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimate, meanResampled, minus, quantile, standardDeviation } from './resampled.ts'

fc.configureGlobal({ seed: 1 })

const resampled = (value: number, ...samples: number[]) => ({ value, samples: Float64Array.from(samples) })

describe('quantile', () => {
  it('interpolates as numpy.quantile does', () => {
    // numpy 2.4.6: quantile([1, 2, 4, 8], [0.025, 0.5, 0.975]) = [1.075, 3, 7.7]
    const sorted = Float64Array.of(1, 2, 4, 8)
    expect(quantile(sorted, 0.025)).toBeCloseTo(1.075, 12)
    expect(quantile(sorted, 0.5)).toBe(3)
    expect(quantile(sorted, 0.975)).toBeCloseTo(7.7, 12)
    expect(quantile(sorted, 1)).toBe(8)
  })
})

describe('estimate', () => {
  it('has its ends in order and within the samples', () => {
    const samples = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2 })
    fc.assert(
      fc.property(samples, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (values, level) => {
        const { low, high, standardError } = estimate(resampled(0, ...values), level)
        expect(low).toBeLessThanOrEqual(high)
        expect(low).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9)
        expect(high).toBeLessThanOrEqual(Math.max(...values) + 1e-9)
        expect(standardError).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

describe('standardDeviation', () => {
  it('divides by one less than the number of values', () => {
    expect(standardDeviation([1, 2, 3, 4])).toBeCloseTo(Math.sqrt(5 / 3), 12)
    expect(standardDeviation([7])).toBe(0)
  })
})

describe('resampled values', () => {
  it('subtract and average resample by resample', () => {
    expect(minus(resampled(5, 1, 2), resampled(3, 4, 1))).toEqual(resampled(2, -3, 1))
    expect(meanResampled([resampled(1, 0, 2), resampled(3, 4, 8)])).toEqual(resampled(2, 2, 5))
  })

  it('weigh the values of a resample', () => {
    const weights = [Uint8Array.of(2, 0), Uint8Array.of(1, 1)]
    expect(meanResampled([resampled(1, 0, 2), resampled(3, 4, 8)], weights)).toEqual(resampled(2, 0, 5))
  })
})

import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { pool } from './pool.ts'

/** Tuberculosis cases and others, vaccinated and not, of the 13 trials of Colditz et al. 1994 (metafor's dat.bcg). */
const BCG = [
  [4, 119, 11, 128],
  [6, 300, 29, 274],
  [3, 228, 11, 209],
  [62, 13536, 248, 12619],
  [33, 5036, 47, 5761],
  [180, 1361, 372, 1079],
  [8, 2537, 10, 619],
  [505, 87886, 499, 87892],
  [29, 7470, 45, 7232],
  [17, 1699, 65, 1600],
  [186, 50448, 141, 27197],
  [5, 2493, 3, 2338],
  [27, 16886, 29, 17825],
] as const

describe('pool', () => {
  test('gives what metafor gives for the BCG trials', () => {
    // rma(yi, vi, method = "DL") on log risk ratios; metafor's own tests compare the same with Stata's metan:
    // -0.7141 [-1.0644, -0.3638]; tau^2 0.3088, I^2 92.12 %.
    const rows = BCG.map(([a, b, c, d]) => {
      const difference = Math.log(a / (a + b) / (c / (c + d)))
      const margin = 1.959963984540054 * Math.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))
      return { difference, low: difference - margin, high: difference + margin }
    })
    const { difference, low, high, tauSquared, iSquared } = pool(rows)
    expect(difference).toBeCloseTo(-0.7141, 4)
    expect(low).toBeCloseTo(-1.0644, 4)
    expect(high).toBeCloseTo(-0.3638, 4)
    expect(tauSquared).toBeCloseTo(0.3088, 4)
    expect(iSquared).toBeCloseTo(92.12, 2)
  })

  test('finds no variance between equal rows', () => {
    const row = { difference: 2, low: 1, high: 3 }
    expect(pool([row, row, row])).toMatchObject({ difference: 2, tauSquared: 0, iSquared: 0 })
  })

  test('refuses a single row and an interval without width', () => {
    const row = { difference: 2, low: 1, high: 3 }
    expect(() => pool([row])).toThrow(RangeError)
    expect(() => pool([row, { difference: 1, low: 1, high: 1 }])).toThrow(RangeError)
  })

  const row = fc
    .tuple(fc.double({ min: -20, max: 20, noNaN: true }), fc.double({ min: 0.01, max: 10, noNaN: true }))
    .map(([difference, margin]) => ({ difference, low: difference - margin, high: difference + margin }))
  property.prop([fc.array(row, { minLength: 2, maxLength: 8 })])('stays within its rows', (rows) => {
    const { difference, low, high, iSquared, tauSquared } = pool(rows)
    const values = rows.map((each) => each.difference)
    expect(difference).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9)
    expect(difference).toBeLessThanOrEqual(Math.max(...values) + 1e-9)
    expect(low).toBeLessThan(high)
    expect(tauSquared).toBeGreaterThanOrEqual(0)
    expect(iSquared).toBeGreaterThanOrEqual(0)
    expect(iSquared).toBeLessThanOrEqual(100)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { benjaminiHochberg, holm } from './adjust.ts'
import golden from './golden/inference.json' with { type: 'json' }

fc.configureGlobal({ seed: 1 })

describe('holm', () => {
  // statsmodels.stats.multitest.multipletests; remade by scripts/parity/inference.py.
  it.each(golden.adjusted)(
    `adjusts $p as statsmodels ${golden.versions.statsmodels}`,
    ({ p, ...adjusted }) => {
      for (const [at, value] of holm(p).entries()) expect(value).toBeCloseTo(adjusted.holm[at]!, 12)
      for (const [at, value] of benjaminiHochberg(p).entries())
        expect(value).toBeCloseTo(adjusted.benjaminiHochberg[at]!, 12)
    },
  )

  it('keeps the order, never lowers a p value, and lies between none and Bonferroni', () => {
    const families = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(families, (family) => {
        const adjusted = holm(family)
        for (const [at, p] of family.entries()) {
          expect(adjusted[at]).toBeGreaterThanOrEqual(p)
          expect(adjusted[at]).toBeLessThanOrEqual(Math.min(1, p * family.length) + 1e-12)
          for (const [other, q] of family.entries())
            if (p < q) expect(adjusted[at]).toBeLessThanOrEqual(adjusted[other]!)
        }
      }),
    )
  })

  it('adjusts nothing in a family of one, and nothing of none', () => {
    expect(holm([0.03])).toEqual([0.03])
    expect(holm([])).toEqual([])
  })
})

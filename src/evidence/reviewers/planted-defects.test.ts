import { describe, expect, it } from 'vitest'
import { healthyBundle } from '../../../test/support/evidence/healthy-review.ts'
import { CONTROLS, discriminationTable, TOLERANCE } from '../../../test/support/evidence/planted-defects.ts'
import { DIMENSIONS } from '../bundle/reviews.ts'
import { reviewBundle } from './review.ts'

describe('planted defects', () => {
  it('make the dimension or cap that is meant fall, and no other', () => {
    const table = discriminationTable()
    expect(table).toHaveLength(CONTROLS.length)
    for (const { defect, expected, changes, caps, passed } of table) {
      expect(passed, defect).toBe(true)
      for (const dimension of DIMENSIONS)
        if (dimension !== expected)
          expect(changes[dimension], `${defect}, ${dimension}`).toBeGreaterThanOrEqual(-TOLERANCE)
      if (expected === 'truncated') expect(caps).toContain('truncated')
      else expect(changes[expected as keyof typeof changes], defect).toBeLessThan(-0.9)
    }
    const dimensions = table.map(({ expected }) => expected)
    for (const dimension of DIMENSIONS) expect(dimensions).toContain(dimension)
  })

  it('show a control that misses as missed', () => {
    const silent = { ...healthyBundle, claims: [], verdicts: [] }
    const table = discriminationTable(silent)
    expect(table.find(({ expected }) => expected === 'attribution')!.passed).toBe(false)
  })

  it('leave the sound review nothing to be capped for', () => {
    const { assessment } = reviewBundle(healthyBundle)
    expect(assessment.caps).toEqual([])
    expect(assessment.score).toBeGreaterThan(9)
    expect(assessment.spread).toBeGreaterThan(0)
  })
})

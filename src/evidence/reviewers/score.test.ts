import { describe, expect, it } from 'vitest'
import { Assessment, DIMENSIONS, type Review } from '../bundle/reviews.ts'
import { pointsOf, rateMeasures } from './raters.ts'
import { ITEMS, RULE_RATERS } from './rubric.ts'
import { type CapFacts, capsFor, scoreOf } from './score.ts'

const FINE: CapFacts = {
  answered: true,
  truncated: 0,
  outsideReferences: 0,
  retracted: 0,
  largestShare: 0.2,
  withoutFullText: 0.1,
  attribution: 4,
}
const ratings = (rater: string, score: (at: number) => number | null, kind: Review['kind'] = 'rules') =>
  DIMENSIONS.map(
    (dimension, at): Review => ({
      dimension,
      rater,
      kind,
      score: score(at),
      measures: {},
      rationale: 'made up',
    }),
  )

describe('caps', () => {
  it('are none for a sound report, and each comes for its own reason', () => {
    expect(capsFor(FINE)).toEqual([])
    const cases: [Partial<CapFacts>, string, number][] = [
      [{ answered: false }, 'unanswered', 4],
      [{ truncated: 1 }, 'truncated', 5],
      [{ outsideReferences: 2 }, 'outside-reference', 5],
      [{ retracted: 1 }, 'retracted', 5],
      [{ largestShare: 0.61 }, 'one-work', 6],
      [{ attribution: 2.9 }, 'attribution', 6],
      [{ withoutFullText: 0.51 }, 'no-full-text', 7],
    ]
    for (const [change, id, most] of cases)
      expect(capsFor({ ...FINE, ...change })).toEqual([{ id, most, reason: expect.stringMatching(/\.$/) }])
    expect(capsFor({ ...FINE, largestShare: 0.6, attribution: 3, withoutFullText: 0.5 })).toEqual([])
    expect(capsFor({ ...FINE, largestShare: null, attribution: null, withoutFullText: null })).toEqual([])
  })
})

describe('scoreOf', () => {
  it('is twice the weighted mean of the dimensions', () => {
    const assessment = scoreOf(
      [...ratings('a', (at) => (at === 2 ? 2 : 4)), ...ratings('b', (at) => (at === 2 ? 4 : 4))],
      FINE,
    )
    expect(assessment.uncapped).toBeCloseTo((2 * (9 * 4 + 3 * 3)) / 12)
    expect(assessment.score).toBeCloseTo(7.5)
    expect(() => Assessment.parse(assessment)).not.toThrow()
  })

  it('takes the lowest cap, for the range too', () => {
    const assessment = scoreOf(
      RULE_RATERS.flatMap((rater) => ratings(rater, () => 5)),
      { ...FINE, answered: false, truncated: 3 },
    )
    expect(assessment).toMatchObject({ score: 4, low: 4, high: 4, uncapped: 10 })
    expect(assessment.caps.map(({ id }) => id)).toEqual(['unanswered', 'truncated'])
  })

  it('caps by the mean of attribution', () => {
    const low = ratings('a', (at) => (at === 2 ? 2 : 5))
    expect(scoreOf([...low, ...low.map((own) => ({ ...own, rater: 'b' }))], FINE).score).toBe(6)
  })

  it('gives no single number where raters agree too little, the range only', () => {
    const apart = scoreOf(
      [...ratings('a', (at) => (at < 3 ? 5 : 0)), ...ratings('b', (at) => (at < 3 ? 0 : 5))],
      FINE,
    )
    expect(apart.score).toBeNull()
    expect(apart.agreement.ac2).toBeLessThan(0.4)
    expect(apart.high).toBeGreaterThan(apart.low)
    expect(
      scoreOf(
        ratings('alone', () => 5),
        FINE,
      ).score,
    ).toBeNull()
    expect(scoreOf([], FINE)).toMatchObject({ score: null, spread: null, uncapped: 0 })
  })

  it('gives nothing for a dimension that nobody could rate, and the mean where one rater could not', () => {
    const nobody = RULE_RATERS.flatMap((rater) => ratings(rater, (at) => (at === 0 ? null : 4)))
    expect(scoreOf(nobody, FINE).score).toBeCloseTo((2 * 4 * 10) / 12)
    const one = ratings('person', (at) => (at === 0 ? null : 4), 'person')
    expect(scoreOf([...ratings('strict', () => 4), ...one], FINE)).toMatchObject({ score: 8, spread: 0 })
  })

  it('spreads with draws around the real score', () => {
    const real = RULE_RATERS.flatMap((rater) => ratings(rater, () => 4))
    const draws = [2, 3].map((score) => RULE_RATERS.flatMap((rater) => ratings(rater, () => score)))
    expect(scoreOf(real, FINE, draws)).toMatchObject({ score: 8, spread: 1, low: 7, high: 9 })
  })
})

describe('rule-based raters', () => {
  it('have steps that only get harder, from lenient to strict and from 1 to 5', () => {
    for (const [id, { steps, better }] of ITEMS) {
      const sign = better === 'more' ? 1 : -1
      for (const rater of RULE_RATERS)
        for (let at = 1; at < 5; at++)
          expect(sign * (steps[rater][at]! - steps[rater][at - 1]!), `${id} ${rater}`).toBeGreaterThanOrEqual(
            0,
          )
      for (let at = 0; at < 5; at++) {
        expect(sign * (steps.strict[at]! - steps.standard[at]!), id).toBeGreaterThanOrEqual(0)
        expect(sign * (steps.standard[at]! - steps.lenient[at]!), id).toBeGreaterThanOrEqual(0)
      }
    }
  })

  it('keep the anchors of the rubric', () => {
    expect([0.49, 0.8, 0.98].map((value) => pointsOf('quotes-found', value, 'standard'))).toEqual([0, 3, 5])
    expect([0, 0.6, 0.9].map((value) => pointsOf('claims-on-facet', value, 'standard'))).toEqual([0, 3, 5])
    expect([0, 0.5, 1].map((value) => pointsOf('facets-covered', value, 'standard'))).toEqual([0, 3, 5])
    expect([2, 8, 30].map((value) => pointsOf('median-age', value, 'standard'))).toEqual([5, 3, 0])
  })

  it('say that they cannot tell where nothing is measured', () => {
    const reviews = rateMeasures({ answered: 0 })
    expect(reviews).toHaveLength(18)
    for (const { dimension, score } of reviews) expect(score).toBe(dimension === 'relevance' ? 0 : null)
  })
})

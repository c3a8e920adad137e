import type { Bundle } from '../bundle/bundle.ts'
import { DIMENSIONS } from '../bundle/reviews.ts'
import { captureRecapture } from '../reviewers/capture.ts'
import { ITEMS, RATED, RULE_RATERS, WEIGHTS } from '../reviewers/rubric.ts'
import type { EvidenceReport } from './schema.ts'

type Section = EvidenceReport['review']

/** Scores, and what they follow from. */
export function reviewSection({ works, reviews, assessment }: Bundle): Section {
  const capture = captureRecapture(works)
  return {
    shown: shownScore(assessment),
    assessment,
    reviews,
    weights: DIMENSIONS.map((dimension) => ({ dimension, weight: WEIGHTS[dimension] })),
    items: ITEMS.map(([id, { dimension, measure, weight, better, steps }]) => {
      const own = reviews.filter((review) => review.dimension === dimension)
      return {
        id,
        dimension,
        measure,
        weight,
        better,
        steps: RULE_RATERS.map((rater) => ({ rater, steps: [...steps[rater]] })),
        value: own.map(({ measures }) => measures[id]).find((value) => value !== undefined) ?? null,
        points: own.flatMap(({ rater, measures }) => {
          const points = measures[`${RATED}${id}`] ?? null
          return points === null ? [] : [{ rater, points }]
        }),
      }
    }),
    capture: capture === null ? null : { ...capture, sources: [...capture.sources] },
  }
}

/** `7.4 ± 0.6 of 10 (6 dimensions × 3 raters, AC2 0.71)`, or the range where raters agree too little. */
export function shownScore(assessment: Bundle['assessment']): string {
  const { score, spread, low, high, uncapped, caps, raters, agreement } = assessment
  const basis = `${DIMENSIONS.length} dimensions × ${raters.length} raters, ${agreement.ac2 === null ? 'no agreement known' : `AC2 ${agreement.ac2.toFixed(2)}`}`
  if (score === null)
    return `no single number, ${low.toFixed(1)} to ${high.toFixed(1)} of 10 (${basis}: raters agree too little)`
  const held = caps.length > 0 && uncapped > score ? `; ${uncapped.toFixed(1)} without caps` : ''
  return `${score.toFixed(1)}${spread === null || spread < 0.05 ? '' : ` ± ${spread.toFixed(1)}`} of 10 (${basis}${held})`
}

import { DIMENSIONS, type Dimension, type Review } from '../bundle/reviews.ts'
import { ITEMS, type ItemId, type Measures, RATED, RUBRIC, RULE_RATERS, type RuleRater } from './rubric.ts'

/** Points of one measure, 0 to 5: how many of the rater's steps it reaches. */
export function pointsOf(item: ItemId, value: number, rater: RuleRater): number {
  const { better, steps } = RUBRIC[item]
  const slack = 1e-9
  return steps[rater].filter((step) => (better === 'more' ? value >= step - slack : value <= step + slack))
    .length
}

/** A dimension in the eyes of one rater: weighted mean over the items that have a value, null without any. */
export function dimensionScore(measures: Measures, dimension: Dimension, rater: RuleRater): number | null {
  let sum = 0
  let weights = 0
  for (const [id, item] of ITEMS) {
    const value = measures[id] ?? null
    if (item.dimension !== dimension || value === null) continue
    sum += item.weight * pointsOf(id, value, rater)
    weights += item.weight
  }
  return weights === 0 ? null : sum / weights
}

const shown = (value: number) => String(Math.round(value * 1000) / 1000)

/** The reviews of the three rule-based raters: of any report whose measures are known, not of ours alone. */
export function rateMeasures(measures: Measures): Review[] {
  return DIMENSIONS.flatMap((dimension) => {
    const items = ITEMS.filter(([, item]) => item.dimension === dimension)
    return RULE_RATERS.map((rater): Review => {
      const known = items.flatMap(([id]) => {
        const value = measures[id] ?? null
        return value === null ? [] : [{ id, value, points: pointsOf(id, value, rater) }]
      })
      return {
        dimension,
        rater,
        kind: 'rules',
        score: dimensionScore(measures, dimension, rater),
        measures: {
          ...Object.fromEntries(items.map(([id]) => [id, measures[id] ?? null])),
          ...Object.fromEntries(known.map(({ id, points }) => [`${RATED}${id}`, points])),
        },
        rationale:
          known.length === 0
            ? 'Nothing to measure.'
            : `${known.map(({ id, value, points }) => `${id} ${shown(value)} gives ${points}`).join('; ')}.`,
      }
    })
  })
}

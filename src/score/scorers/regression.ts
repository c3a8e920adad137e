import type { RegressionExample } from '#data'
import { GoldMissingError, PredictionInvalidError } from '../errors.ts'
import type { Score } from '../metric.ts'
import { alwaysPredicted, checkExamples, makeScore, type Scored } from './make-score.ts'

export const REGRESSION_METRICS = ['spearman', 'pearson']

/** Scores predicted values. Outcomes: `predicted`, `gold`. Chance: 0, no correlation. */
export function scoreRegression(
  scored: Scored,
  examples: readonly RegressionExample[],
  predictions: readonly number[],
): Score {
  checkExamples(scored, examples, predictions)
  const gold = examples.map(({ id, value }) => {
    if (value === null) throw new GoldMissingError(scored.task, scored.language, id)
    return value
  })
  for (const [at, value] of predictions.entries())
    if (!Number.isFinite(value))
      throw new PredictionInvalidError(
        scored.task,
        scored.language,
        examples[at]!.id,
        `was predicted as ${value}`,
      )
  const chance = { value: 0, method: 'no correlation' }
  const always = alwaysPredicted(predictions, gold)
  return makeScore(scored, {
    metrics: REGRESSION_METRICS,
    outcomes: { predicted: Float64Array.from(predictions), gold: Float64Array.from(gold) },
    examples: gold.length,
    chance: Object.fromEntries(REGRESSION_METRICS.map((id) => [id, chance])),
    collapsed: always === undefined ? undefined : String(always),
  })
}

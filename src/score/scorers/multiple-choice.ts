import type { MultipleChoiceExample } from '#data'
import { GoldMissingError } from '../errors.ts'
import type { Score } from '../metric.ts'
import { alwaysPredicted, checkExamples, makeScore, marks, type Scored } from './make-score.ts'

export const MULTIPLE_CHOICE_METRICS = ['accuracy']

/** Scores chosen indices. Outcomes: `correct`, 1 or 0. Chance: one of an example's choices at random. */
export function scoreMultipleChoice(
  scored: Scored,
  examples: readonly MultipleChoiceExample[],
  predictions: readonly number[],
): Score {
  checkExamples(scored, examples, predictions)
  const gold = examples.map(({ id, answer }) => {
    if (answer === null) throw new GoldMissingError(scored.task, scored.language, id)
    return answer
  })
  const luck = examples.reduce((sum, { choices }) => sum + 100 / choices.length, 0) / examples.length
  const always = alwaysPredicted(predictions, gold)
  return makeScore(scored, {
    metrics: MULTIPLE_CHOICE_METRICS,
    outcomes: { correct: marks(predictions, gold) },
    examples: gold.length,
    chance: { accuracy: { value: luck, method: 'one of the choices at random' } },
    collapsed: always === undefined ? undefined : `choice ${always + 1}`,
  })
}

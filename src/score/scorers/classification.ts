import type { ClassificationExample } from '#data'
import { GoldMissingError } from '../errors.ts'
import type { Chance, Score } from '../metric.ts'
import { alwaysPredicted, checkExamples, makeScore, marks, type Scored } from './make-score.ts'

export interface ClassificationOptions {
  /** Most frequent label of the training data: what a prediction without learning always says. */
  readonly frequentLabel?: string | undefined
  /** Number of labels, for a chance level without training data. */
  readonly labels?: number | undefined
}

export const CLASSIFICATION_METRICS = ['accuracy']

/** Scores predicted labels. Outcomes: `correct`, 1 or 0. Chance: always the training data's most frequent label, else 1 / labels. */
export function scoreClassification(
  scored: Scored,
  examples: readonly ClassificationExample[],
  predictions: readonly string[],
  options: ClassificationOptions = {},
): Score {
  checkExamples(scored, examples, predictions)
  const gold = examples.map(({ id, label }) => {
    if (label === null) throw new GoldMissingError(scored.task, scored.language, id)
    return label
  })
  const chance = chanceOfLabels(gold, options)
  return makeScore(scored, {
    metrics: CLASSIFICATION_METRICS,
    outcomes: { correct: marks(predictions, gold) },
    examples: gold.length,
    ...(chance === undefined ? {} : { chance: { accuracy: chance } }),
    collapsed: alwaysPredicted(predictions, gold),
  })
}

function chanceOfLabels(
  gold: readonly string[],
  { frequentLabel, labels }: ClassificationOptions,
): Chance | undefined {
  if (frequentLabel !== undefined) {
    const share = gold.filter((label) => label === frequentLabel).length / gold.length
    return {
      value: share * 100,
      method: `always "${frequentLabel}", the most frequent label of the training data`,
    }
  }
  if (labels !== undefined) return { value: 100 / labels, method: `one of ${labels} labels at random` }
  return undefined
}

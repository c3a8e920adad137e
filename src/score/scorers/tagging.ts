import type { TaggingExample } from '#data'
import { countChunks, type SeqevalBehaviour } from '../chunks.ts'
import { GoldMissingError, NoExamplesError, PredictionInvalidError, UnequalLengthsError } from '../errors.ts'
import type { Outcomes, Score } from '../metric.ts'
import { alwaysPredicted, chanceOf, checkExamples, makeScore, type Scored } from './make-score.ts'

export interface TaggingOptions {
  /** Default `seqeval-0.0.12`, which the published XTREME numbers follow. */
  readonly seqeval?: SeqevalBehaviour | undefined
  /** Most frequent tag of the training data: what a prediction without learning always says. */
  readonly frequentTag?: string | undefined
}

type Tags = readonly (readonly string[])[]

export const TAGGING_METRICS = ['chunk-f1', 'token-accuracy']

/**
 * Scores predicted tags, one a word. Outcomes by sentence: `chunks_correct`, `chunks_predicted`, `chunks_gold`,
 * `tokens_correct`, `tokens`. Chance: always the training data's most frequent tag.
 */
export function scoreTagging(
  scored: Scored,
  examples: readonly TaggingExample[],
  predictions: Tags,
  options: TaggingOptions = {},
): Score {
  checkExamples(scored, examples, predictions)
  const { seqeval = 'seqeval-0.0.12', frequentTag } = options
  const gold = examples.map(({ id, tags }) => {
    if (tags === null) throw new GoldMissingError(scored.task, scored.language, id)
    return tags
  })
  for (const [at, { id }] of examples.entries()) checkTags(scored, id, predictions[at]!, gold[at]!)
  if (gold.every((tags) => tags.length === 0))
    throw new NoExamplesError(scored.task, scored.language, 'words')
  const always = frequentTag === undefined ? undefined : gold.map((tags) => tags.map(() => frequentTag))
  return makeScore(scored, {
    metrics: TAGGING_METRICS,
    outcomes: outcomesOf(predictions, gold, seqeval),
    examples: gold.length,
    ...(always === undefined
      ? {}
      : {
          chance: chanceOf(
            TAGGING_METRICS,
            outcomesOf(always, gold, seqeval),
            `always "${frequentTag}", the most frequent tag of the training data`,
          ),
        }),
    collapsed: alwaysPredicted(predictions.flat(), gold.flat()),
  })
}

function outcomesOf(predicted: Tags, gold: Tags, seqeval: SeqevalBehaviour): Outcomes {
  const chunks = countChunks(predicted, gold, seqeval)
  return {
    chunks_correct: chunks.correct,
    chunks_predicted: chunks.predicted,
    chunks_gold: chunks.gold,
    tokens_correct: Float32Array.from(
      gold,
      (tags, at) => tags.filter((tag, word) => tag === predicted[at]![word]).length,
    ),
    tokens: Float32Array.from(gold, (tags) => tags.length),
  }
}

function checkTags(
  { task, language }: Scored,
  id: string,
  predicted: readonly string[],
  gold: readonly string[],
): void {
  if (predicted.length !== gold.length)
    throw new UnequalLengthsError(task, language, 'tags', predicted.length, gold.length, id)
  if (predicted.includes('') || gold.includes(''))
    throw new PredictionInvalidError(task, language, id, 'has an empty tag')
}

import type { TaggingExample } from '#data'
import type { SeqevalBehaviour } from '../chunks.ts'
import { GoldMissingError, NoExamplesError, PredictionInvalidError, UnequalLengthsError } from '../errors.ts'
import type { Score } from '../metric.ts'
import { alwaysPredicted, checkExamples, makeScore, type Scored } from './make-score.ts'
import { outcomesOf, TAGGING_METRICS, type Tags, tagChance } from './tag-chance.ts'

export interface TaggingOptions {
  /** Default `seqeval-0.0.12`, which the published XTREME numbers follow. */
  readonly seqeval?: SeqevalBehaviour | undefined
}

/**
 * Scores predicted tags, one a word. Outcomes by sentence: `chunks_correct`, `chunks_predicted`, `chunks_gold`,
 * `tokens_correct`, `tokens`. Chance: the larger of one tag for all and the gold tags shuffled (`tagChance`).
 */
export function scoreTagging(
  scored: Scored,
  examples: readonly TaggingExample[],
  predictions: Tags,
  options: TaggingOptions = {},
): Score {
  checkExamples(scored, examples, predictions)
  const { seqeval = 'seqeval-0.0.12' } = options
  const gold = examples.map(({ id, tags }) => {
    if (tags === null) throw new GoldMissingError(scored.task, scored.language, id)
    return tags
  })
  for (const [at, { id }] of examples.entries()) checkTags(scored, id, predictions[at]!, gold[at]!)
  if (gold.every((tags) => tags.length === 0))
    throw new NoExamplesError(scored.task, scored.language, 'words')
  return makeScore(scored, {
    metrics: TAGGING_METRICS,
    outcomes: outcomesOf(predictions, gold, seqeval),
    examples: gold.length,
    chance: tagChance(gold, seqeval),
    collapsed: alwaysPredicted(predictions.flat(), gold.flat()),
  })
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

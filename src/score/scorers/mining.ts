import { NoExamplesError } from '../errors.ts'
import type { Score } from '../metric.ts'
import { developmentThreshold, type MinedCollections, type MinedPair, mine } from '../mining/mine.ts'
import { alwaysPredicted, makeScore, type Scored } from './make-score.ts'
import { firstColumn } from './ranking.ts'

export interface MiningInput {
  readonly test: MinedCollections
  /** Where the threshold is chosen. */
  readonly development: MinedCollections
}

export const MINING_METRICS = ['mining-f1', 'mining-precision', 'mining-recall']

/**
 * Mines both collections, chooses the margin threshold on the development pairs and scores the test pairs with it.
 * Outcomes a sentence of the language's side of the test set, in the order of the examples: `pairs_correct`,
 * `pairs_predicted`, `pairs_gold`. Details: the threshold, where it was chosen, and its F1 there.
 * Chance: every sentence of the smaller side gets a partner of its own at random; the expected value.
 */
export function scoreMining(scored: Scored, { test, development }: MiningInput): Score {
  const threshold = developmentThreshold(scored, development)
  const { candidates, gold, sentences, english } = mine(scored, test)
  if (gold === 0) throw new NoExamplesError(scored.task, scored.language, 'gold pairs')

  const places = new Map(sentences.map(({ id }, place) => [id, place]))
  const [correct, predicted] = [new Float32Array(sentences.length), new Float32Array(sentences.length)]
  for (const { text, score, isGold } of candidates) {
    if (score < threshold.value) continue
    predicted[places.get(text)!]!++
    if (isGold) correct[places.get(text)!]!++
  }
  const always = alwaysPredicted(
    firstColumn(test.forward.indices),
    Array(test.forward.indices.shape[0]!).keys(),
  )
  return makeScore(scored, {
    metrics: MINING_METRICS,
    outcomes: {
      pairs_correct: correct,
      pairs_predicted: predicted,
      pairs_gold: Float32Array.from(sentences, ({ translations }) => new Set(translations).size),
    },
    examples: sentences.length,
    chance: chanceOf(gold, sentences.length, english),
    collapsed: always === undefined ? undefined : `English sentence ${always}`,
    details: {
      threshold: threshold.value,
      'threshold chosen on': 'development',
      'F1 there': threshold.f1 * 100,
    },
  })
}

/** The pairs that `scoreMining` counts as predicted, by falling score. Needs no gold of the test set. */
export function minedPairs(scored: Scored, { test, development }: MiningInput): MinedPair[] {
  const threshold = developmentThreshold(scored, development)
  return mine(scored, withoutGold(test)).candidates.filter(({ score }) => score >= threshold.value)
}

const withoutGold = (collections: MinedCollections): MinedCollections => ({
  ...collections,
  examples: collections.examples.map((example) => ({ ...example, translations: [] })),
})

function chanceOf(gold: number, sentences: number, english: number): Score['chance'] {
  const pairs = Math.min(sentences, english)
  const correct = gold / Math.max(sentences, english)
  const method = `a random partner for each of ${pairs} sentences`
  return {
    'mining-f1': { value: (100 * 2 * correct) / (pairs + gold), method },
    'mining-precision': { value: (100 * correct) / pairs, method },
    'mining-recall': { value: (100 * correct) / gold, method },
  }
}

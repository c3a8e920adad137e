import type { MiningExample } from '#data'
import { distinctTexts } from '#features'
import { GoldMissingError, NoExamplesError, PredictionInvalidError, UnequalLengthsError } from '../errors.ts'
import { checkIds, type Scored } from '../scorers/make-score.ts'
import { mineCandidates, type Neighbours } from './candidate-pairs.ts'
import { ofSide, unambiguous } from './distinct.ts'
import { chooseThreshold, type Threshold } from './threshold.ts'

/** One pair of collections, searched in both directions. */
export interface MinedCollections {
  /** Sentences of both sides; gold pairs are in the `translations` of the side `text`. */
  readonly examples: readonly MiningExample[]
  /** Nearest English sentences of each sentence of the language; row i of a side is the i-th of its `distinctTexts`. */
  readonly forward: Neighbours
  /** Nearest sentences of the language of each English one. */
  readonly backward: Neighbours
}

/** A mined pair of sentence ids. */
export interface MinedPair {
  readonly text: string
  readonly english: string
  /** Ratio margin. */
  readonly score: number
}

export interface Mined {
  /** By falling score, those below the threshold too. */
  readonly candidates: readonly (MinedPair & { readonly isGold: boolean })[]
  /** Number of different gold pairs. */
  readonly gold: number
  /** Sentences of the language, in the order of the examples. */
  readonly sentences: readonly MiningExample[]
  /** Number of English sentences. */
  readonly english: number
}

const SIDES = ['text', 'english'] as const

/** Mines the candidates of one pair of collections. Throws where neighbours and sentences do not match. */
export function mine(scored: Scored, { examples, forward, backward }: MinedCollections): Mined {
  const [sentences, english] = SIDES.map((side) => ofSide(examples, side)) as [
    MiningExample[],
    MiningExample[],
  ]
  const [textRows, englishRows] = [distinctTexts(sentences), distinctTexts(english)]
  checkIds(scored, sentences)
  checkIds(scored, english)
  checkNeighbours(scored, forward, textRows.length, englishRows.length)
  checkNeighbours(scored, backward, englishRows.length, textRows.length)
  const gold = goldPairs(scored, sentences)
  const [isAlone, isEnglishAlone] = [unambiguous(sentences), unambiguous(english)]
  return {
    candidates: mineCandidates(forward, backward).flatMap(({ text, english: partner, score }) => {
      const [place, englishPlace] = [textRows[text]!, englishRows[partner]!]
      if (!isAlone[place] || !isEnglishAlone[englishPlace]) return []
      const pair = { text: sentences[place]!.id, english: english[englishPlace]!.id, score }
      return [{ ...pair, isGold: gold.get(pair.text)?.has(pair.english) ?? false }]
    }),
    gold: [...gold.values()].reduce((sum, { size }) => sum + size, 0),
    sentences,
    english: english.length,
  }
}

/** The threshold that development gold gives. */
export function developmentThreshold({ task, language }: Scored, development: MinedCollections): Threshold {
  const mined = mine({ task: `${task} (development)`, language }, development)
  if (mined.gold === 0) throw new NoExamplesError(task, language, 'gold pairs in the development set')
  return chooseThreshold(mined.candidates, mined.gold)
}

/** Ids of the translations by id. */
function goldPairs({ task, language }: Scored, sentences: readonly MiningExample[]) {
  const gold = new Map<string, Set<string>>()
  for (const { id, translations = [] } of sentences) {
    if (translations === null) throw new GoldMissingError(task, language, id)
    gold.set(id, new Set(translations))
  }
  return gold
}

function checkNeighbours(
  scored: Scored,
  { indices, scores }: Neighbours,
  rows: number,
  others: number,
): void {
  const { task, language } = scored
  if (rows === 0 || others === 0) throw new NoExamplesError(task, language, 'sentences on one side')
  for (const found of [indices, scores])
    if (found.shape[0] !== rows)
      throw new UnequalLengthsError(
        task,
        language,
        'rows of neighbours of distinct sentences',
        found.shape[0] ?? 0,
        rows,
      )
  if (indices.data.length === 0 || indices.data.length !== scores.data.length)
    throw new UnequalLengthsError(task, language, 'cosines', scores.data.length, indices.data.length)
  for (const [at, row] of indices.data.entries()) {
    const sentence = `row ${Math.floor(at / indices.shape[1]!)}`
    if (row < 0 || row >= others)
      throw new PredictionInvalidError(
        task,
        language,
        sentence,
        `has neighbour ${row} of ${others} sentences`,
      )
    if (!Number.isFinite(scores.data[at]!))
      throw new PredictionInvalidError(task, language, sentence, `has a cosine of ${scores.data[at]}`)
  }
}

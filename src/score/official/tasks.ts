import type { OfficialForm } from '#catalog'
import { strip } from '#kernel'
import type { SeqevalBehaviour } from '../chunks.ts'
import { GoldMissingError, NoExamplesError, OfficialFileError } from '../errors.ts'
import type { Outcomes } from '../metric.ts'
import { packRanks } from '../metrics/average-precision.ts'
import { metric } from '../metrics/index.ts'
import { comparesAsMlqa } from '../score-predictions.ts'
import { scoreClassification } from '../scorers/classification.ts'
import type { Scored } from '../scorers/make-score.ts'
import { scoreSpanExtraction } from '../scorers/span-extraction.ts'
import { scoreTagging } from '../scorers/tagging.ts'
import { officialLines, readChoices, readEntries, readObject, readQuestions, readTags } from './files.ts'

/** What one pair of files scores. */
export interface FileScore {
  readonly examples: number
  readonly metrics: Readonly<Record<string, number>>
}

/** Two files of one task and language. */
export interface FilePair extends Scored {
  readonly predictions: string
  readonly gold: string
  readonly seqeval: SeqevalBehaviour
  /** Of the task in the benchmark. */
  readonly metrics: readonly string[]
}

type FileScorer = (pair: FilePair) => FileScore

/** Label a line, or the predicted line of Tatoeba: equal strings. */
const lines =
  (id: 'accuracy' | 'retrieval-accuracy'): FileScorer =>
  (pair) =>
    labels(pair, officialLines(pair.predictions), officialLines(pair.gold), id)

function labels(
  scored: Scored,
  predicted: readonly string[],
  gold: readonly string[],
  id: string,
): FileScore {
  const examples = gold.map((label, at) => ({ id: String(at + 1), text: '', label }))
  const { metrics } = scoreClassification(scored, examples, predicted)
  return { examples: examples.length, metrics: { [id]: metrics.accuracy! } }
}

const choices: FileScorer = (pair) =>
  labels(pair, readChoices(pair.predictions).map(String), readChoices(pair.gold).map(String), 'accuracy')

const tags: FileScorer = (pair) => {
  const examples = readTags(pair.gold).map((sentence, at) => ({
    id: `sentence ${at + 1}`,
    words: sentence,
    tags: sentence,
  }))
  const predictions = sameEnd(readTags(pair.predictions), examples.length)
  const { metrics } = scoreTagging(pair, examples, predictions, { seqeval: pair.seqeval })
  return { examples: examples.length, metrics }
}

/** Sentences without words at the end of a file are nothing in the flat list of tags that seqeval scores. */
function sameEnd(sentences: readonly string[][], count: number): readonly string[][] {
  if (sentences.slice(count).some((sentence) => sentence.length > 0)) return sentences
  const missing = Math.max(0, count - sentences.length)
  return [...sentences.slice(0, count), ...Array.from({ length: missing }, () => [])]
}

/** Gold with one id twice counts twice, as in the official scripts. */
const answers: FileScorer = (pair) => {
  const predictions = readObject(pair.predictions)
  const questions = readQuestions(pair.gold)
  const texts = new Map<string, string>()
  const examples = questions.map(({ id, answers: gold }, at) => {
    const text = Object.hasOwn(predictions, id) ? predictions[id] : undefined
    if (text !== undefined && typeof text !== 'string')
      throw new OfficialFileError(pair.predictions, `has no text for question "${id}"`)
    if (gold.length === 0) throw new GoldMissingError(pair.task, pair.language, id)
    if (text !== undefined) texts.set(String(at), text)
    return {
      id: String(at),
      question: '',
      context: '',
      answers: gold.map((answer) => ({ text: answer, start: 0 })),
    }
  })
  const { metrics } = scoreSpanExtraction(pair, examples, texts, {
    rules: comparesAsMlqa(pair) ? 'mlqa' : 'squad',
  })
  return { examples: examples.length, metrics }
}

/** Id pairs as sets of lines; a blank line is a pair too, as in the official script. */
const pairs: FileScorer = ({ task, language, predictions, gold }) => {
  const [predicted, wanted] = [new Set(officialLines(predictions)), new Set(officialLines(gold))]
  if (wanted.size === 0) throw new NoExamplesError(task, language, 'gold pairs')
  const correct = [...wanted].filter((pair) => predicted.has(pair)).length
  return valuesOf(['mining-f1', 'mining-precision', 'mining-recall'], wanted.size, {
    pairs_correct: Float32Array.of(correct),
    pairs_predicted: Float32Array.of(predicted.size),
    pairs_gold: Float32Array.of(wanted.size),
  })
}

/** Ranked ids by query id, right ids by query id. A query without prediction finds nothing; further ones do not count. */
const rankings: FileScorer = ({ task, language, predictions, gold }) => {
  const predicted = readObject(predictions)
  const wanted = readEntries(gold)
  if (wanted.length === 0) throw new NoExamplesError(task, language, 'queries')
  const outcomes = {
    rank: new Float32Array(wanted.length),
    right_ranks: new Float32Array(wanted.length),
    right_candidates: new Float32Array(wanted.length),
  }
  for (const [query, [id, right]] of wanted.entries()) {
    const ids = new Set(idsOf(gold, id, right).map(strip))
    if (ids.size === 0) throw new GoldMissingError(task, language, id)
    outcomes.right_candidates[query] = ids.size
    const ranks: number[] = []
    const ranked = Object.hasOwn(predicted, id) ? idsOf(predictions, id, predicted[id]) : []
    for (const [at, each] of ranked.slice(0, 20).entries()) if (ids.delete(each)) ranks.push(at + 1)
    outcomes.rank[query] = ranks[0] ?? 0
    outcomes.right_ranks[query] = packRanks(ranks)
  }
  return valuesOf(['map@20', 'mrr', 'recall@1', 'recall@5', 'recall@10'], wanted.length, outcomes)
}

function idsOf(file: string, id: string, found: unknown): string[] {
  if (!Array.isArray(found) || found.some((each) => typeof each !== 'string'))
    throw new OfficialFileError(file, `has no list of ids for query "${id}"`)
  return found as string[]
}

function valuesOf(ids: readonly string[], examples: number, outcomes: Outcomes): FileScore {
  return { examples, metrics: Object.fromEntries(ids.map((id) => [id, metric(id).value(outcomes)])) }
}

/** Scorer of one pair of files of each form. */
export const FILE_SCORERS: { readonly [F in OfficialForm]: FileScorer } = {
  labels: lines('accuracy'),
  choices,
  tags,
  answers,
  rows: lines('retrieval-accuracy'),
  pairs,
  rankings,
}

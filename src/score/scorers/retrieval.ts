import { PredictionInvalidError } from '../errors.ts'
import type { Chance, Outcomes, Score } from '../metric.ts'
import { recalls, reverseRecalls } from '../metrics/retrieval.ts'
import { alwaysPredicted, makeScore, type Scored } from './make-score.ts'
import { RandomRetrieval } from './random-order.ts'
import { checkRanking, firstColumn, type Ranking } from './ranking.ts'

export interface RetrievalInput {
  /** Row of the nearest candidates of each query, best first: shape [Q, k]. */
  readonly neighbours: Ranking
  /** Row of the right candidate of each query, shape [Q]. */
  readonly gold: Int32Array
  /** Number of candidates searched. */
  readonly candidates: number
  /** Row of the nearest queries of each candidate, best first: shape [candidates, k]. */
  readonly backward?: Ranking | undefined
}

/** Metrics where both directions are searched, ten deep. */
export const RETRIEVAL_METRICS = [
  'retrieval-accuracy',
  'mrr',
  ...recalls.map(({ metric }) => metric.id),
  'reverse-accuracy',
  'reverse-mrr',
  ...reverseRecalls.map(({ metric }) => metric.id),
]

/**
 * Scores ranked candidates. Outcomes: `rank` of the gold candidate from 1, 0 where it is not among the k nearest; with
 * `backward` also `reverse_rank`, that of the query among the queries nearest to its gold candidate. Metrics of the
 * reverse direction are named `reverse-...`: in sentence retrieval queries are English, as XTREME has them, and the
 * reverse searches the English sentences. Recall deeper than k is left out. Chance: a random order of the candidates.
 */
export function scoreRetrieval(
  scored: Scored,
  { neighbours, gold, candidates, backward }: RetrievalInput,
): Score {
  const { task, language } = scored
  const queries = gold.length
  const { depth } = checkRanking(scored, neighbours, queries)
  for (const [query, wanted] of gold.entries())
    if (wanted < 0 || wanted >= candidates)
      throw new PredictionInvalidError(
        task,
        language,
        String(query),
        `has gold row ${wanted} of ${candidates} candidates`,
      )
  const rankIn = ({ data }: Ranking, row: number, within: number, wanted: number) =>
    data.subarray(row * within, (row + 1) * within).indexOf(wanted) + 1
  const outcomes: Record<string, Float32Array> = {
    rank: Float32Array.from(gold, (wanted, query) => rankIn(neighbours, query, depth, wanted)),
  }
  const chance: Record<string, Chance> = {}
  const top = alwaysPredicted(firstColumn(neighbours), gold)

  const ones = Array.from({ length: queries }, () => 1)
  measure(chance, new RandomRetrieval(candidates, ones), depth, candidates, '')
  if (backward !== undefined) {
    const { depth: deep } = checkRanking(scored, backward, candidates)
    outcomes.reverse_rank = Float32Array.from(gold, (row, query) => rankIn(backward, row, deep, query))
    measure(chance, new RandomRetrieval(queries, ones), deep, queries, 'reverse-')
  }
  return makeScore(scored, {
    metrics: Object.keys(chance),
    outcomes: outcomes as Outcomes,
    examples: queries,
    chance,
    collapsed: top === undefined ? undefined : `candidate ${top}`,
  })
}

/** Chance level of every metric that the depth of the search allows, in their order. */
function measure(
  into: Record<string, Chance>,
  random: RandomRetrieval,
  depth: number,
  candidates: number,
  prefix: '' | 'reverse-',
): void {
  into[prefix === '' ? 'retrieval-accuracy' : 'reverse-accuracy'] = random.recall(1)
  into[`${prefix}mrr`] = random.reciprocalRank(depth)
  for (const { depth: within, metric } of prefix === '' ? recalls : reverseRecalls)
    if (within <= depth || depth === candidates) into[metric.id] = random.recall(within)
}

import { NothingRightError, PredictionInvalidError } from '../errors.ts'
import type { Chance, Score } from '../metric.ts'
import { MAP_DEPTH, meanAveragePrecision, packRanks } from '../metrics/average-precision.ts'
import { recalls } from '../metrics/retrieval.ts'
import { alwaysPredicted, makeScore, type Scored } from './make-score.ts'
import { RandomRetrieval } from './random-order.ts'
import { checkRanking, firstColumn, type Ranking } from './ranking.ts'

export interface PassageRetrievalInput {
  /** Rows of the nearest candidates of each query, best first, none twice: shape [Q, k]. -1 for no candidate. */
  readonly neighbours: Ranking
  /** Rows of the candidates that are right for each query, in rising order; at least one each. */
  readonly relevant: readonly ArrayLike<number>[]
  /** Number of candidates searched. */
  readonly candidates: number
}

/** Metrics of a search that is twenty deep. */
export const PASSAGE_METRICS = [meanAveragePrecision.id, 'mrr', ...recalls.map(({ metric }) => metric.id)]

/**
 * Scores queries that may have several right candidates. Outcomes a query: `rank` of the first right candidate (0: none
 * among the k nearest), `right_ranks` (which of the first 20 ranks are right, see `packRanks`), `right_candidates`.
 * Metrics deeper than k are left out. Chance: the expected value over random orders of the candidates, exact.
 */
export function scorePassageRetrieval(
  scored: Scored,
  { neighbours, relevant, candidates }: PassageRetrievalInput,
): Score {
  const { depth } = checkRanking(scored, neighbours, relevant.length)
  const outcomes = {
    rank: new Float32Array(relevant.length),
    right_ranks: new Float32Array(relevant.length),
    right_candidates: Float32Array.from(relevant, ({ length }) => length),
  }
  for (const [query, rows] of relevant.entries()) {
    checkRows(scored, query, rows, candidates)
    const ranks = rightRanks(neighbours.data.subarray(query * depth, (query + 1) * depth), rows)
    outcomes.rank[query] = ranks[0] ?? 0
    outcomes.right_ranks[query] = packRanks(ranks)
  }
  const reaches = (within: number) => within <= depth || depth === candidates
  const random = new RandomRetrieval(candidates, outcomes.right_candidates)
  const chance: Record<string, Chance> = {
    ...(reaches(MAP_DEPTH) ? { [meanAveragePrecision.id]: random.averagePrecision() } : {}),
    mrr: random.reciprocalRank(depth),
  }
  for (const { depth: within, metric } of recalls)
    if (reaches(within)) chance[metric.id] = random.recall(within)
  const top = alwaysPredicted(
    firstColumn(neighbours),
    relevant.map((rows) => rows[0]!),
  )
  return makeScore(scored, {
    metrics: Object.keys(chance),
    outcomes,
    examples: relevant.length,
    chance,
    collapsed: top === undefined ? undefined : `candidate ${top}`,
  })
}

/** Ranks, from 1, at which a right candidate stands. */
function rightRanks(ranked: Int32Array, right: ArrayLike<number>): number[] {
  const wanted = new Set(Array.from(right))
  const ranks: number[] = []
  for (let at = 0; at < ranked.length; at++) if (wanted.delete(ranked[at]!)) ranks.push(at + 1)
  return ranks
}

function checkRows({ task, language }: Scored, query: number, rows: ArrayLike<number>, candidates: number) {
  if (rows.length === 0) throw new NothingRightError(task, language, String(query), candidates)
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!
    if (row < 0 || row >= candidates)
      throw new PredictionInvalidError(
        task,
        language,
        String(query),
        `has gold row ${row} of ${candidates} candidates`,
      )
    if (at > 0 && row <= rows[at - 1]!)
      throw new PredictionInvalidError(task, language, String(query), 'has gold rows that do not rise')
  }
}

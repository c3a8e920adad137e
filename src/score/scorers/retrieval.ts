import type { Tensor } from '#kernel'
import { NoExamplesError, PredictionInvalidError, UnequalLengthsError } from '../errors.ts'
import type { Score } from '../metric.ts'
import { recalls } from '../metrics/retrieval.ts'
import { collapse, makeScore, type Scored } from './common.ts'

export interface RetrievalInput {
  /** Row of the nearest candidates of each query, best first: shape [Q, k]. */
  readonly neighbours: Tensor<Int32Array>
  /** Row of the right candidate of each query, shape [Q]. */
  readonly gold: Int32Array
  /** Number of candidates searched. */
  readonly candidates: number
}

/**
 * Scores ranked candidates. Outcomes: `rank` of the gold candidate from 1, 0 where it is not among the k nearest.
 * Recall deeper than k is left out. Chance: a random order of the candidates.
 */
export function scoreRetrieval(scored: Scored, { neighbours, gold, candidates }: RetrievalInput): Score {
  const { task, language } = scored
  const [queries, depth] = neighbours.shape as [number, number]
  if (gold.length === 0) throw new NoExamplesError(task, language, 'queries')
  if (queries !== gold.length)
    throw new UnequalLengthsError(task, language, 'rows of neighbours', queries, gold.length)
  if (depth === undefined || depth < 1) throw new NoExamplesError(task, language, 'neighbours')
  const rank = new Float32Array(queries)
  for (let query = 0; query < queries; query++) {
    const wanted = gold[query]!
    if (wanted < 0 || wanted >= candidates)
      throw new PredictionInvalidError(
        task,
        language,
        String(query),
        `has gold row ${wanted} of ${candidates} candidates`,
      )
    rank[query] = neighbours.data.subarray(query * depth, (query + 1) * depth).indexOf(wanted) + 1
  }
  const usable = recalls
    .map(({ id }) => ({ id, within: Number(id.split('@')[1]) }))
    .filter(({ within }) => within <= depth)
  const method = `a random order of ${candidates} candidates`
  const luck = (within: number) => ({ value: (100 * Math.min(within, candidates)) / candidates, method })
  const top = collapse(firstColumn(neighbours), gold)
  return makeScore(scored, {
    metrics: ['retrieval-accuracy', 'mrr', ...usable.map(({ id }) => id)],
    outcomes: { rank },
    examples: queries,
    chance: {
      'retrieval-accuracy': luck(1),
      mrr: { value: (100 * harmonic(Math.min(depth, candidates))) / candidates, method },
      ...Object.fromEntries(usable.map(({ id, within }) => [id, luck(within)])),
    },
    collapsed: top === undefined ? undefined : `candidate ${top}`,
  })
}

function* firstColumn({ data, shape }: Tensor<Int32Array>): Iterable<number> {
  for (let at = 0; at < data.length; at += shape[1]!) yield data[at]!
}

/** 1 + 1/2 + ... + 1/n: mean reciprocal rank at random is this over the number of candidates. */
function harmonic(n: number): number {
  let sum = 0
  for (let k = 1; k <= n; k++) sum += 1 / k
  return sum
}

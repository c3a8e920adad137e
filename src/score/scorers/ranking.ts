import type { Tensor } from '#kernel'
import { NoExamplesError, UnequalLengthsError } from '../errors.ts'
import type { Scored } from './make-score.ts'

/** Candidate rows of each query, best first: shape [Q, k]. */
export type Ranking = Tensor<Int32Array>

/** Number of queries and candidates a query; throws for another number of queries, or none. */
export function checkRanking(
  { task, language }: Scored,
  ranking: Ranking,
  queries: number,
): { readonly depth: number } {
  const [rows, depth] = ranking.shape
  if (queries === 0) throw new NoExamplesError(task, language, 'queries')
  if (rows !== queries)
    throw new UnequalLengthsError(task, language, 'rows of neighbours', rows ?? 0, queries)
  if (depth === undefined || depth < 1) throw new NoExamplesError(task, language, 'neighbours')
  return { depth }
}

/** The nearest candidate of every query. */
export function* firstColumn({ data, shape }: Ranking): Iterable<number> {
  for (let at = 0; at < data.length; at += shape[1]!) yield data[at]!
}

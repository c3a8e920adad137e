import type { Metric, Outcomes } from '../metric.ts'
import { sumMetric } from '../sums.ts'

const within = (column: string, depth: number) => (outcomes: Outcomes) => [
  outcomes[column]!.map((rank) => (rank > 0 && rank <= depth ? 1 : 0)),
]

const shareFound = (
  id: string,
  title: string,
  source: string,
  { column, depth }: { column: string; depth: number },
): Metric =>
  sumMetric({
    id,
    title,
    unit: 'percent',
    source,
    columns: [column],
    terms: within(column, depth),
    fromSums: ([found], examples) => (found! / examples) * 100,
  })

/** Share of queries whose nearest candidate is the gold one. Unit: percent. */
export const retrievalAccuracy = shareFound(
  'retrieval-accuracy',
  'Retrieval accuracy',
  'google-research/xtreme evaluate.py, accuracy() on tatoeba: English queries',
  { column: 'rank', depth: 1 },
)

/** The same from the other side: share of gold candidates whose nearest query is their own. Unit: percent. */
export const reverseAccuracy = shareFound(
  'reverse-accuracy',
  'Retrieval accuracy, reverse',
  'as retrieval-accuracy with queries and candidates exchanged, as LASER and MTEB search Tatoeba',
  { column: 'reverse_rank', depth: 1 },
)

const DEPTHS = [1, 5, 10]

/** Shares of queries with a right candidate among the nearest 1, 5, 10, however many are right. Unit: percent. */
export const recalls = DEPTHS.map((depth) => ({
  depth,
  metric: shareFound(
    `recall@${depth}`,
    `Recall@${depth}`,
    `share of queries with a right candidate among the nearest ${depth}, as in question answering retrieval (Karpukhin et al. 2020, top-k accuracy)`,
    { column: 'rank', depth },
  ),
}))

/** The same from the other side. Unit: percent. */
export const reverseRecalls = DEPTHS.map((depth) => ({
  depth,
  metric: shareFound(
    `reverse-recall@${depth}`,
    `Recall@${depth}, reverse`,
    `as recall@${depth} with queries and candidates exchanged`,
    { column: 'reverse_rank', depth },
  ),
}))

const meanReciprocal = (id: string, title: string, source: string, column: string) =>
  sumMetric({
    id,
    title,
    unit: 'percent',
    source,
    columns: [column],
    terms: (outcomes) => [Float64Array.from(outcomes[column]!, (rank) => (rank > 0 ? 1 / rank : 0))],
    fromSums: ([sum], examples) => (sum! / examples) * 100,
  })

/** Mean of 1 / rank of the first right candidate, 0 where none is among the candidates looked at. Unit: percent. */
export const reciprocalRank = meanReciprocal(
  'mrr',
  'Mean reciprocal rank',
  'google-research/xtreme utils_mewslix.py, mean_reciprocal_rank()',
  'rank',
)

/** The same from the other side. Unit: percent. */
export const reverseReciprocalRank = meanReciprocal(
  'reverse-mrr',
  'Mean reciprocal rank, reverse',
  'as mrr with queries and candidates exchanged',
  'reverse_rank',
)

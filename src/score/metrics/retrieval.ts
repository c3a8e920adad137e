import type { Outcomes } from '../metric.ts'
import { sumMetric } from '../sums.ts'

const within = (depth: number) => (outcomes: Outcomes) => [
  outcomes.rank!.map((rank) => (rank > 0 && rank <= depth ? 1 : 0)),
]

/** Share of queries whose nearest candidate is the gold one. Unit: percent. */
export const retrievalAccuracy = sumMetric({
  id: 'retrieval-accuracy',
  title: 'Retrieval accuracy',
  unit: 'percent',
  source: 'google-research/xtreme evaluate.py, accuracy() on tatoeba',
  columns: ['rank'],
  terms: within(1),
  fromSums: ([found], examples) => (found! / examples) * 100,
})

const recallAt = (depth: number) =>
  sumMetric({
    id: `recall@${depth}`,
    title: `Recall@${depth}`,
    unit: 'percent',
    source: `share of queries with their one gold candidate among the nearest ${depth}`,
    columns: ['rank'],
    terms: within(depth),
    fromSums: ([found], examples) => (found! / examples) * 100,
  })

/** Shares of queries whose gold candidate is among the nearest 1, 5, 10. Unit: percent. */
export const recalls = [recallAt(1), recallAt(5), recallAt(10)]

/** Mean of 1 / rank of the gold candidate, 0 where it is not among the candidates looked at. Unit: percent. */
export const reciprocalRank = sumMetric({
  id: 'mrr',
  title: 'Mean reciprocal rank',
  unit: 'percent',
  source: 'google-research/xtreme utils_mewslix.py, mean_reciprocal_rank()',
  columns: ['rank'],
  terms: ({ rank }) => [Float64Array.from(rank!, (each) => (each > 0 ? 1 / each : 0))],
  fromSums: ([sum], examples) => (sum! / examples) * 100,
})

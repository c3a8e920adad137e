import { sumMetric } from '../sums.ts'

const exactMatch = (id: string, title: string, source: string, reportedAs: string) =>
  sumMetric({
    id,
    title,
    unit: 'percent',
    source,
    columns: ['exact'],
    reportedAs,
    fromSums: ([exact], examples) => (100 * exact!) / examples,
  })

/** Share of answers equal to any gold answer after SQuAD normalisation. Unit: percent. */
export const squadExactMatch = exactMatch(
  'squad-exact-match',
  'Exact match (SQuAD)',
  'Rajpurkar et al. 2016, section 6.1; evaluate-v1.1.py. With unanswerable questions: Rajpurkar et al. 2018, evaluate-v2.0.py',
  'squad-mean',
)

/** Share of answers equal to any gold answer after MLQA normalisation. Unit: percent. */
export const mlqaExactMatch = exactMatch(
  'mlqa-exact-match',
  'Exact match (MLQA)',
  'Lewis et al. 2020; mlqa_evaluation_v1.py',
  'mlqa-mean',
)

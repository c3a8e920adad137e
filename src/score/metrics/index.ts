import { MetricUnknownError } from '../errors.ts'
import type { Metric } from '../metric.ts'
import { accuracy } from './accuracy.ts'
import { mlqaF1, mlqaMean, squadF1, squadMean } from './answer-f1.ts'
import { meanAveragePrecision } from './average-precision.ts'
import { chunkF1 } from './chunk-f1.ts'
import { mlqaExactMatch, squadExactMatch } from './exact-match.ts'
import { maskedAccuracy } from './masked-accuracy.ts'
import { miningF1, miningPrecision, miningRecall } from './mining.ts'
import { pearson } from './pearson.ts'
import {
  recalls,
  reciprocalRank,
  retrievalAccuracy,
  reverseAccuracy,
  reverseRecalls,
  reverseReciprocalRank,
} from './retrieval.ts'
import { spearman } from './spearman.ts'
import { tokenAccuracy } from './token-accuracy.ts'

/** Every metric: add a file and a line here. */
export const METRICS: readonly Metric[] = [
  accuracy,
  squadMean,
  squadF1,
  squadExactMatch,
  mlqaMean,
  mlqaF1,
  mlqaExactMatch,
  chunkF1,
  tokenAccuracy,
  spearman,
  pearson,
  retrievalAccuracy,
  ...recalls.map((each) => each.metric),
  reciprocalRank,
  reverseAccuracy,
  ...reverseRecalls.map((each) => each.metric),
  reverseReciprocalRank,
  meanAveragePrecision,
  miningF1,
  miningPrecision,
  miningRecall,
  maskedAccuracy,
]

const byId = new Map(METRICS.map((each) => [each.id, each]))

/** The metric of an id. Throws with the known ids where there is none. */
export function metric(id: string): Metric {
  const found = byId.get(id)
  if (found === undefined) throw new MetricUnknownError(id, [...byId.keys()])
  return found
}

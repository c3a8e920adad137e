export { meanOf, reportedMetric, taskScore } from './averages.ts'
export { type BenchmarkScore, benchmarkScore, type ScoresByTask } from './benchmark-score.ts'
export type { SeqevalBehaviour } from './chunks.ts'
export type { Chance, Metric, Outcomes, Score, Unit } from './metric.ts'
export { metric } from './metrics/index.ts'
export type { Neighbours } from './mining/candidates.ts'
export { distinctSentences } from './mining/distinct.ts'
export type { MinedCollections, MinedPair } from './mining/mine.ts'
export { officialFile, scoreFolder } from './official/folder.ts'
export { OFFICIAL_FORMS } from './official/submission.ts'
export { type PredictionInput, scorePredictions } from './score-predictions.ts'
export { type ClassificationOptions, scoreClassification } from './scorers/classification.ts'
export type { Scored } from './scorers/common.ts'
export { type MiningInput, minedPairs, scoreMining } from './scorers/mining.ts'
export { type PassageRetrievalInput, scorePassageRetrieval } from './scorers/passage-retrieval.ts'
export { type RetrievalInput, scoreRetrieval } from './scorers/retrieval.ts'
export {
  type AnswerRulesId,
  type SpanExtractionOptions,
  scoreSpanExtraction,
} from './scorers/span-extraction.ts'
export { scoreTagging, type TaggingOptions } from './scorers/tagging.ts'

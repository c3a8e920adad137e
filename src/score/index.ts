export { meanOf, reportedMetric, taskScore, XTREME_GROUPS } from './averages.ts'
export type { SeqevalBehaviour } from './chunks.ts'
export type { Chance, Metric, Outcomes, Score, Unit } from './metric.ts'
export { METRICS, metric } from './metrics/index.ts'
export { type PredictionInput, scorePredictions } from './score-predictions.ts'
export { type ClassificationOptions, scoreClassification } from './scorers/classification.ts'
export { mostFrequent, type Scored } from './scorers/common.ts'
export { scoreMultipleChoice } from './scorers/multiple-choice.ts'
export { scoreRegression } from './scorers/regression.ts'
export { type RetrievalInput, scoreRetrieval } from './scorers/retrieval.ts'
export {
  type AnswerRulesId,
  medianAnswerWords,
  type SpanExtractionOptions,
  scoreSpanExtraction,
} from './scorers/span-extraction.ts'
export { scoreTagging, type TaggingOptions } from './scorers/tagging.ts'

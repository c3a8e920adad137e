export { decodePredictions } from './decode.ts'
export {
  FEATURES,
  type FeatureSet,
  type FeatureSummary,
  featuresPath,
  readFeatures,
  writeFeatures,
} from './feature-set.ts'
export { featurize } from './featurize.ts'
export type { DecodeOptions, FeaturizeOptions } from './formats/format.ts'
export type { PredictionByKind } from './formats/index.ts'
export { distinctTexts } from './formats/mining.ts'
export { maskingWith } from './masking.ts'
export type { SamplingRule } from './sampling.ts'
export { buildSchedule, type Schedule, type ScheduleSpec, type ScheduleTask } from './schedule.ts'
export { openTokenizer, type Specials, type Tokenizer } from './tokenizer.ts'

export { decodePredictions } from './decode.ts'
export {
  FEATURES,
  featuresPath,
  readFeatures,
  writeFeatures,
} from './feature-set.ts'
export { featurize } from './featurize.ts'
export type { PredictionByKind } from './formats/index.ts'
export { distinctTexts } from './formats/mining.ts'
export { fixedMasks, maskingWith } from './masking.ts'
export type { SamplingRule } from './sampling.ts'
export { buildSchedule, type Schedule } from './schedule.ts'
export { openTokenizer, type Tokenizer } from './tokenizer.ts'

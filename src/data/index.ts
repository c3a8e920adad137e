export { clusterNames } from './clusters.ts'
export { DataNotFoundError } from './errors.ts'
export type {
  ClassificationExample,
  Dataset,
  Example,
  ExamplesByKind,
  GoldAnswer,
  MiningExample,
  MultipleChoiceExample,
  PredictedKind,
  RegressionExample,
  SpanExtractionExample,
  Split,
  TaggingExample,
} from './examples.ts'
export { isPredicted, scoredBy } from './examples.ts'
export { loadDataset } from './load.ts'
export { availableLanguages, locateDataset } from './locate.ts'
export { NGRAM } from './overlap/ngrams.ts'
export { LEAST_WORDS, OverlapSearch, SEEN_SHARE, type Seen, type SeenItem } from './overlap/search.ts'
export { textsOf } from './overlap/texts.ts'
export { type Coverage, coverage } from './sources/coverage.ts'
export { SourceUnknownError } from './sources/errors.ts'
export { CODELOAD, downloadKey, sourceName } from './sources/fetch.ts'
export type { FetchContext, FetchEvent } from './sources/fetch-context.ts'
export { type FetchedModel, fetchModel, USUAL_MODEL_FILES } from './sources/fetch-model.ts'
export { byHandFor, fetchTask } from './sources/fetch-task.ts'
export { readFetched } from './sources/fetched.ts'
export { hubFromEnvironment } from './sources/hub.ts'
export { importTask } from './sources/import.ts'
export { sizeText } from './sources/names.ts'
export { type DataCheck, verifyFiles, verifyTask } from './sources/verify.ts'
export { parseMarks } from './translate/marks.ts'
export { type TranslatedSplit, type TranslateEvent, translateTask } from './translate/translate-task.ts'

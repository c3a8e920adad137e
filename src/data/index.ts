export { DataNotFoundError } from './errors.ts'
export type {
  Answer,
  ClassificationExample,
  Dataset,
  Example,
  ExamplesByType,
  MultipleChoiceExample,
  RegressionExample,
  SpanExtractionExample,
  Split,
  TaggingExample,
  TaskType,
} from './examples.ts'
export { loadDataset } from './load.ts'
export { availableLanguages, locateDataset } from './locate.ts'

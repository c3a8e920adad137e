export { DataInvalidError, DataNotFoundError, DataUnavailableError, FormatError } from './errors.ts'
export type {
  Answer,
  ClassificationExample,
  Dataset,
  Example,
  ExamplesByType,
  MultipleChoiceExample,
  RegressionExample,
  SourceFile,
  SpanExtractionExample,
  Split,
  TaggingExample,
  TaskType,
  TextExample,
  TranslationExample,
} from './examples.ts'
export { PARSERS } from './formats/index.ts'
export { loadDataset } from './load.ts'
export { availableLanguages, type DataOptions, type Located, locateDataset, type Recipe } from './locate.ts'

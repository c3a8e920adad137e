export { encoderType, encoderTypes, positionsBefore } from './architectures.ts'
export type { Benchmark } from './benchmark.ts'
export { benchmark, benchmarks } from './benchmarks.ts'
export { type Cluster, COMMON_CLUSTERS, type Parallel } from './clusters.ts'
export { groupOf, LANGUAGE_GROUPS, type LanguageGroup } from './groups.ts'
export {
  EVALUATIONS,
  type Evaluation,
  type ExampleForm,
  type FormOf,
  type KindProperties,
  type KindsWith,
  kinds,
  type LengthSetting,
  type OfficialForm,
  TASK_KINDS,
  type TaskKind,
} from './kinds.ts'
export { type Language, language, languages } from './language.ts'
export { type ModelCopy, type ModelEntry, type PackagedFile, Prefixes } from './model.ts'
export { model, models, namedModel } from './models.ts'
export { nearest } from './nearest.ts'
export type { PublishedResult } from './published/result.ts'
export { publishedResults } from './published.ts'
export { namedStage } from './stages.ts'
export {
  Download,
  type EncoderSize,
  type FileSource,
  TaskEntry,
  type TaskEntryInput,
  type TaskSplit,
} from './task.ts'
export { task, tasks } from './tasks.ts'
export { TRANSLATABLE, translatedFile, translatedTask } from './translated.ts'

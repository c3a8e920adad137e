export { type Language, language, languages } from './language.ts'
export { nearest } from './nearest.ts'
export { Source, TaskEntry, type TaskEntryInput, TaskSplit } from './task.ts'
export { task, tasks } from './tasks.ts'

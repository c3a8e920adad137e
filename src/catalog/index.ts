export { language, languages } from './language.ts'
export { nearest } from './nearest.ts'
export { type Source, TaskEntry, type TaskEntryInput } from './task.ts'
export { task, tasks } from './tasks.ts'

import { TaskEntry, type TaskEntryInput } from './task.ts'

/** Checks an entry of the catalogue against its schema and fills in defaults. */
export function defineTask(entry: TaskEntryInput): TaskEntry {
  return TaskEntry.parse(entry)
}

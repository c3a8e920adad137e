import { UnknownTaskError } from './errors.ts'
import type { TaskEntry } from './task.ts'
import * as entries from './tasks/index.ts'

const BY_ID: ReadonlyMap<string, TaskEntry> = new Map(
  Object.values(entries)
    .map((entry) => [entry.id, entry] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1)),
)

/** Every task of the catalogue, by id. */
export function tasks(): readonly TaskEntry[] {
  return [...BY_ID.values()]
}

/** The task of an id. Throws UNKNOWN_TASK, with the ids that were probably meant. */
export function task(id: string): TaskEntry {
  const found = BY_ID.get(id)
  if (found === undefined) throw new UnknownTaskError(id, [...BY_ID.keys()])
  return found
}

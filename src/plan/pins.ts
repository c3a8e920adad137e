import type { TaskEntry } from '#catalog'
import type { Split } from '#data'
import { type DatasetRef, pinDataset, type Subset } from './dataset.ts'

/** Where a study's data and models are looked for, in order. */
export interface MaterialFolders {
  readonly data: readonly string[]
  readonly models: readonly string[]
}

/** What the study needs and this machine lacks. */
export interface Absent {
  /** Task id, or model name. */
  readonly name: string
  readonly what: string
  readonly error: Error
}

/** Datasets pinned by content, each looked up once, and what was not found. */
export interface Pins {
  readonly places: MaterialFolders
  pin(
    entry: TaskEntry,
    language: string,
    split: Split,
    subset?: Subset,
    among?: readonly string[],
  ): Promise<DatasetRef>
  miss(absent: Absent): void
  absent(): Absent[]
}

export function newPins(places: MaterialFolders): Pins {
  const pinned = new Map<string, Promise<DatasetRef>>()
  // In the order in which they were asked for, whichever is looked up first.
  const asked = new Map<string, Absent | null>()
  const miss = (absent: Absent) => void asked.set(absent.what, absent)
  return {
    places,
    async pin(entry, language, split, subset = null, among) {
      const name = JSON.stringify([entry.id, language, split, subset, among])
      const found = pinned.get(name) ?? pinDataset(entry, language, split, subset, places.data, among)
      pinned.set(name, found)
      const what = `${entry.id} ${language} ${split}`
      if (!asked.has(what)) asked.set(what, null)
      const ref = await found
      if (ref.absent !== null) miss({ name: entry.id, what, error: ref.absent })
      return ref
    },
    miss,
    absent: () => [...asked.values()].filter((each) => each !== null),
  }
}

import type { TaskEntry } from '#catalog'
import { DataNotFoundError } from '../errors.ts'
import type { Split } from '../examples.ts'
import { findFiles } from '../locate.ts'

/** What the data folders have of one split and language. */
export interface Coverage {
  readonly split: Split
  readonly language: string
  /** `stand-in`: other files are read in place of those that the benchmark has, and `note` says so. */
  readonly state: 'there' | 'stand-in' | 'missing'
  readonly files: readonly string[]
  readonly note?: string
}

/** What the data folders have of a task, split by split and language by language. Nothing is read or hashed. */
export async function coverage(entry: TaskEntry, folders: readonly string[]): Promise<Coverage[]> {
  const parts: Coverage[] = []
  for (const split of Object.keys(entry.splits) as Split[])
    for (const language of entry.splits[split]?.languages ?? entry.languages)
      parts.push(await partOf(entry, split, language, folders))
  return parts
}

async function partOf(
  entry: TaskEntry,
  split: Split,
  language: string,
  folders: readonly string[],
): Promise<Coverage> {
  try {
    const { source, files } = await findFiles(entry, language, split, { folders })
    const paths = files.map(({ path }) => path)
    if (source.note === undefined) return { split, language, state: 'there', files: paths }
    return { split, language, state: 'stand-in', files: paths, note: source.note }
  } catch (thrown) {
    if (thrown instanceof DataNotFoundError) return { split, language, state: 'missing', files: [] }
    throw thrown
  }
}

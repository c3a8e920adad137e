import type { Download, TaskEntry } from '#catalog'
import { PolyviaError } from '#kernel'
import { NoSpaceError } from '#net'
import { type Coverage, coverage } from './coverage.ts'
import { fetchDownload, isFetched, sourceName } from './fetch.ts'
import type { FetchContext } from './fetch-context.ts'

/** What came of fetching a task. */
export interface FetchedTask {
  readonly parts: readonly Coverage[]
  /** Sources that were fetched now. */
  readonly fetched: readonly string[]
  /** Sources that failed, with why. Others may have served in their place. */
  readonly failed: readonly { readonly source: string; readonly error: PolyviaError }[]
  /** What a person has to do for parts that are still not there. */
  readonly byHand: readonly string[]
}

/**
 * Fetches what the data folders lack of a task: its sources in order, each only while a part that it serves is not
 * there. A source that fails does not stop the others; a full disk does.
 */
export async function fetchTask(
  entry: TaskEntry,
  folders: readonly string[],
  context: FetchContext,
): Promise<FetchedTask> {
  const places = [...new Set([...folders, context.into])]
  const fetched: string[] = []
  const failed: { source: string; error: PolyviaError }[] = []
  let parts = await coverage(entry, places)
  for (const download of entry.downloads) {
    if (download.from === 'hand' || !parts.some((part) => lacks(part, download))) continue
    if (await isFetched(download, context.into)) continue
    try {
      await fetchDownload(download, context)
      fetched.push(sourceName(download))
    } catch (thrown) {
      if (!(thrown instanceof PolyviaError) || thrown instanceof NoSpaceError) throw thrown
      failed.push({ source: sourceName(download), error: thrown })
    }
    parts = await coverage(entry, places)
  }
  return { parts, fetched, failed, byHand: byHandFor(entry, parts) }
}

const lacks = (part: Coverage, { splits }: Download) =>
  part.state !== 'there' && (splits === undefined || splits.includes(part.split))

/** What a person has to do for the parts that are not there. */
export function byHandFor({ downloads }: TaskEntry, parts: readonly Coverage[]): string[] {
  return downloads.flatMap((download) =>
    download.from === 'hand' && parts.some((part) => lacks(part, download)) ? [download.how] : [],
  )
}

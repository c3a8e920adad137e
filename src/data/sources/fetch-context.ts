import { stat } from 'node:fs/promises'
import { sha256File } from '#kernel'
import { type DownloadEvent, type Downloaded, download, type Limits } from '#net'
import { changeFetched, type FetchedDownload } from './fetched.ts'
import type { Hub } from './hub.ts'

/** Where files go and come from. */
export interface FetchContext {
  /** Data folder that files are put into. */
  readonly into: string
  readonly hub: Hub
  /** Where GitHub gives out archives of commits. */
  readonly codeload: string
  /** Addresses of Python package indexes, in order; asked for where they are needed. */
  readonly packageIndexes: () => Promise<readonly string[]>
  readonly limits?: Partial<Limits>
  readonly onEvent?: (event: FetchEvent) => void
}

export type FetchEvent =
  | DownloadEvent
  | {
      /** A source is about to be fetched. */
      readonly type: 'source'
      readonly source: string
      readonly files: number
      /** Of what is not there yet; undefined where the source does not say. */
      readonly bytes: number | undefined
    }
  | { readonly type: 'unpack'; readonly path: string }
  | {
      /** The hub does not give a model, so a copy of it is taken. */
      readonly type: 'copy'
      readonly reason: string
      readonly quality: string
    }
  | {
      /** All of a model is there already. */
      readonly type: 'there'
      readonly source: string
    }

/** Writes down in `fetched.json` what a source brought. */
export async function note(
  root: string,
  key: string,
  source: string,
  files: readonly Placed[],
): Promise<FetchedDownload> {
  const fetched: FetchedDownload = {
    source,
    at: new Date().toISOString(),
    files: Object.fromEntries(files.map(({ path, bytes, sha256 }) => [path, { bytes, sha256 }])),
  }
  await changeFetched(root, (list) => ({ ...list, downloads: { ...list.downloads, [key]: fetched } }))
  return fetched
}

/** A file in the data folder, with its path below it. */
export interface Placed {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

/** Size and hash of a file. */
export async function described(path: string): Promise<{ bytes: number; sha256: string }> {
  return { bytes: (await stat(path)).size, sha256: await sha256File(path) }
}

/** Size of a file in bytes, undefined where there is none. */
export const sizeOf = (path: string) =>
  stat(path).then(
    ({ size }) => size,
    () => undefined,
  )

/** A download with the limits and events of its context. */
export const fetchFile = (
  context: FetchContext,
  wanted: Parameters<typeof download>[0],
): Promise<Downloaded> =>
  download(wanted, {
    ...(context.onEvent === undefined ? {} : { onEvent: context.onEvent }),
    ...(context.limits === undefined ? {} : { limits: context.limits }),
  })

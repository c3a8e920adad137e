import { mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { messageOf, writeWhole } from '#kernel'
import { takeLease } from '#store'
import { FetchedListError } from './errors.ts'

const FetchedFile = z.strictObject({ bytes: z.int(), sha256: z.string() })

/** One download or import that is complete. */
const FetchedDownload = z.strictObject({
  source: z.string().describe('For people: where it came from'),
  at: z.string(),
  files: z.record(z.string(), FetchedFile).describe('Path below the data folder -> what it was when it came'),
})
export type FetchedDownload = z.infer<typeof FetchedDownload>

/** `fetched.json` of a data folder: what came from where, and which commit of each repository was taken. */
const Fetched = z.strictObject({
  version: z.literal(1),
  commits: z.record(z.string(), z.string()).default({}).describe('Repository and revision -> commit'),
  downloads: z.record(z.string(), FetchedDownload).default({}),
})
export type Fetched = z.infer<typeof Fetched>

const NAME = 'fetched.json'

/** The list of a data folder; empty where there is none. Throws FETCHED_INVALID. */
export async function readFetched(root: string): Promise<Fetched> {
  const path = join(root, NAME)
  const text = await readFile(path, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR') return undefined
    throw thrown
  })
  if (text === undefined) return { version: 1, commits: {}, downloads: {} }
  try {
    return Fetched.parse(JSON.parse(text))
  } catch (cause) {
    throw new FetchedListError(
      path,
      cause instanceof z.ZodError ? z.prettifyError(cause) : messageOf(cause),
      cause,
    )
  }
}

/** Changes the list; one process at a time, and never half. */
export async function changeFetched(root: string, change: (fetched: Fetched) => Fetched): Promise<void> {
  await mkdir(root, { recursive: true })
  const path = join(root, NAME)
  const lease = await takeLease(join(root, `.${NAME}.lock`))
  try {
    await writeWhole(path, `${JSON.stringify(change(await readFetched(root)), null, 1)}\n`)
  } finally {
    await lease.release()
  }
}

/** Whether all files of a download are there, by size. */
export async function isComplete(root: string, download: FetchedDownload | undefined): Promise<boolean> {
  if (download === undefined) return false
  const found = await Promise.all(
    Object.entries(download.files).map(async ([path, { bytes }]) => {
      const file = await stat(join(root, path)).catch(() => undefined)
      return file?.isFile() === true && file.size === bytes
    }),
  )
  return found.every(Boolean)
}

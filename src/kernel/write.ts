import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Key } from './hash.ts'

/** What was written. */
export interface Written {
  readonly bytes: number
  readonly sha256: Key
}

type Piece = string | Uint8Array

/** Pieces are gathered to about this size before they are written. */
const BATCH_BYTES = 1 << 20

/**
 * Writes a file, whole or not at all: readers see the old content or the new, also after a kill or a full disk.
 * @param content the whole, or its pieces in order
 * @param options.durable false: not forced to the disk, for what is cheap to make again. A crash of the machine (not of
 * the program) may then leave it empty, so its reader must be able to tell.
 */
export async function writeWhole(
  path: string,
  content: Piece | Iterable<string>,
  { durable = true }: { readonly durable?: boolean } = {},
): Promise<Written> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true })
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    const hash = createHash('sha256')
    let bytes = 0
    const file = await open(temporary, 'wx')
    try {
      for (const piece of batches(content)) {
        const chunk = typeof piece === 'string' ? Buffer.from(piece) : piece
        hash.update(chunk)
        bytes += chunk.length
        await file.writeFile(chunk)
      }
      if (durable) await file.sync()
      await sweep(folder, (await file.stat()).mtimeMs)
    } finally {
      await file.close()
    }
    await rename(temporary, path)
    return { bytes, sha256: hash.digest('hex') as Key }
  } catch (thrown) {
    await rm(temporary, { force: true })
    throw thrown
  }
}

function* batches(content: Piece | Iterable<string>): Iterable<Piece> {
  if (typeof content === 'string' || content instanceof Uint8Array) {
    yield content
    return
  }
  let batch = ''
  for (const piece of content) {
    batch += piece
    if (batch.length < BATCH_BYTES) continue
    yield batch
    batch = ''
  }
  yield batch
}

/** Folders that this process has swept. */
const swept = new Set<string>()
const TEMPORARY = /\.[0-9a-f]{12}\.tmp$/
/** Nobody writes on one file for longer without touching it. */
const ABANDONED_MS = 3600_000

/** Once a folder and process: removes what killed processes left of files that they were writing. */
async function sweep(folder: string, nowMs: number): Promise<void> {
  if (swept.has(folder)) return
  swept.add(folder)
  for (const name of await readdir(folder)) {
    if (!TEMPORARY.test(name)) continue
    const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: nowMs }))
    if (nowMs - mtimeMs > ABANDONED_MS) await rm(join(folder, name), { force: true })
  }
}

/**
 * What appears whole or not at all: it is written under a temporary name beside its own, `<name>.<12 digits>.tmp`, and
 * renamed. Readers see the old content or the new, also after a kill or a full disk.
 */
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Key } from './hash.ts'

/** What was written. */
export interface Written {
  readonly bytes: number
  readonly sha256: Key
}

type Piece = string | Uint8Array

/** Pieces are gathered to about this many characters before they are written. */
const BATCH = 1 << 20

/**
 * Writes a file, whole or not at all.
 * @param content the whole, or its pieces in order
 * @param options.durable false: not forced to the disk, for what is cheap to make again. A crash of the machine (not of
 * the program) may then leave the file empty, so its reader must be able to tell.
 */
export async function writeWhole(
  path: string,
  content: Piece | Iterable<string>,
  { durable = true }: { readonly durable?: boolean } = {},
): Promise<Written> {
  const temporary = await temporaryBeside(path)
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
    if (batch.length < BATCH) continue
    yield batch
    batch = ''
  }
  yield batch
}

/** Makes a folder, whole or not at all. `fill` gets the draft, an empty folder. An empty one may be in its place. */
export async function writeFolderWhole<T>(path: string, fill: (draft: string) => Promise<T>): Promise<T> {
  const draft = await temporaryBeside(path)
  try {
    await mkdir(draft)
    const result = await fill(draft)
    await rmdir(path).catch((thrown: NodeJS.ErrnoException) => {
      if (thrown.code !== 'ENOENT') throw thrown
    })
    await rename(draft, path)
    return result
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

const TEMPORARY = /\.[0-9a-f]{12}\.tmp$/
/** Nobody is busy for longer with one file or folder. */
const ABANDONED_MS = 24 * 3600_000
/** Folders that this process has swept. */
const swept = new Set<string>()

/**
 * A new name beside `path`, in a folder that is made where it is missing, for what is not finished. What killed processes
 * left in the folder under such names is removed, once a process, when it is a day old.
 */
export async function temporaryBeside(path: string): Promise<string> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true })
  if (!swept.has(folder)) {
    swept.add(folder)
    for (const name of await readdir(folder)) {
      if (!TEMPORARY.test(name)) continue
      const found = await stat(join(folder, name)).catch(() => undefined)
      if (found !== undefined && Date.now() - found.mtimeMs > ABANDONED_MS)
        await rm(join(folder, name), { recursive: true, force: true })
    }
  }
  return `${path}.${randomBytes(6).toString('hex')}.tmp`
}

import { createReadStream } from 'node:fs'
import { open, readFile, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Entry } from 'yauzl'
import { PolyviaError } from '#kernel'
import { bunzip2 } from './bzip2.ts'
import { DataInvalidError } from './errors.ts'

/** Endings of packed files, which a path pattern leaves out. */
export const PACKED = ['.gz', '.bz2'] as const

/**
 * A file of a zip archive is named `archive.zip!path/in/it`: benchmarks that come as an archive are read where they lie.
 * Gives both names, or null for a file that stands alone.
 */
function memberOf(path: string): { readonly archive: string; readonly member: string } | null {
  const at = path.indexOf('.zip!')
  return at < 0 ? null : { archive: path.slice(0, at + 4), member: path.slice(at + 5) }
}

/** Whether there is such a file. */
export async function isStored(path: string): Promise<boolean> {
  const inside = memberOf(path)
  const found = await stat(inside?.archive ?? path).catch(() => null)
  if (found === null || !found.isFile()) return false
  return inside === null || (await membersOf(inside.archive)).has(inside.member)
}

/** A name for the content of a file, without reading it: path, size, time of change, number on its disk. */
export async function stamp(path: string): Promise<{ readonly name: string; readonly size: number }> {
  const { size, mtimeMs, ino } = await stat(memberOf(path)?.archive ?? path)
  return { name: JSON.stringify([path, size, mtimeMs, ino]), size }
}

/** All uncompressed bytes of a file. Throws as `readStored`. */
export async function bytesOf(path: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  await readStored(path, (chunk) => chunks.push(chunk))
  return Buffer.concat(chunks)
}

/**
 * Gives the uncompressed bytes of a file in order: plain, gzip or bzip2 (told by its first bytes), or a member of a zip.
 * Throws DATA_INVALID where it does not unpack, and what `take` throws.
 */
export async function readStored(path: string, take: (chunk: Buffer) => void): Promise<void> {
  const inside = memberOf(path)
  const packing = inside === null ? await packingOf(path) : 'zip'
  const all = async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) take(chunk)
  }
  try {
    if (inside !== null) await readMember(inside.archive, inside.member, all)
    else if (packing === 'gzip') await pipeline(createReadStream(path), createGunzip(), all)
    else if (packing === 'bzip2') for (const block of bunzip2(await readFile(path))) take(block)
    else await pipeline(createReadStream(path), all)
  } catch (cause) {
    if (cause instanceof PolyviaError) throw cause
    throw new DataInvalidError(
      { file: path },
      packing === null ? 'it cannot be read' : `it is a ${packing} file that does not unpack`,
      'The file is cut off or damaged: copy it again.',
      cause,
    )
  }
}

async function packingOf(path: string): Promise<'gzip' | 'bzip2' | null> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(3), 0, 3, 0)
    if (buffer[0] === 0x1f && buffer[1] === 0x8b) return 'gzip'
    return buffer.toString('latin1') === 'BZh' ? 'bzip2' : null
  } finally {
    await file.close()
  }
}

const directories = new Map<string, Promise<ReadonlyMap<string, Entry>>>()

/** Files of a zip archive by their paths in it. Throws DATA_INVALID. */
async function membersOf(archive: string): Promise<ReadonlyMap<string, Entry>> {
  const { name } = await stamp(archive)
  const known = directories.get(name) ?? directoryOf(archive)
  directories.set(name, known)
  return known.catch((cause: unknown) => {
    directories.delete(name)
    throw new DataInvalidError(
      { file: archive },
      'it is a zip file that does not unpack',
      'The file is cut off or damaged: copy it again.',
      cause,
    )
  })
}

async function directoryOf(archive: string): Promise<ReadonlyMap<string, Entry>> {
  const { openPromise } = await import('yauzl')
  const zip = await openPromise(archive, { lazyEntries: true, autoClose: true })
  const entries = new Map<string, Entry>()
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      entries.set(entry.fileName, entry)
      zip.readEntry()
    })
    zip.on('end', () => resolve(entries))
    zip.on('error', reject)
    zip.readEntry()
  })
}

async function readMember(
  archive: string,
  member: string,
  all: (chunks: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  const entry = (await membersOf(archive)).get(member)
  if (entry === undefined) throw new Error(`there is no "${member}" in it`)
  const { openPromise } = await import('yauzl')
  const zip = await openPromise(archive, { lazyEntries: true, autoClose: false })
  try {
    await pipeline(await zip.openReadStreamPromise(entry), all)
  } finally {
    zip.close()
  }
}

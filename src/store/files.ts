import { constants } from 'node:fs'
import { copyFile, lstat, mkdir, open, readdir, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { sha256File } from '#kernel'
import type { Known } from './checking.ts'
import type { Manifest } from './manifest.ts'
import { stamp } from './stamp.ts'

/** Regular files under a folder: sorted paths relative to it, parts joined by `/`. Anything else in it throws. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files: string[] = []
  for (const entry of entries) {
    const path = relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')
    if (entry.isFile()) files.push(path)
    else if (!entry.isDirectory())
      throw new TypeError(`an artifact holds plain files only; "${path}" is not one`)
  }
  return files.sort()
}

/** SHA-256 and size of each file under a folder, with the stamps that go with them. */
export async function describeFiles(
  folder: string,
): Promise<{ readonly files: Manifest['files']; readonly stamps: Known }> {
  const files: Manifest['files'] = {}
  const stamps: Known = new Map()
  for (const path of await listFiles(folder)) {
    const full = join(folder, path)
    stamps.set(path, stamp(full)!)
    files[path] = { sha256: await sha256File(full), bytes: (await stat(full)).size }
  }
  return { files, stamps }
}

/** Forces a file's content to the disk. */
async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Forces a folder's list of names to the disk, where the file system can. */
export async function syncFolder(path: string): Promise<void> {
  await syncFile(path).catch((thrown: NodeJS.ErrnoException) => {
    if (!['EISDIR', 'EINVAL', 'EPERM', 'ENOTSUP'].includes(thrown.code ?? '')) throw thrown
  })
}

/** Forces a whole tree to the disk: files first, then folders, the root last. */
export async function syncTree(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries) if (entry.isFile()) await syncFile(join(entry.parentPath, entry.name))
  for (const entry of entries.reverse())
    if (entry.isDirectory()) await syncFolder(join(entry.parentPath, entry.name))
  await syncFolder(folder)
}

/** A regular file on the disk: its number, size, and how many names it has. */
export interface FileEntry {
  readonly ino: bigint
  readonly bytes: number
  readonly links: bigint
}

/** The regular files under a folder, or the file itself; without what vanishes meanwhile. */
export async function entriesUnder(path: string): Promise<FileEntry[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => undefined)
  const files = entries
    ?.filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  const found: FileEntry[] = []
  for (const file of files ?? [path]) {
    const status = await lstat(file, { bigint: true }).catch(() => undefined)
    if (status?.isFile()) found.push({ ino: status.ino, bytes: Number(status.size), links: status.nlink })
  }
  return found
}

/** Bytes that files take: one with several names once. */
export const bytesOf = (entries: readonly FileEntry[]): number =>
  [...new Map(entries.map(({ ino, bytes }) => [ino, bytes])).values()].reduce((sum, bytes) => sum + bytes, 0)

/** Copies the named files, sharing blocks where the file system can. */
export async function copyFiles(from: string, to: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(to, path)), { recursive: true })
    await copyFile(join(from, path), join(to, path), constants.COPYFILE_FICLONE)
  }
}

/** Entries of a folder, none where there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR') return []
    throw thrown
  })
}

/** Does something for each item, some of them at a time. */
export async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values()
  const one = async () => {
    for (const item of waiting) await work(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
}

/** Enough to keep a disk busy while a file is hashed. */
const AT_ONCE = 4

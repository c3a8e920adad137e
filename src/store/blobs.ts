/**
 * Large files of artifacts also lie under their hashes, as hard links: what artifacts have in common, such as tokenizers
 * and frozen weights, is on the disk once, and each artifact is a whole folder still. The file system counts who refers to
 * a blob; one that nothing but its own name refers to is garbage.
 */
import { link, lstat, mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Known } from './checking.ts'
import { namesIn } from './files.ts'
import type { Hashes } from './hashes.ts'
import { isKey, type Layout, passing } from './layout.ts'
import type { Manifest } from './manifest.ts'
import { codeOf, contentStamp, stamp } from './stamp.ts'

/** Bytes from which on a file is shared: smaller ones take hardly more than a name does. */
const LARGE = 256 << 10

const blobFile = ({ blobs }: Layout, hash: string) => join(blobs, hash.slice(0, 2), hash)

/**
 * Shares the large files of a finished output: each becomes a blob, or gives its place to the one that holds the same.
 * @param stamps of the files when they were hashed; brought up to date, as new links change them
 */
export async function shareFiles(
  layout: Layout,
  hashes: Hashes,
  output: string,
  files: Manifest['files'],
  stamps: Known,
): Promise<void> {
  for (const [path, { sha256, bytes }] of Object.entries(files)) {
    if (bytes < LARGE) continue
    const file = join(output, path)
    const blob = blobFile(layout, sha256)
    const found = stamp(blob)
    if (found !== undefined && (await hashes.of(blob, found)) === sha256) {
      if (!(await relink(layout, blob, file))) continue
      relinked(hashes, stamps, { path, file, sha256, before: found })
    } else {
      await mkdir(dirname(blob), { recursive: true })
      // In place of a damaged one: artifacts that have that keep it, and their hashes tell.
      if (!(await relink(layout, file, blob))) continue
      relinked(hashes, stamps, { path, file, sha256, before: stamps.get(path)! })
    }
  }
}

/** Makes `to` another name of the file `from`, in one step. False where that cannot be: it stays as it is. */
async function relink(layout: Layout, from: string, to: string): Promise<boolean> {
  const draft = passing(layout)
  try {
    await link(from, draft)
    await rename(draft, to)
    return true
  } catch (thrown) {
    // Taken away by another process just now; or it has as many names as the file system allows.
    if (codeOf(thrown) === 'ENOENT' || codeOf(thrown) === 'EMLINK') return false
    throw thrown
  } finally {
    await rm(draft, { force: true })
  }
}

/** A link changes the stamp of a file that was hashed; anything else that did makes it unknown. */
function relinked(
  hashes: Hashes,
  stamps: Known,
  file: { readonly path: string; readonly file: string; readonly sha256: string; readonly before: string },
): void {
  const now = stamp(file.file)
  if (now === undefined || contentStamp(now) !== contentStamp(file.before)) {
    stamps.delete(file.path)
    return
  }
  stamps.set(file.path, now)
  hashes.note(now, file.sha256)
}

/** Removes the blob of a hash when no artifact refers to it. */
export async function freeBlob(layout: Layout, hash: string): Promise<void> {
  const blob = blobFile(layout, hash)
  const links = await lstat(blob).then(
    ({ nlink }) => nlink,
    () => 0,
  )
  if (links === 1) await rm(blob, { force: true })
}

/** Removes the blobs that no artifact refers to. Safe at any time: a blob that gets a reference meanwhile only loses its name. */
export async function freeBlobs(layout: Layout): Promise<void> {
  for (const { path, links } of await blobsOf(layout)) if (links === 1) await rm(path, { force: true })
}

/** All blobs, with how many names each has, its own included. */
export async function blobsOf(
  layout: Layout,
): Promise<{ readonly path: string; readonly ino: bigint; readonly links: number }[]> {
  const found: { path: string; ino: bigint; links: number }[] = []
  for (const prefix of await namesIn(layout.blobs))
    for (const name of await namesIn(join(layout.blobs, prefix))) {
      const path = join(layout.blobs, prefix, name)
      const entry = isKey(name) ? await lstat(path, { bigint: true }).catch(() => undefined) : undefined
      if (entry !== undefined) found.push({ path, ino: entry.ino, links: Number(entry.nlink) })
    }
  return found
}

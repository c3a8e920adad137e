/**
 * Dropping what nothing reads any more. What stays of an artifact is its record: the manifest, which then says what went,
 * and the small files that a report shows.
 */
import { copyFile, mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Key } from '#kernel'
import { underLease } from './at-work.ts'
import { freeBlob } from './blobs.ts'
import { LeaseHeldError, storeStep } from './errors.ts'
import { syncFolder, syncTree } from './files.ts'
import { artifactFolder, discard, type Layout, recordFolder } from './layout.ts'
import { MANIFEST_FILE, type Manifest, sealed } from './manifest.ts'
import { stamp } from './stamp.ts'
import type { Trust } from './trust.ts'

/**
 * Drops an artifact but for some files, unless somebody works on it. A kill leaves it whole, or dropped.
 * @param lasting paths of the files that stay with the record
 * @returns whether it went
 */
export async function dropArtifact(
  layout: Layout,
  trust: Trust,
  key: Key,
  lasting: readonly string[],
): Promise<boolean> {
  if (!trust.has(key)) return false
  return underLease(layout, key, { wait: false }, (lease) =>
    storeStep(layout.root, async () => {
      if (!trust.has(key)) return false
      const { files } = trust.manifest(key)
      await writeRecord(layout, trust, key, lasting, join(layout.temporary, `${key}.${lease.token}`))
      trust.forget(key)
      await discard(layout, artifactFolder(layout, key))
      for (const { sha256 } of Object.values(files)) await freeBlob(layout, sha256)
      return true
    }),
  ).catch((thrown) => {
    if (thrown instanceof LeaseHeldError) return false
    throw thrown
  })
}

async function writeRecord(
  layout: Layout,
  trust: Trust,
  key: Key,
  lasting: readonly string[],
  draft: string,
): Promise<void> {
  const manifest = trust.manifest(key)
  const record: Manifest = { ...manifest, files: {}, dropped: {} }
  for (const [path, file] of Object.entries(manifest.files))
    (lasting.includes(path) ? record.files : record.dropped!)[path] = file
  await mkdir(draft, { recursive: true })
  for (const path of Object.keys(record.files)) {
    await mkdir(dirname(join(draft, path)), { recursive: true })
    await copyFile(join(artifactFolder(layout, key), path), join(draft, path))
  }
  await writeFile(join(draft, MANIFEST_FILE), sealed(record))
  await syncTree(draft)
  const folder = recordFolder(layout, key)
  await mkdir(dirname(folder), { recursive: true })
  if (stamp(folder) !== undefined) await discard(layout, folder)
  await rename(draft, folder)
  await syncFolder(dirname(folder))
}

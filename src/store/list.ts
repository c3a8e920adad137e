import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Key, writeWhole } from '#kernel'
import { manifestIn } from './checking.ts'
import { storeStep } from './errors.ts'
import { bytesOf, entriesUnder } from './files.ts'
import { artifactFolder, keysIn, type Layout, recordFolder } from './layout.ts'
import { FORMAT, type Manifest } from './manifest.ts'

/** An artifact and its size: on the disk it may take less, where it shares files with others. */
export interface StoredArtifact {
  readonly key: Key
  readonly folder: string
  readonly bytes: number
  /** Null when it cannot be read (`verify` says why), or is that of another release. */
  readonly manifest: Manifest | null
  /** Written by a release before this one, which could not be checked: it is never used. */
  readonly older: boolean
  /** Only its record is there. */
  readonly dropped: boolean
}

/** All artifacts, by key, those that were dropped among them. */
export async function list(layout: Layout): Promise<StoredArtifact[]> {
  return storeStep(layout.root, async () => {
    const entries: StoredArtifact[] = []
    const there = new Set(await keysIn(layout.artifacts))
    const dropped = (await keysIn(layout.records)).filter((key) => !there.has(key))
    for (const key of [...there, ...dropped].sort()) {
      const folder = (there.has(key) ? artifactFolder : recordFolder)(layout, key)
      const reading = manifestIn(key, folder)
      const manifest = reading !== undefined && 'manifest' in reading ? reading.manifest : null
      const bytes = manifest
        ? Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0)
        : bytesOf(await entriesUnder(folder))
      const older = reading !== undefined && 'format' in reading && reading.format < FORMAT
      entries.push({ key, folder, bytes, manifest, older, dropped: !there.has(key) })
    }
    return entries
  })
}

/** Bytes that the whole store takes on the disk. */
export const diskBytes = (layout: Layout): Promise<number> =>
  storeStep(layout.root, async () => bytesOf(await entriesUnder(layout.root)))

/** Number of artifacts that releases before this one have written. */
export async function countOlder(layout: Layout): Promise<number> {
  // Written once nothing older is here, so that large stores are not read through each time.
  const mark = join(layout.root, 'format')
  const text = await readFile(mark, 'utf8').catch(() => '')
  if (text === `${FORMAT}\n`) return 0
  const older = (await list(layout)).filter((entry) => entry.older).length
  if (older === 0 && !layout.readOnly) await writeWhole(mark, `${FORMAT}\n`, { durable: false })
  return older
}

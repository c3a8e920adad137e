import { randomUUID } from 'node:crypto'
import { accessSync, constants, mkdirSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Key } from '#kernel'
import { StoreUnusableError, withDiskFull } from './errors.ts'
import { namesIn } from './files.ts'

/** Where things lie in a store. */
export interface Layout {
  readonly root: string
  readonly readOnly: boolean
  /** What is done, in `<two digits of the key>/<key>`. */
  readonly artifacts: string
  /** What is left of dropped artifacts, in `<two digits of the key>/<key>`. */
  readonly records: string
  /** What each run that is at work will still read, in a file named by the run. */
  readonly runs: string
  /** Unfinished work, in `<key>`: the next attempt goes on from it. */
  readonly states: string
  /** Outputs that are being written, in `<key>.<token of the lease>`, and what is on its way out. */
  readonly temporary: string
  /** Who works on what: files `<key>`, and drafts of them, `<key>.<more>`. */
  readonly leases: string
  /** Large files of artifacts by their hashes, in `<two digits>/<SHA-256>`. */
  readonly blobs: string
  /** What was set aside, in `<key>.<more>`. */
  readonly quarantine: string
}

/** The folders of a store, made where they are missing. Throws STORE_UNUSABLE. */
export function openLayout(root: string, readOnly: boolean): Layout {
  const layout: Layout = {
    root,
    readOnly,
    artifacts: join(root, 'artifacts'),
    records: join(root, 'records'),
    runs: join(root, 'runs'),
    states: join(root, 'state'),
    temporary: join(root, 'tmp'),
    leases: join(root, 'leases'),
    blobs: join(root, 'blobs'),
    quarantine: join(root, 'quarantine'),
  }
  try {
    if (readOnly) accessSync(root, constants.R_OK | constants.X_OK)
    else
      for (const folder of [layout.artifacts, layout.states, layout.temporary, layout.leases]) {
        mkdirSync(folder, { recursive: true })
        accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
      }
  } catch (thrown) {
    const named = withDiskFull(thrown, root)
    throw named === thrown ? new StoreUnusableError(root, thrown) : named
  }
  return layout
}

export const isKey = (name: string): name is Key => /^[0-9a-f]{64}$/.test(name)

/** The key in a name of a working folder. */
export const keyPart = (name: string) => name.split('.')[0]!

/** Folder of an artifact, whether it is there or not. */
export const artifactFolder = ({ artifacts }: Layout, key: Key): string => folderIn(artifacts, key)

/** Folder of the record of a dropped artifact, whether it is there or not. */
export const recordFolder = ({ records }: Layout, key: Key): string => folderIn(records, key)

function folderIn(parent: string, key: Key): string {
  if (!isKey(key)) throw new RangeError(`"${key}" is not a key`)
  return join(parent, key.slice(0, 2), key)
}

/** Keys of all that lies among the artifacts, or the records, sorted. */
export async function keysIn(parent: string): Promise<Key[]> {
  const names: string[] = []
  for (const prefix of await namesIn(parent)) names.push(...(await namesIn(join(parent, prefix))))
  return names.filter(isKey).sort()
}

/** A new name in the temporary folder that nobody works under. */
export const passing = ({ temporary }: Layout) => join(temporary, `removed.${randomUUID()}`)

/** Takes a folder out of sight in one step, then removes it. */
export async function discard(layout: Layout, folder: string): Promise<void> {
  const out = passing(layout)
  await rename(folder, out)
  await rm(out, { recursive: true, force: true })
}

/** The time by the clock that stamps the store's files: that of a file server may differ from ours. */
export async function diskTimeMs(layout: Layout): Promise<number> {
  const probe = passing(layout)
  const file = await open(probe, 'wx')
  try {
    await file.write('now')
    return (await file.stat()).mtimeMs
  } finally {
    await file.close()
    await rm(probe, { force: true })
  }
}

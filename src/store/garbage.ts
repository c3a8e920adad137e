/** Removing what is not wanted, and what dead processes left. */
import { rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Key } from '#kernel'
import { livingAmong, removeLeases } from './at-work.ts'
import { blobsOf, freeBlobs } from './blobs.ts'
import { dropArtifact } from './drop.ts'
import { StoreBusyError, storeStep } from './errors.ts'
import { entriesUnder, type FileEntry, namesIn } from './files.ts'
import { artifactFolder, discard, isKey, keyPart, keysIn, type Layout, recordFolder } from './layout.ts'
import { list, type StoredArtifact } from './list.ts'
import { isRunLease, removeRuns } from './runs.ts'
import { stamp } from './stamp.ts'
import { dropState, stateFolder } from './state.ts'
import type { Trust } from './trust.ts'

/** What a collection removed, or would remove. */
export interface Garbage {
  readonly artifacts: readonly StoredArtifact[]
  /** Dropped but for their records. */
  readonly dropped: readonly StoredArtifact[]
  /** Keys whose resumable state goes. */
  readonly states: readonly Key[]
  /** Number of leftovers of dead processes. */
  readonly leftovers: number
  /** Number of artifacts that were set aside. */
  readonly setAside: number
  readonly bytes: number
}

export interface GcOptions {
  /** Only tell what would go. */
  readonly dryRun?: boolean
  /** Artifacts to be dropped, each with its files that last. */
  readonly drop?: ReadonlyMap<Key, readonly string[]>
}

/** Removes artifacts and states outside `keep`, and what dead processes left. */
export async function gc(
  layout: Layout,
  trust: Trust,
  keep: ReadonlySet<Key>,
  { dryRun = false, drop = new Map() }: GcOptions = {},
): Promise<Garbage> {
  return storeStep(layout.root, async () => {
    // Listed before the leases are looked at; see `leftovers`.
    const entries = await list(layout)
    const stateKeys = (await namesIn(layout.states)) as Key[]
    const records = await keysIn(layout.records)
    const { living, outputs, leases, runs } = await leftovers(layout)
    const busy = [...living].find(([name]) => isKey(name) || isRunLease(name))?.[1]
    if (busy !== undefined && !dryRun) throw new StoreBusyError(layout.root, busy)

    const artifacts = entries.filter(
      ({ key, older, dropped }) => !dropped && (older || !keep.has(key)) && !living.has(key),
    )
    const dropped = entries.filter((entry) => !entry.dropped && keep.has(entry.key) && drop.has(entry.key))
    // The state of a finished artifact stays only when its process died between the two last steps.
    const states = stateKeys.filter((key) => !living.has(key) && (!keep.has(key) || trust.has(key)))
    const quarantined = await namesIn(layout.quarantine)
    const folders = [
      ...states.map((key) => stateFolder(layout, key)),
      ...records.filter((key) => !keep.has(key)).map((key) => recordFolder(layout, key)),
      ...outputs,
      ...quarantined.map((name) => join(layout.quarantine, name)),
    ]
    const bytes = await freedBytes(layout, [
      ...[...artifacts, ...dropped].map(({ folder }) => folder),
      ...folders,
    ])
    if (!dryRun) {
      for (const { key, folder } of artifacts) {
        trust.forget(key)
        await discard(layout, folder)
        await rmdir(dirname(folder)).catch(() => undefined)
      }
      for (const { key } of dropped) await dropArtifact(layout, trust, key, drop.get(key)!)
      for (const path of folders) await rm(path, { recursive: true, force: true })
      await freeBlobs(layout)
      await removeRuns(layout, runs, living)
      await removeLeases(layout, leases)
    }
    const left = outputs.length + leases.length
    return { artifacts, dropped, states, leftovers: left, setAside: quarantined.length, bytes }
  })
}

/** What the disk gets back when folders are removed: not what others share with them, but blobs that only they use. */
async function freedBytes(layout: Layout, folders: readonly string[]): Promise<number> {
  const blobs = new Set((await blobsOf(layout)).map(({ ino }) => ino))
  const removed = new Map<bigint, { readonly entry: FileEntry; links: bigint }>()
  for (const folder of folders)
    for (const entry of await entriesUnder(folder)) {
      const before = removed.get(entry.ino)
      if (before === undefined) removed.set(entry.ino, { entry, links: 1n })
      else before.links++
    }
  return [...removed.values()]
    .filter(({ entry, links }) => links + (blobs.has(entry.ino) ? 1n : 0n) >= entry.links)
    .reduce((sum, { entry }) => sum + entry.bytes, 0)
}

/** Removes what killed processes left behind, but for unfinished work. */
export async function sweep(layout: Layout): Promise<void> {
  await storeStep(layout.root, async () => {
    const { living, outputs, leases, runs } = await leftovers(layout)
    for (const path of outputs) await rm(path, { recursive: true, force: true })
    await freeBlobs(layout)
    await removeRuns(layout, runs, living)
    await removeLeases(layout, leases)
  })
}

/**
 * Outputs and leases whose processes are gone, and those who live, by the names of their leases. Who lives is looked at
 * last: what was listed before and has no living holder then is nobody's.
 */
async function leftovers(layout: Layout) {
  const outputs = await namesIn(layout.temporary)
  const runs = await namesIn(layout.runs)
  const leases = await namesIn(layout.leases)
  const living = await livingAmong(layout, leases)
  const isDead = (output: string) =>
    living.get(keyPart(output))?.token !== output.slice(keyPart(output).length + 1)
  return {
    living,
    runs,
    outputs: outputs.filter(isDead).map((name) => join(layout.temporary, name)),
    leases: leases.filter((name) => !living.has(name)),
  }
}

/** Removes an artifact and its state. True when there was one. */
export async function remove(layout: Layout, trust: Trust, key: Key): Promise<boolean> {
  const folder = artifactFolder(layout, key)
  return storeStep(layout.root, async () => {
    const holder = (await livingAmong(layout, [key])).get(key)
    if (holder !== undefined) throw new StoreBusyError(layout.root, holder)
    await dropState(layout, key)
    trust.forget(key)
    const record = recordFolder(layout, key)
    const wasDropped = stamp(record) !== undefined
    if (wasDropped) await discard(layout, record)
    if (stamp(folder) === undefined) return wasDropped
    await discard(layout, folder)
    await freeBlobs(layout)
    return true
  })
}

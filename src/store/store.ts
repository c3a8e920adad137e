import { resolve } from 'node:path'
import type { Key } from '#kernel'
import { type AuditOptions, audit, openArtifact, type Suspect, suspectsOf, verify } from './audit.ts'
import type { Verification } from './checking.ts'
import { storeStep } from './errors.ts'
import { exportArtifact } from './export.ts'
import { type Garbage, type GcOptions, gc, remove, sweep } from './garbage.ts'
import { openLayout } from './layout.ts'
import type { LeaseOptions } from './lease.ts'
import { countOlder, diskBytes, list, type StoredArtifact } from './list.ts'
import type { Manifest, ManifestBase } from './manifest.ts'
import { type Order, type Produced, produce } from './produce.ts'
import { openRun, type StoreRun } from './runs.ts'
import { setAside } from './set-aside.ts'
import { dropState } from './state.ts'
import { Trust } from './trust.ts'

/** Content-addressed artifacts in plain folders. Knows nothing of what is inside. */
export interface Store {
  readonly root: string
  /**
   * Whether an artifact can be had. Not one that `audit` found damaged, or that rests on such a one.
   * @throws ARTIFACT_NEWER when a later release has written it.
   */
  has(key: Key): boolean
  /** Folder of an artifact that this process has checked or made: whoever reads it has called `audit` or `open` before. */
  path(key: Key): string
  /** Folder of an artifact whose every file was hashed. Throws ARTIFACT_MISSING or ARTIFACT_DAMAGED. */
  open(key: Key): Promise<string>
  /** Whether it was dropped, as nothing was left to read it: its record is there still. */
  isDropped(key: Key): boolean
  /** Folder of what lasts of an artifact: itself, or its record where it was dropped. As with `path`, checked before. */
  recordPath(key: Key): string
  /** Of an artifact, also of one that was dropped. */
  manifest(key: Key): Manifest
  /**
   * Makes an artifact, unless it is there. One process at a time works on a key; the artifact appears whole or not at all.
   * What the body throws is thrown on, with the output gone and the state kept.
   */
  produce(key: Key, base: ManifestBase, body: Order['body'], options?: LeaseOptions): Promise<Produced>
  /** All artifacts, by key, those that were dropped among them. */
  list(): Promise<StoredArtifact[]>
  /** Bytes that the store takes on the disk: what artifacts share once. */
  diskBytes(): Promise<number>
  /**
   * Looks for damage among artifacts; those that are not there are left out. What it finds, and all in the store that was
   * computed from it, does not count as there from now on. Each file is hashed once a process, and again when it was
   * touched.
   */
  audit(keys: Iterable<Key>, options?: AuditOptions): Promise<Suspect[]>
  /**
   * What `verify` found damaged, with all that was computed from it, each after what it was made of. None of it counts as
   * there from now on.
   */
  suspects(damaged: readonly Verification[]): Promise<Suspect[]>
  /**
   * Moves damaged artifacts and what was computed from them out of the way, to be made again. Nothing is lost: they lie in
   * `quarantine` until `gc`. What another process is setting right already is left to it.
   */
  setAside(suspects: readonly Suspect[]): Promise<void>
  /** Enters a run, which says what it will read and may drop what nobody will. */
  openRun(): Promise<StoreRun>
  /** Drops the unfinished work on an artifact. */
  dropState(key: Key): Promise<void>
  /** Number of artifacts that releases before this one have written; they are never used, and `gc` removes them. */
  countOlder(): Promise<number>
  /** Reads and hashes every file of one artifact, or of all. */
  verify(key?: Key, onChecked?: (checked: Verification) => void): Promise<Verification[]>
  /** Removes an artifact and its state. True when there was one. */
  remove(key: Key): Promise<boolean>
  /** Removes artifacts and states outside `keep`, and what dead processes left. Throws STORE_BUSY while a run is at work. */
  gc(keep: ReadonlySet<Key>, options?: GcOptions): Promise<Garbage>
  /** Removes what killed processes left behind, but for unfinished work. Runs do so first. */
  sweep(): Promise<void>
  /** Copies an artifact, manifest included, into a new folder. */
  export(key: Key, folder: string): Promise<void>
}

/** Opens a store, making its folders where they are missing. Throws STORE_UNUSABLE. */
export function openStore(root: string, { readOnly = false }: { readonly readOnly?: boolean } = {}): Store {
  const layout = openLayout(resolve(root), readOnly)
  const trust = new Trust(layout)
  return {
    root: layout.root,
    has: (key) => trust.has(key),
    path: (key) => trust.path(key),
    open: (key) => openArtifact(layout, trust, key),
    isDropped: (key) => trust.isDropped(key),
    recordPath: (key) => trust.recordPath(key),
    manifest: (key) => trust.manifest(key),
    produce: (key, base, body, options) => produce(layout, trust, { key, base, body }, options),
    list: () => list(layout),
    diskBytes: () => diskBytes(layout),
    audit: (keys, options) => audit(layout, trust, keys, options),
    suspects: (damaged) => suspectsOf(layout, trust, damaged),
    setAside: (suspects) => setAside(layout, trust, suspects),
    openRun: () => openRun(layout, trust),
    dropState: (key) => storeStep(layout.root, () => dropState(layout, key)),
    countOlder: () => countOlder(layout),
    verify: (key, onChecked) => verify(layout, trust, key, onChecked),
    remove: (key) => remove(layout, trust, key),
    gc: (keep, options) => gc(layout, trust, keep, options),
    sweep: () => sweep(layout),
    export: (key, folder) => exportArtifact(layout, trust, key, folder),
  }
}

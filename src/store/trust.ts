import { join } from 'node:path'
import type { Key } from '#kernel'
import { checkArtifact, type Known, manifestIn, type Verification } from './checking.ts'
import {
  ArtifactDamagedError,
  ArtifactDroppedError,
  ArtifactMissingError,
  ArtifactNewerError,
  asStoreError,
  storeStep,
} from './errors.ts'
import { Hashes } from './hashes.ts'
import { artifactFolder, type Layout, recordFolder } from './layout.ts'
import { FORMAT, MANIFEST_FILE, type Manifest, type ManifestReading } from './manifest.ts'
import { stamp } from './stamp.ts'

/**
 * What this process knows of the artifacts: manifests that were read, files that were hashed, and what must not be used.
 * All of it goes with the stamps of the files, so that it no longer holds once they are touched.
 */
export class Trust {
  readonly hashes = new Hashes()
  readonly #layout: Layout
  /** Manifests that were read, by folder, with the stamps of their files. */
  readonly #readings = new Map<string, { readonly mark: string; readonly reading: ManifestReading }>()
  /** Artifacts that were checked, with the stamps of the files that were found right. */
  readonly #checked = new Map<Key, Known>()
  /** One check of an artifact at a time. */
  readonly #checking = new Map<Key, Promise<unknown>>()
  /** What must not be used, with the stamps of the manifests: once made again it may be. */
  readonly #distrusted = new Map<Key, string | undefined>()

  constructor(layout: Layout) {
    this.#layout = layout
  }

  #read(
    key: Key,
    folder = artifactFolder(this.#layout, key),
  ): { readonly mark: string | undefined; readonly reading: ManifestReading | undefined } {
    try {
      const mark = stamp(join(folder, MANIFEST_FILE))
      const before = this.#readings.get(folder)
      if (before !== undefined && before.mark === mark) return before
      const reading = manifestIn(key, folder)
      if (mark !== undefined && reading !== undefined) this.#readings.set(folder, { mark, reading })
      return { mark, reading }
    } catch (thrown) {
      throw asStoreError(thrown, this.#layout.root)
    }
  }

  /** Whether an artifact can be had; see `Store`. */
  has(key: Key): boolean {
    const { mark, reading } = this.#read(key)
    if (reading === undefined || 'problem' in reading) return false
    if ('format' in reading) {
      if (reading.format > FORMAT)
        throw new ArtifactNewerError(key, artifactFolder(this.#layout, key), reading.format)
      return false
    }
    if (!this.#distrusted.has(key)) return true
    if (this.#distrusted.get(key) === mark) return false
    this.#distrusted.delete(key)
    return true
  }

  /** Whether anything lies in an artifact's place that is, or once was, one of this format. */
  isThere(key: Key): boolean {
    const { reading } = this.#read(key)
    return reading === undefined
      ? stamp(artifactFolder(this.#layout, key)) !== undefined
      : !('format' in reading)
  }

  /** Whether it was dropped, and its record can be had. */
  isDropped(key: Key): boolean {
    const { mark } = this.#read(key, recordFolder(this.#layout, key))
    return this.isRecord(key) && this.#distrusted.get(key) !== mark
  }

  /** Whether a record lies in its place, trusted or not, and no artifact. */
  isRecord(key: Key): boolean {
    return !this.isThere(key) && this.#record(key) !== undefined
  }

  /** Where what is left of an artifact lies. */
  #folder(key: Key): string {
    return (this.isRecord(key) ? recordFolder : artifactFolder)(this.#layout, key)
  }

  #record(key: Key): Manifest | undefined {
    const { reading } = this.#read(key, recordFolder(this.#layout, key))
    return reading !== undefined && 'manifest' in reading ? reading.manifest : undefined
  }

  manifest(key: Key): Manifest {
    const { reading } = this.#read(key)
    const record = reading === undefined ? this.#record(key) : undefined
    if (record !== undefined) return record
    const folder = artifactFolder(this.#layout, key)
    if (reading !== undefined && 'manifest' in reading) return reading.manifest
    if (reading !== undefined && 'problem' in reading)
      throw new ArtifactDamagedError(key, folder, reading.problem)
    if (reading !== undefined && reading.format > FORMAT)
      throw new ArtifactNewerError(key, folder, reading.format)
    throw new ArtifactMissingError(key, this.#layout.root)
  }

  recordPath(key: Key): string {
    if (!this.isDropped(key)) return this.path(key)
    if (!this.#checked.has(key))
      throw new TypeError(`the record of ${key} is to be read, but was not checked`)
    return recordFolder(this.#layout, key)
  }

  path(key: Key): string {
    if (this.isDropped(key)) throw new ArtifactDroppedError(key, this.manifest(key).label)
    if (!this.has(key)) throw new ArtifactMissingError(key, this.#layout.root)
    if (!this.#checked.has(key)) throw new TypeError(`artifact ${key} is to be read, but was not checked`)
    return artifactFolder(this.#layout, key)
  }

  /** One check after the other of an artifact: what the first has hashed, the next need not. */
  check(key: Key, thorough: boolean): Promise<Verification> {
    const before = this.#checking.get(key) ?? Promise.resolve()
    const check = before.then(async () => {
      const known: Known = this.#checked.get(key) ?? new Map()
      const folder = this.#folder(key)
      const checked = await storeStep(this.#layout.root, () =>
        checkArtifact(key, folder, known, this.hashes, thorough),
      )
      if (checked.whole) this.#checked.set(key, known)
      else this.#checked.delete(key)
      return checked
    })
    const over = check
      .catch(() => undefined)
      .then(() => {
        if (this.#checking.get(key) === over) this.#checking.delete(key)
      })
    this.#checking.set(key, over)
    return check
  }

  /** Takes an artifact for checked, with the stamps of files that were hashed just now. */
  vouch(key: Key, stamps: Known): void {
    this.#checked.set(key, stamps)
  }

  /** Takes an artifact for one that was not checked. */
  forget(key: Key): void {
    this.#checked.delete(key)
  }

  /** From now on an artifact does not count as there, until it is made anew. */
  distrust(key: Key): void {
    const folder = this.#folder(key)
    this.#distrusted.set(key, this.#read(key, folder).mark)
  }
}

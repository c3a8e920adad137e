import { randomUUID } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { mkdir, open, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Key } from '#kernel'
import {
  ArtifactDamagedError,
  ArtifactMissingError,
  asStoreError,
  ExportTargetError,
  LeaseLostError,
  StoreBusyError,
  StoreUnusableError,
  withDiskFull,
} from './errors.ts'
import { copyFiles, describeFiles, folderBytes, namesIn, syncFolder, syncTree } from './files.ts'
import { readManifest, tryManifest, type Verification, verifyFolder } from './inspect.ts'
import { type Holder, type LeaseOptions, liveHolder, removeDead, takeLease } from './lease.ts'
import { hostFacts, MANIFEST_FILE, Manifest, type ManifestBase, type ManifestExtra } from './manifest.ts'

/** Where the body of `produce` works. */
export interface Work {
  /** Empty folder that becomes the artifact. */
  readonly output: string
  /** Folder that outlives kills and failures, and is dropped when the artifact is finished. */
  readonly state: string
  /** Aborts when the caller's signal does, or when another process took the phase over. */
  readonly signal: AbortSignal
}

export interface Produced {
  readonly manifest: Manifest
  /** False: the artifact was there already, or another process made it meanwhile. */
  readonly computed: boolean
}

/** An artifact and its size on disk; `manifest` is null when it cannot be read (`verify` says why). */
export interface Entry {
  readonly key: Key
  readonly bytes: number
  readonly manifest: Manifest | null
}

/** What a collection removed, or would remove. */
export interface Garbage {
  readonly artifacts: readonly Entry[]
  /** Keys whose resumable state goes. */
  readonly states: readonly Key[]
  /** Number of leftovers of dead processes. */
  readonly leftovers: number
  readonly bytes: number
}

/** Content-addressed artifacts in plain folders. Knows nothing of what is inside. */
export interface Store {
  readonly root: string
  has(key: Key): boolean
  /** Folder of a finished artifact. Throws ARTIFACT_MISSING, or ARTIFACT_DAMAGED when a file is gone or has another size. */
  path(key: Key): string
  manifest(key: Key): Manifest
  /**
   * Makes an artifact, unless it is there. One process at a time works on a key; the artifact appears whole or not at all.
   * What the body throws is thrown on, with the output gone and the state kept.
   */
  produce(
    key: Key,
    base: ManifestBase,
    body: (work: Work) => Promise<ManifestExtra | undefined>,
    options?: LeaseOptions,
  ): Promise<Produced>
  /** All artifacts, by key. */
  list(): Promise<Entry[]>
  /** Reads and hashes every file of one artifact, or of all. */
  verify(key?: Key, onChecked?: (checked: Verification) => void): Promise<Verification[]>
  /** Removes an artifact and its state. True when there was one. */
  remove(key: Key): Promise<boolean>
  /** Removes artifacts and states outside `keep`, and what dead processes left. Throws STORE_BUSY while a process computes. */
  gc(keep: ReadonlySet<Key>, options?: { readonly dryRun?: boolean }): Promise<Garbage>
  /** Copies an artifact, manifest included, into a new folder. */
  export(key: Key, folder: string): Promise<void>
}

/** Names in the working folders are `<key>` or `<key>.<more>`. */
const keyPart = (name: string) => name.split('.')[0]!
const isKey = (name: string) => /^[0-9a-f]{64}$/.test(name)

const REMOVED = 'removed.'

/** Opens a store, making its folders where they are missing. Throws STORE_UNUSABLE. */
export function openStore(root: string, options: { readonly readOnly?: boolean } = {}): Store {
  return new FolderStore(resolve(root), options.readOnly ?? false)
}

class FolderStore implements Store {
  readonly root: string
  readonly #artifacts: string
  readonly #states: string
  readonly #temporary: string
  readonly #leases: string
  /** Artifacts whose file sizes were seen to be right. */
  readonly #seen = new Set<Key>()

  constructor(root: string, readOnly: boolean) {
    this.root = root
    this.#artifacts = join(root, 'artifacts')
    this.#states = join(root, 'state')
    this.#temporary = join(root, 'tmp')
    this.#leases = join(root, 'leases')
    const folders = [this.#artifacts, this.#states, this.#temporary, this.#leases]
    try {
      if (readOnly) accessSync(root, constants.R_OK | constants.X_OK)
      else
        for (const folder of folders) {
          mkdirSync(folder, { recursive: true })
          accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
        }
    } catch (thrown) {
      const named = withDiskFull(thrown, root)
      throw named === thrown ? new StoreUnusableError(root, thrown) : named
    }
  }

  #folder(key: Key): string {
    if (!isKey(key)) throw new RangeError(`"${key}" is not a key`)
    return join(this.#artifacts, key.slice(0, 2), key)
  }

  has(key: Key): boolean {
    return existsSync(join(this.#folder(key), MANIFEST_FILE))
  }

  path(key: Key): string {
    const folder = this.#folder(key)
    if (this.#seen.has(key)) return folder
    for (const [path, { bytes }] of Object.entries(this.manifest(key).files)) {
      const size = statSync(join(folder, path), { throwIfNoEntry: false })?.size
      if (size === undefined) throw new ArtifactDamagedError(key, folder, `"${path}" is gone`)
      if (size !== bytes)
        throw new ArtifactDamagedError(key, folder, `"${path}" has ${size} bytes, written were ${bytes}`)
    }
    this.#seen.add(key)
    return folder
  }

  manifest(key: Key): Manifest {
    const folder = this.#folder(key)
    try {
      const manifest = readManifest(key, folder)
      if (typeof manifest === 'string') throw new ArtifactDamagedError(key, folder, manifest)
      return manifest
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') throw new ArtifactMissingError(key, this.root)
      throw asStoreError(thrown, this.root)
    }
  }

  async produce(
    key: Key,
    base: ManifestBase,
    body: (work: Work) => Promise<ManifestExtra | undefined>,
    options: LeaseOptions = {},
  ): Promise<Produced> {
    if (this.has(key)) return { manifest: this.manifest(key), computed: false }
    const lease = await this.#own(() => takeLease(join(this.#leases, key), options))
    try {
      // Looked up again: the process whose lease we waited for may have made it.
      if (this.has(key)) return { manifest: this.manifest(key), computed: false }
      const signals = options.signal === undefined ? [lease.lost] : [lease.lost, options.signal]
      const work: Work = {
        output: join(this.#temporary, `${key}.${lease.token}`),
        state: join(this.#states, key),
        signal: AbortSignal.any(signals),
      }
      try {
        await this.#own(async () => {
          await this.#sweepTemporary((owner) => owner === key)
          await mkdir(work.output)
          await mkdir(work.state, { recursive: true })
        })
        const manifest = await this.#compute(key, base, body, work)
        await lease.assertHeld()
        await this.#own(() => this.#place(key, work))
        return { manifest, computed: true }
      } finally {
        await rm(work.output, { recursive: true, force: true }).catch(() => undefined)
        await rmdir(work.state).catch(() => undefined) // goes only when empty
      }
    } finally {
      await lease.release().catch(() => undefined)
    }
  }

  /** Runs the body and writes the manifest; the folder is then complete and on the disk. */
  async #compute(
    key: Key,
    base: ManifestBase,
    body: (work: Work) => Promise<ManifestExtra | undefined>,
    work: Work,
  ): Promise<Manifest> {
    const started = new Date()
    const begin = performance.now()
    let extra: ManifestExtra
    try {
      extra = (await body(work)) ?? {}
    } catch (thrown) {
      throw work.signal.reason instanceof LeaseLostError
        ? work.signal.reason
        : withDiskFull(thrown, this.root)
    }
    const seconds = (performance.now() - begin) / 1000
    return this.#own(async () => {
      const files = await describeFiles(work.output)
      if (MANIFEST_FILE in files)
        throw new TypeError(`the body of ${base.operation} wrote a "${MANIFEST_FILE}"`)
      const manifest = Manifest.parse({
        format: 1,
        key,
        ...base,
        parameters: plain(base.parameters),
        versions: { ...base.versions, ...extra.versions },
        host: hostFacts(),
        started: started.toISOString(),
        finished: new Date().toISOString(),
        seconds: Math.round(seconds * 1000) / 1000,
        ...(extra.tokens === undefined ? {} : { tokens: extra.tokens }),
        ...(extra.energy === undefined ? {} : { energy: extra.energy }),
        files,
        facts: plain(extra.facts ?? {}),
      })
      await writeFile(join(work.output, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`)
      await syncTree(work.output)
      return manifest
    })
  }

  async #place(key: Key, work: Work): Promise<void> {
    const folder = this.#folder(key)
    await mkdir(dirname(folder), { recursive: true })
    try {
      await rename(work.output, folder)
    } catch (thrown) {
      if (!['ENOTEMPTY', 'EEXIST'].includes((thrown as NodeJS.ErrnoException).code ?? '')) throw thrown
      // A whole artifact there is as good as ours. A folder without a manifest was damaged by hand: ours replaces it.
      if (!this.has(key)) {
        await this.#discard(folder)
        await rename(work.output, folder)
      }
    }
    await syncFolder(dirname(folder))
    await syncFolder(this.#artifacts)
    await rm(work.state, { recursive: true, force: true })
  }

  async list(): Promise<Entry[]> {
    const entries: Entry[] = []
    for (const key of await this.#keys()) {
      const read = tryManifest(key, this.#folder(key))
      const bytes =
        typeof read === 'string'
          ? await folderBytes(this.#folder(key))
          : Object.values(read.files).reduce((sum, file) => sum + file.bytes, 0)
      entries.push({ key, bytes, manifest: typeof read === 'string' ? null : read })
    }
    return entries
  }

  async verify(only?: Key, onChecked?: (checked: Verification) => void): Promise<Verification[]> {
    if (only !== undefined && !existsSync(this.#folder(only))) throw new ArtifactMissingError(only, this.root)
    const results: Verification[] = []
    for (const key of only === undefined ? await this.#keys() : [only]) {
      const result = await this.#own(() => verifyFolder(key, this.#folder(key)))
      if (!result.whole) this.#seen.delete(key)
      onChecked?.(result)
      results.push(result)
    }
    return results
  }

  async remove(key: Key): Promise<boolean> {
    const folder = this.#folder(key)
    return this.#own(async () => {
      const holder = (await this.#living([key])).get(key)
      if (holder !== undefined) throw new StoreBusyError(this.root, holder)
      await rm(join(this.#states, key), { recursive: true, force: true })
      this.#seen.delete(key)
      if (!existsSync(folder)) return false
      await this.#discard(folder)
      return true
    })
  }

  async gc(keep: ReadonlySet<Key>, options: { readonly dryRun?: boolean } = {}): Promise<Garbage> {
    const dryRun = options.dryRun ?? false
    return this.#own(async () => {
      // Listed before the leases are looked at: what is listed here and has no living holder then is nobody's.
      const entries = await this.list()
      const stateKeys = (await namesIn(this.#states)) as Key[]
      const temporary = await namesIn(this.#temporary)
      const leases = await namesIn(this.#leases)
      const living = await this.#living(leases)
      const busy = [...living].find(([name]) => isKey(name))?.[1]
      if (busy !== undefined && !dryRun) throw new StoreBusyError(this.root, busy)

      const artifacts = entries.filter(({ key }) => !keep.has(key) && !living.has(key))
      // The state of a finished artifact stays only when its process died between the two last steps.
      const states = stateKeys.filter((key) => !living.has(key) && (!keep.has(key) || this.has(key)))
      const isOurs = (name: string) =>
        living.get(keyPart(name))?.token === name.slice(keyPart(name).length + 1)
      const deadFolders = temporary.filter((name) => !isOurs(name)).map((name) => join(this.#temporary, name))
      const deadLeases = leases.filter((name) => !living.has(name))
      const folders = [...states.map((key) => join(this.#states, key)), ...deadFolders]
      let bytes = artifacts.reduce((sum, entry) => sum + entry.bytes, 0)
      for (const path of folders) bytes += await folderBytes(path)
      if (!dryRun) {
        for (const { key } of artifacts) {
          this.#seen.delete(key)
          await this.#discard(this.#folder(key))
          await rmdir(dirname(this.#folder(key))).catch(() => undefined)
        }
        for (const path of folders) await rm(path, { recursive: true, force: true })
        for (const name of deadLeases) await removeDead(join(this.#leases, name), await this.#diskTimeMs())
      }
      return { artifacts, states, leftovers: deadFolders.length + deadLeases.length, bytes }
    })
  }

  async export(key: Key, target: string): Promise<void> {
    const folder = resolve(target)
    const source = this.path(key)
    const draft = `${folder}.partial-${randomUUID().slice(0, 8)}`
    try {
      if ((await namesIn(folder)).length > 0) throw new ExportTargetError(folder)
      await mkdir(draft, { recursive: true })
      const { files } = this.manifest(key)
      await copyFiles(source, draft, [...Object.keys(files), MANIFEST_FILE])
      const copied = await describeFiles(draft)
      const wrong = Object.keys(files).find((path) => copied[path]?.sha256 !== files[path]!.sha256)
      if (wrong !== undefined)
        throw new ArtifactDamagedError(key, source, `"${wrong}" has another content than was written`)
      await syncTree(draft)
      await rename(draft, folder)
    } catch (thrown) {
      throw withDiskFull(thrown, folder)
    } finally {
      await rm(draft, { recursive: true, force: true })
    }
  }

  /** Runs one of the store's own steps, naming the causes that a user can act on. */
  async #own<T>(step: () => Promise<T>): Promise<T> {
    try {
      return await step()
    } catch (thrown) {
      throw asStoreError(thrown, this.root)
    }
  }

  async #keys(): Promise<Key[]> {
    const keys: string[] = []
    for (const prefix of await this.#own(() => namesIn(this.#artifacts)))
      keys.push(...(await this.#own(() => namesIn(join(this.#artifacts, prefix)))))
    return keys.filter(isKey).sort() as Key[]
  }

  /** Takes a folder out of sight in one step, then removes it. */
  async #discard(folder: string): Promise<void> {
    const out = join(this.#temporary, `${REMOVED}${randomUUID()}`)
    await rename(folder, out)
    await rm(out, { recursive: true, force: true })
  }

  /** Those of the named lease files, drafts included, that belong to a living process. */
  async #living(names: readonly string[]): Promise<Map<string, Holder>> {
    const living = new Map<string, Holder>()
    const nowMs = names.length === 0 ? 0 : await this.#diskTimeMs()
    for (const name of names) {
      const holder = await liveHolder(join(this.#leases, name), nowMs)
      if (holder !== undefined) living.set(name, holder)
    }
    return living
  }

  /** The time by the clock that stamps the store's files: that of a file server may differ from ours. */
  async #diskTimeMs(): Promise<number> {
    const probe = join(this.#temporary, `${REMOVED}${randomUUID()}`)
    const file = await open(probe, 'wx')
    try {
      await file.write('now')
      return (await file.stat()).mtimeMs
    } finally {
      await file.close()
      await rm(probe, { force: true })
    }
  }

  /** Removes what earlier, dead holders left in the temporary folder. Call it with the lease held. */
  async #sweepTemporary(wanted: (key: string) => boolean): Promise<void> {
    for (const name of await namesIn(this.#temporary))
      if (wanted(keyPart(name))) await rm(join(this.#temporary, name), { recursive: true, force: true })
  }
}

/** A value as JSON has it: without what JSON leaves out. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null))
}

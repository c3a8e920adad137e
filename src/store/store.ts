import { randomUUID } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { mkdir, open, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type Key, messageOf } from '#kernel'
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
import { type Holder, type LeaseOptions, liveHolder, STALE_MS, takeLease } from './lease.ts'
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

/** The difference between an artifact and its manifest; whole when all lists are empty and there is no problem. */
export interface Verification {
  readonly key: Key
  readonly label: string
  readonly whole: boolean
  readonly missing: readonly string[]
  readonly changed: readonly string[]
  readonly extra: readonly string[]
  /** Why the manifest itself cannot be trusted. */
  readonly problem?: string
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
    if (!/^[0-9a-f]{64}$/.test(key)) throw new RangeError(`"${key}" is not a key`)
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
    let text: string
    try {
      text = readFileSync(join(folder, MANIFEST_FILE), 'utf8')
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') throw new ArtifactMissingError(key, this.root)
      throw asStoreError(thrown, this.root)
    }
    const manifest = parseManifest(text)
    if (typeof manifest === 'string') throw new ArtifactDamagedError(key, folder, manifest)
    if (manifest.key !== key)
      throw new ArtifactDamagedError(key, folder, `its manifest is that of ${manifest.key.slice(0, 12)}`)
    return manifest
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
      const read = await this.#readManifest(key)
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
      const result = await this.#own(() => this.#verifyOne(key))
      if (!result.whole) this.#seen.delete(key)
      onChecked?.(result)
      results.push(result)
    }
    return results
  }

  async #verifyOne(key: Key): Promise<Verification> {
    const folder = this.#folder(key)
    const manifest = await this.#readManifest(key)
    const none = { missing: [], changed: [], extra: [] }
    if (typeof manifest === 'string') return { key, label: '', whole: false, ...none, problem: manifest }
    const { label } = manifest
    if (manifest.key !== key)
      return { key, label, whole: false, ...none, problem: `its manifest is that of ${manifest.key}` }
    let found: Manifest['files']
    try {
      found = await describeFiles(folder)
    } catch (thrown) {
      return { key, label, whole: false, ...none, problem: messageOf(thrown) }
    }
    delete found[MANIFEST_FILE]
    const expected = manifest.files
    const missing = Object.keys(expected).filter((path) => !(path in found))
    const changed = Object.keys(expected).filter(
      (path) => path in found && found[path]!.sha256 !== expected[path]!.sha256,
    )
    const extra = Object.keys(found).filter((path) => !(path in expected))
    return {
      key,
      label,
      whole: missing.length + changed.length + extra.length === 0,
      missing,
      changed,
      extra,
    }
  }

  async remove(key: Key): Promise<boolean> {
    const folder = this.#folder(key)
    return this.#own(async () => {
      const holder = await this.#liveHolder(key)
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
      const holders = await this.#liveHolders()
      const [busy] = holders.values()
      if (busy !== undefined && !dryRun) throw new StoreBusyError(this.root, busy)
      const artifacts = (await this.list()).filter(({ key }) => !keep.has(key) && !holders.has(key))
      // The state of a finished artifact stays only when its process died between the two last steps.
      const states = ((await namesIn(this.#states)) as Key[]).filter(
        (key) => !holders.has(key) && (!keep.has(key) || this.has(key)),
      )
      let bytes = artifacts.reduce((sum, entry) => sum + entry.bytes, 0)
      for (const key of states) bytes += await folderBytes(join(this.#states, key))
      const leftovers = await this.#leftovers(holders)
      for (const path of leftovers) bytes += await folderBytes(path)
      if (!dryRun) {
        for (const { key } of artifacts) {
          this.#seen.delete(key)
          await this.#discard(this.#folder(key))
          await rmdir(dirname(this.#folder(key))).catch(() => undefined)
        }
        for (const path of [...states.map((key) => join(this.#states, key)), ...leftovers])
          await rm(path, { recursive: true, force: true })
      }
      return { artifacts, states, leftovers: leftovers.length, bytes }
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
    return keys.filter((name) => /^[0-9a-f]{64}$/.test(name)).sort() as Key[]
  }

  /** The manifest, or why it cannot be read. */
  async #readManifest(key: Key): Promise<Manifest | string> {
    try {
      const text = readFileSync(join(this.#folder(key), MANIFEST_FILE), 'utf8')
      return parseManifest(text)
    } catch (thrown) {
      return (thrown as NodeJS.ErrnoException).code === 'ENOENT'
        ? `it has no ${MANIFEST_FILE}`
        : messageOf(thrown)
    }
  }

  /** Takes a folder out of sight in one step, then removes it. */
  async #discard(folder: string): Promise<void> {
    const out = join(this.#temporary, `${REMOVED}${randomUUID()}`)
    await rename(folder, out)
    await rm(out, { recursive: true, force: true })
  }

  async #liveHolder(key: string): Promise<Holder | undefined> {
    return (await this.#liveHolders((name) => name === key)).get(key as Key)
  }

  async #liveHolders(wanted: (name: string) => boolean = () => true): Promise<Map<Key, Holder>> {
    const names = (await namesIn(this.#leases)).filter((name) => /^[0-9a-f]{64}$/.test(name) && wanted(name))
    const holders = new Map<Key, Holder>()
    if (names.length === 0) return holders
    const nowMs = await this.#diskTimeMs()
    for (const name of names) {
      const holder = await liveHolder(join(this.#leases, name), nowMs)
      if (holder !== undefined) holders.set(name as Key, holder)
    }
    return holders
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

  /** Temporary folders and lease files that belong to no living process. */
  async #leftovers(holders: ReadonlyMap<Key, Holder>): Promise<string[]> {
    const ownedByLiving = (name: string) => {
      const [key, ...token] = name.split('.')
      return holders.get(key as Key)?.token === token.join('.')
    }
    const temporary = (await namesIn(this.#temporary)).filter((name) => !ownedByLiving(name))
    // A draft of a lease may belong to a process that waits, or that is about to take the lease.
    const recent = (await this.#diskTimeMs()) - STALE_MS
    const leases: string[] = []
    for (const name of await namesIn(this.#leases)) {
      if (holders.has(name.split('.')[0] as Key)) continue
      const modified = (await stat(join(this.#leases, name)).catch(() => undefined))?.mtimeMs ?? recent
      if (!name.includes('.') || modified < recent) leases.push(name)
    }
    return [
      ...temporary.map((name) => join(this.#temporary, name)),
      ...leases.map((name) => join(this.#leases, name)),
    ]
  }

  /** Removes what earlier, dead holders left in the temporary folder. Call it with the lease held. */
  async #sweepTemporary(wanted: (key: string) => boolean): Promise<void> {
    for (const name of await namesIn(this.#temporary))
      if (wanted(name.split('.')[0]!)) await rm(join(this.#temporary, name), { recursive: true, force: true })
  }
}

function parseManifest(text: string): Manifest | string {
  try {
    const parsed = Manifest.safeParse(JSON.parse(text))
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    return `its manifest does not fit: ${issue?.path.join('.')}: ${issue?.message}`
  } catch {
    return 'its manifest is not JSON'
  }
}

/** A value as JSON has it: without what JSON leaves out. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null))
}

import { randomUUID } from 'node:crypto'
import { accessSync, constants, mkdirSync } from 'node:fs'
import { lstat, mkdir, open, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type Key, writeFolderWhole, writeWhole } from '#kernel'
import { checkFolder, damageOf, type Known, manifestIn, stamp, type Verification } from './checking.ts'
import {
  ArtifactDamagedError,
  ArtifactMissingError,
  ArtifactNewerError,
  asStoreError,
  ExportTargetError,
  LeaseHeldError,
  LeaseLostError,
  LeaseUnreadableError,
  StoreBusyError,
  StoreUnusableError,
  withDiskFull,
} from './errors.ts'
import { copyFiles, describeFiles, eachOf, folderBytes, namesIn, syncFolder, syncTree } from './files.ts'
import { type Holder, type LeaseOptions, liveHolder, removeDead, takeLease, UNKNOWN_HOLDER } from './lease.ts'
import {
  FORMAT,
  hostFacts,
  MANIFEST_FILE,
  Manifest,
  type ManifestBase,
  type ManifestExtra,
  type Reading,
  sealed,
} from './manifest.ts'

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

/** An artifact and its size on disk. */
export interface Entry {
  readonly key: Key
  readonly folder: string
  readonly bytes: number
  /** Null when it cannot be read (`verify` says why), or is that of another release. */
  readonly manifest: Manifest | null
  /** Written by a release before this one, which could not be checked: it is never used. */
  readonly older: boolean
}

/** An artifact that must not be used: it is damaged, or was computed from one that is. */
export interface Suspect {
  readonly key: Key
  /** Empty where its manifest cannot be read. */
  readonly operation: string
  readonly label: string
  /** What is wrong with it; null when it only rests on others. */
  readonly damage: string | null
  /** The damaged artifacts that it was computed from, over any number of steps. */
  readonly from: readonly Key[]
}

/** What a collection removed, or would remove. */
export interface Garbage {
  readonly artifacts: readonly Entry[]
  /** Keys whose resumable state goes. */
  readonly states: readonly Key[]
  /** Number of leftovers of dead processes. */
  readonly leftovers: number
  /** Number of artifacts that were set aside. */
  readonly setAside: number
  readonly bytes: number
}

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
  /**
   * Looks for damage among artifacts; those that are not there are left out. What it finds, and all in the store that was
   * computed from it, does not count as there from now on. Each file is hashed once a process, and again when it was
   * touched.
   * @param options.signal ends it early, with what was found so far
   * @param options.thorough hash all files, as is due before they are read; else small and touched ones only
   */
  audit(
    keys: Iterable<Key>,
    options?: { readonly thorough?: boolean; readonly signal?: AbortSignal },
  ): Promise<Suspect[]>
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
  /** Drops the unfinished work on an artifact. */
  dropState(key: Key): Promise<void>
  /** Number of artifacts that releases before this one have written; they are never used, and `gc` removes them. */
  countOlder(): Promise<number>
  /** Reads and hashes every file of one artifact, or of all. */
  verify(key?: Key, onChecked?: (checked: Verification) => void): Promise<Verification[]>
  /** Removes an artifact and its state. True when there was one. */
  remove(key: Key): Promise<boolean>
  /** Removes artifacts and states outside `keep`, and what dead processes left. Throws STORE_BUSY while a process computes. */
  gc(keep: ReadonlySet<Key>, options?: { readonly dryRun?: boolean }): Promise<Garbage>
  /** Removes what killed processes left behind, but for unfinished work. Runs do so first. */
  sweep(): Promise<void>
  /** Copies an artifact, manifest included, into a new folder. */
  export(key: Key, folder: string): Promise<void>
}

/** Names in the working folders are `<key>` or `<key>.<more>`. */
const keyPart = (name: string) => name.split('.')[0]!
const isKey = (name: string) => /^[0-9a-f]{64}$/.test(name)

const REMOVED = 'removed.'
/** In a state folder: inputs of the work, by role. */
const INPUTS = 'inputs.json'

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
  readonly #quarantine: string
  readonly #readOnly: boolean
  /** Artifacts that were checked, with the stamps of the files that were found right. */
  readonly #checked = new Map<Key, Known>()
  /** One check of an artifact at a time. */
  readonly #checking = new Map<Key, Promise<unknown>>()
  /** Manifests that were read, with the stamps of their files. */
  readonly #readings = new Map<Key, { readonly mark: string; readonly reading: Reading }>()
  /** What must not be used, with the stamps of the manifests: once made again it may be. */
  readonly #distrusted = new Map<Key, string | undefined>()

  constructor(root: string, readOnly: boolean) {
    this.root = root
    this.#readOnly = readOnly
    this.#quarantine = join(root, 'quarantine')
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
    const { mark, reading } = this.#read(key)
    if (reading === undefined || 'problem' in reading) return false
    if ('format' in reading) {
      if (reading.format > FORMAT) throw new ArtifactNewerError(key, this.#folder(key), reading.format)
      return false
    }
    if (!this.#distrusted.has(key)) return true
    if (this.#distrusted.get(key) === mark) return false
    this.#distrusted.delete(key)
    return true
  }

  path(key: Key): string {
    if (!this.has(key)) throw new ArtifactMissingError(key, this.root)
    if (!this.#checked.has(key)) throw new TypeError(`artifact ${key} is to be read, but was not checked`)
    return this.#folder(key)
  }

  async open(key: Key): Promise<string> {
    if (!this.#isThere(key)) throw new ArtifactMissingError(key, this.root)
    const [damaged] = (await this.audit([key], { thorough: true })).filter((suspect) => suspect.key === key)
    if (damaged !== undefined) throw new ArtifactDamagedError(key, this.#folder(key), damaged.damage!)
    this.manifest(key)
    return this.path(key)
  }

  manifest(key: Key): Manifest {
    const { reading } = this.#read(key)
    if (reading !== undefined && 'manifest' in reading) return reading.manifest
    if (reading !== undefined && 'problem' in reading)
      throw new ArtifactDamagedError(key, this.#folder(key), reading.problem)
    if (reading !== undefined && reading.format > FORMAT)
      throw new ArtifactNewerError(key, this.#folder(key), reading.format)
    throw new ArtifactMissingError(key, this.root)
  }

  #read(key: Key): { readonly mark: string | undefined; readonly reading: Reading | undefined } {
    const folder = this.#folder(key)
    try {
      const mark = stamp(join(folder, MANIFEST_FILE))
      const before = this.#readings.get(key)
      if (before !== undefined && before.mark === mark) return before
      const reading = manifestIn(key, folder)
      if (mark !== undefined && reading !== undefined) this.#readings.set(key, { mark, reading })
      return { mark, reading }
    } catch (thrown) {
      throw asStoreError(thrown, this.root)
    }
  }

  /** Whether anything lies in an artifact's place that is, or once was, one of this format. */
  #isThere(key: Key): boolean {
    const { reading } = this.#read(key)
    return reading === undefined ? stamp(this.#folder(key)) !== undefined : !('format' in reading)
  }

  async audit(
    keys: Iterable<Key>,
    { thorough = false, signal }: { readonly thorough?: boolean; readonly signal?: AbortSignal } = {},
  ): Promise<Suspect[]> {
    const there = [...new Set(keys)].filter((key) => this.#isThere(key))
    const damaged: Verification[] = []
    await eachOf(there, async (key) => {
      const checked = signal?.aborted ? undefined : await this.#check(key, thorough)
      if (checked?.whole === false) damaged.push(checked)
    })
    return this.suspects(damaged)
  }

  /** One check after the other of an artifact: what the first has hashed, the next need not. */
  #check(key: Key, thorough: boolean): Promise<Verification> {
    const before = this.#checking.get(key) ?? Promise.resolve()
    const check = before.then(async () => {
      const known: Known = this.#checked.get(key) ?? new Map()
      const checked = await this.#own(() => checkFolder(key, this.#folder(key), known, thorough))
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

  async suspects(damaged: readonly Verification[]): Promise<Suspect[]> {
    if (damaged.length === 0) return []
    const readers = new Map<Key, Key[]>()
    const manifests = new Map<Key, Manifest>()
    for (const { key, manifest } of await this.list()) {
      if (manifest === null) continue
      manifests.set(key, manifest)
      for (const input of Object.values(manifest.inputs))
        readers.set(input, [...(readers.get(input) ?? []), key])
    }
    const from = new Map<Key, Set<Key>>()
    /** What reads an artifact comes before it. */
    const readersFirst: Key[] = []
    const visit = (key: Key): void => {
      if (from.has(key)) return
      from.set(key, new Set())
      for (const reader of readers.get(key) ?? []) visit(reader)
      readersFirst.push(key)
    }
    for (const { key } of damaged) visit(key)
    const faults = new Map(damaged.map((checked) => [checked.key, damageOf(checked)]))
    return readersFirst.toReversed().map((key) => {
      // All that it was made of comes before it, so is known by now.
      const roots = from.get(key)!
      for (const reader of readers.get(key) ?? [])
        for (const root of faults.has(key) ? [key, ...roots] : roots) from.get(reader)!.add(root)
      this.#distrusted.set(key, this.#read(key).mark)
      const { operation = '', label = '' } = manifests.get(key) ?? {}
      return { key, operation, label, damage: faults.get(key) ?? null, from: [...roots] }
    })
  }

  async setAside(suspects: readonly Suspect[]): Promise<void> {
    for (const { key: root } of suspects.filter(({ damage }) => damage !== null)) {
      const lease = await this.#lease(root, { wait: false }).catch((thrown) => {
        if (thrown instanceof LeaseHeldError) return undefined
        throw thrown
      })
      if (lease === undefined) continue
      try {
        // Looked at again: the process whose lease we came after may have set it aside and made it anew.
        if (!this.#isThere(root) || (await this.#check(root, true)).whole) continue
        const derived = suspects.filter(({ from }) => from.includes(root)).map(({ key }) => key)
        await this.#dropStatesOf(new Set([root, ...derived]))
        // What reads an artifact goes before it, the damaged one last: after a kill the next run finds all that is left.
        for (const key of [...derived.toReversed(), root]) await this.#moveAside(key)
      } finally {
        await lease.release().catch(() => undefined)
      }
    }
  }

  async #moveAside(key: Key): Promise<void> {
    this.#checked.delete(key)
    await this.#own(async () => {
      await mkdir(this.#quarantine, { recursive: true })
      await rename(this.#folder(key), join(this.#quarantine, `${key}.${randomUUID().slice(0, 8)}`)).catch(
        (thrown: NodeJS.ErrnoException) => {
          if (thrown.code !== 'ENOENT') throw thrown
        },
      )
    })
  }

  /** Drops what was begun from one of the artifacts, unless somebody works on it: whoever does looks at its inputs again. */
  async #dropStatesOf(keys: ReadonlySet<Key>): Promise<void> {
    for (const name of await this.#own(() => namesIn(this.#states))) {
      if (!isKey(name)) continue
      const inputs = await readFile(join(this.#states, name, INPUTS), 'utf8')
        .then((text) => Object.values(JSON.parse(text) as Record<string, Key>))
        .catch(() => undefined) // half-written: nothing was begun
      if (inputs?.some((input) => keys.has(input)) && (await this.#living([name])).size === 0)
        await this.dropState(name as Key)
    }
  }

  async dropState(key: Key): Promise<void> {
    await this.#own(() => rm(join(this.#states, key), { recursive: true, force: true }))
  }

  async countOlder(): Promise<number> {
    // Written once nothing older is here, so that large stores are not read through each time.
    const mark = join(this.root, 'format')
    const text = await readFile(mark, 'utf8').catch(() => '')
    if (text === `${FORMAT}\n`) return 0
    const older = (await this.list()).filter((entry) => entry.older).length
    if (older === 0 && !this.#readOnly) await writeWhole(mark, `${FORMAT}\n`, { durable: false })
    return older
  }

  #lease(key: Key, options: LeaseOptions) {
    return this.#own(async () => {
      await mkdir(this.#leases, { recursive: true })
      return takeLease(join(this.#leases, key), options)
    })
  }

  async produce(
    key: Key,
    base: ManifestBase,
    body: (work: Work) => Promise<ManifestExtra | undefined>,
    options: LeaseOptions = {},
  ): Promise<Produced> {
    if (this.has(key)) return { manifest: this.manifest(key), computed: false }
    const lease = await this.#lease(key, options)
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
          await mkdir(work.output, { recursive: true })
          await mkdir(work.state, { recursive: true })
          await writeFile(join(work.state, INPUTS), JSON.stringify(base.inputs))
        })
        const { manifest, stamps } = await this.#compute(key, base, body, work)
        await lease.assertHeld()
        await this.#own(() => this.#place(key, work))
        this.#checked.set(key, stamps)
        return { manifest, computed: true }
      } finally {
        await rm(work.output, { recursive: true, force: true }).catch(() => undefined)
        const left = await namesIn(work.state).catch(() => [])
        if (left.every((name) => name === INPUTS)) await rm(work.state, { recursive: true, force: true })
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
  ): Promise<{ readonly manifest: Manifest; readonly stamps: Known }> {
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
      const { files, stamps } = await describeFiles(work.output)
      if (MANIFEST_FILE in files)
        throw new TypeError(`the body of ${base.operation} wrote a "${MANIFEST_FILE}"`)
      const manifest = Manifest.parse({
        format: FORMAT,
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
      await writeFile(join(work.output, MANIFEST_FILE), sealed(manifest))
      await syncTree(work.output)
      return { manifest, stamps }
    })
  }

  async #place(key: Key, work: Work): Promise<void> {
    const folder = this.#folder(key)
    await this.#clear(dirname(folder), true)
    await mkdir(dirname(folder), { recursive: true })
    // A whole artifact there is as good as ours.
    if (!this.has(key)) {
      await this.#clear(folder, false)
      await rename(work.output, folder)
    }
    await syncFolder(dirname(folder))
    await syncFolder(this.#artifacts)
    await rm(work.state, { recursive: true, force: true })
  }

  /** Makes room for a folder: what lies in its place and is of no use goes. */
  async #clear(path: string, isFolderFine: boolean): Promise<void> {
    const found = await lstat(path).catch((thrown: NodeJS.ErrnoException) => {
      if (thrown.code === 'ENOENT') return undefined
      throw thrown
    })
    if (found !== undefined && !(isFolderFine && (await stat(path)).isDirectory())) await this.#discard(path)
  }

  async list(): Promise<Entry[]> {
    return this.#own(async () => {
      const entries: Entry[] = []
      for (const key of await this.#keys()) {
        const folder = this.#folder(key)
        const reading = manifestIn(key, folder)
        const manifest = reading !== undefined && 'manifest' in reading ? reading.manifest : null
        const bytes = manifest
          ? Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0)
          : await folderBytes(folder)
        const older = reading !== undefined && 'format' in reading && reading.format < FORMAT
        entries.push({ key, folder, bytes, manifest, older })
      }
      return entries
    })
  }

  async verify(only?: Key, onChecked?: (checked: Verification) => void): Promise<Verification[]> {
    const keys =
      only === undefined ? (await this.list()).filter(({ older }) => !older).map(({ key }) => key) : [only]
    if (only !== undefined && !this.#isThere(only)) throw new ArtifactMissingError(only, this.root)
    const results: Verification[] = []
    for (const key of keys) {
      this.#checked.delete(key)
      const result = await this.#check(key, true)
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
      this.#checked.delete(key)
      if (stamp(folder) === undefined) return false
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

      const quarantined = await namesIn(this.#quarantine)
      const artifacts = entries.filter(({ key, older }) => (older || !keep.has(key)) && !living.has(key))
      // The state of a finished artifact stays only when its process died between the two last steps.
      const states = stateKeys.filter((key) => !living.has(key) && (!keep.has(key) || this.has(key)))
      const deadFolders = deadOf(temporary, living).map((name) => join(this.#temporary, name))
      const deadLeases = leases.filter((name) => !living.has(name))
      const folders = [
        ...states.map((key) => join(this.#states, key)),
        ...deadFolders,
        ...quarantined.map((name) => join(this.#quarantine, name)),
      ]
      let bytes = artifacts.reduce((sum, entry) => sum + entry.bytes, 0)
      for (const path of folders) bytes += await folderBytes(path)
      if (!dryRun) {
        for (const { key } of artifacts) {
          this.#checked.delete(key)
          await this.#discard(this.#folder(key))
          await rmdir(dirname(this.#folder(key))).catch(() => undefined)
        }
        for (const path of folders) await rm(path, { recursive: true, force: true })
        await this.#removeLeases(deadLeases)
      }
      const leftovers = deadFolders.length + deadLeases.length
      return { artifacts, states, leftovers, setAside: quarantined.length, bytes }
    })
  }

  async sweep(): Promise<void> {
    await this.#own(async () => {
      const temporary = await namesIn(this.#temporary)
      const leases = await namesIn(this.#leases)
      const living = await this.#living(leases)
      for (const name of deadOf(temporary, living))
        await rm(join(this.#temporary, name), { recursive: true, force: true })
      await this.#removeLeases(leases.filter((name) => !living.has(name)))
    })
  }

  async #removeLeases(names: readonly string[]): Promise<void> {
    for (const name of names)
      await removeDead(join(this.#leases, name), await this.#diskTimeMs()).catch((thrown) => {
        if (!(thrown instanceof LeaseUnreadableError)) throw thrown
        return rm(join(this.#leases, name), { recursive: true, force: true })
      })
  }

  async export(key: Key, target: string): Promise<void> {
    const folder = resolve(target)
    const source = await this.open(key)
    if ((await namesIn(folder)).length > 0) throw new ExportTargetError(folder)
    try {
      await writeFolderWhole(folder, async (draft) => {
        const { files } = this.manifest(key)
        await copyFiles(source, draft, [...Object.keys(files), MANIFEST_FILE])
        const { files: copied } = await describeFiles(draft)
        const wrong = Object.keys(files).find((path) => copied[path]?.sha256 !== files[path]!.sha256)
        if (wrong !== undefined)
          throw new ArtifactDamagedError(key, source, `"${wrong}" has another content than was written`)
        await syncTree(draft)
      })
    } catch (thrown) {
      throw withDiskFull(thrown, folder)
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
      const holder = await liveHolder(join(this.#leases, name), nowMs).catch((thrown) => {
        // A folder or a link is nobody's lease; what may not be read is somebody's.
        if (thrown instanceof LeaseUnreadableError) return thrown.locked ? UNKNOWN_HOLDER : undefined
        throw thrown
      })
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

/** Of the outputs that are being written, those whose writers are gone; list them before the leases. */
const deadOf = (names: readonly string[], living: ReadonlyMap<string, Holder>) =>
  names.filter((name) => living.get(keyPart(name))?.token !== name.slice(keyPart(name).length + 1))

/** A value as JSON has it: without what JSON leaves out. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null))
}

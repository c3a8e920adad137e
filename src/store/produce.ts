import { lstat, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Key } from '#kernel'
import { underLease } from './at-work.ts'
import { shareFiles } from './blobs.ts'
import type { Known } from './checking.ts'
import { LeaseLostError, storeStep, withDiskFull } from './errors.ts'
import { describeFiles, namesIn, syncFolder, syncTree } from './files.ts'
import { artifactFolder, discard, keyPart, type Layout } from './layout.ts'
import type { Lease, LeaseOptions } from './lease.ts'
import {
  FORMAT,
  hostFacts,
  MANIFEST_FILE,
  Manifest,
  type ManifestBase,
  type ManifestExtra,
  sealed,
} from './manifest.ts'
import { dropState, enterState, leaveState, stateFolder } from './state.ts'
import type { Trust } from './trust.ts'

/** Where the body of `produce` works. */
export interface Workspace {
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

/** An artifact to be made: its key, what is known of it, and the work. */
export interface Order {
  readonly key: Key
  readonly base: ManifestBase
  readonly body: (work: Workspace) => Promise<ManifestExtra | undefined>
}

/** Makes an artifact, unless it is there; see `Store`. */
export async function produce(
  layout: Layout,
  trust: Trust,
  order: Order,
  options: LeaseOptions = {},
): Promise<Produced> {
  const { key } = order
  const found = () => (trust.has(key) ? { manifest: trust.manifest(key), computed: false } : undefined)
  return (
    found() ??
    // Looked up again under the lease: the process that we waited for may have made it.
    underLease(layout, key, options, async (lease) => found() ?? make(layout, trust, order, lease, options))
  )
}

async function make(
  layout: Layout,
  trust: Trust,
  order: Order,
  lease: Lease,
  { signal }: LeaseOptions,
): Promise<Produced> {
  const { key, base } = order
  const work: Workspace = {
    output: join(layout.temporary, `${key}.${lease.token}`),
    state: stateFolder(layout, key),
    signal: AbortSignal.any(signal === undefined ? [lease.lost] : [lease.lost, signal]),
  }
  try {
    await storeStep(layout.root, async () => {
      await removeOutputs(layout, key)
      await mkdir(work.output, { recursive: true })
      await enterState(layout, key, base.inputs)
    })
    const { manifest, stamps } = await compute(layout, trust, order, work)
    await lease.assertHeld()
    await storeStep(layout.root, () => place(layout, trust, key, work.output))
    trust.vouch(key, stamps)
    return { manifest, computed: true }
  } finally {
    await rm(work.output, { recursive: true, force: true }).catch(() => undefined)
    await leaveState(layout, key)
  }
}

/** Removes what earlier, dead holders of the lease were writing. */
async function removeOutputs({ temporary }: Layout, key: Key): Promise<void> {
  for (const name of await namesIn(temporary))
    if (keyPart(name) === key) await rm(join(temporary, name), { recursive: true, force: true })
}

/** Runs the body and writes the manifest; the folder is then complete and on the disk. */
async function compute(
  layout: Layout,
  trust: Trust,
  { key, base, body }: Order,
  work: Workspace,
): Promise<{ readonly manifest: Manifest; readonly stamps: Known }> {
  const started = new Date()
  const begin = performance.now()
  let extra: ManifestExtra
  try {
    extra = (await body(work)) ?? {}
  } catch (thrown) {
    throw work.signal.reason instanceof LeaseLostError
      ? work.signal.reason
      : withDiskFull(thrown, layout.root)
  }
  const seconds = (performance.now() - begin) / 1000
  return storeStep(layout.root, async () => {
    const { files, stamps } = await describeFiles(work.output)
    if (MANIFEST_FILE in files)
      throw new TypeError(`the body of ${base.operation} wrote a "${MANIFEST_FILE}"`)
    await shareFiles(layout, trust.hashes, work.output, files, stamps)
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

/** Gives a finished folder its place among the artifacts, in one step. */
async function place(layout: Layout, trust: Trust, key: Key, output: string): Promise<void> {
  const folder = artifactFolder(layout, key)
  await clear(layout, dirname(folder), true)
  await mkdir(dirname(folder), { recursive: true })
  // A whole artifact there is as good as ours.
  if (!trust.has(key)) {
    await clear(layout, folder, false)
    await rename(output, folder)
  }
  await syncFolder(dirname(folder))
  await syncFolder(layout.artifacts)
  await dropState(layout, key)
}

/** Makes room for a folder: what lies in its place and is of no use goes. */
async function clear(layout: Layout, path: string, isFolderFine: boolean): Promise<void> {
  const found = await lstat(path).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return undefined
    throw thrown
  })
  if (found !== undefined && !(isFolderFine && (await stat(path)).isDirectory())) await discard(layout, path)
}

/** A value as JSON has it: without what JSON leaves out. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null))
}

/** Looking for damage, and for what rests on it. */
import type { Key } from '#kernel'
import { damageOf, type Verification } from './checking.ts'
import { ArtifactDamagedError, ArtifactDroppedError, ArtifactMissingError } from './errors.ts'
import { eachOf } from './files.ts'
import { artifactFolder, type Layout } from './layout.ts'
import { list, type StoredArtifact } from './list.ts'
import type { Manifest } from './manifest.ts'
import type { Trust } from './trust.ts'

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

export interface AuditOptions {
  /** Ends it early, with what was found so far. */
  readonly signal?: AbortSignal
  /** Hash all files, as is due before they are read; else small and touched ones only. */
  readonly thorough?: boolean
}

/** Looks for damage among artifacts; see `Store`. */
export async function audit(
  layout: Layout,
  trust: Trust,
  keys: Iterable<Key>,
  { thorough = false, signal }: AuditOptions = {},
): Promise<Suspect[]> {
  const there = [...new Set(keys)].filter((key) => trust.isThere(key) || trust.isRecord(key))
  const damaged: Verification[] = []
  await eachOf(there, async (key) => {
    const checked = signal?.aborted ? undefined : await trust.check(key, thorough)
    if (checked?.whole === false) damaged.push(checked)
  })
  return suspectsOf(layout, trust, damaged)
}

/** What was found damaged, with all that was computed from it; none of it is trusted from now on. */
export async function suspectsOf(
  layout: Layout,
  trust: Trust,
  damaged: readonly Verification[],
): Promise<Suspect[]> {
  if (damaged.length === 0) return []
  const entries = await list(layout)
  // A record is read by no phase: what was computed from its artifact was so before that was dropped.
  const records = damaged.filter(({ key }) => trust.isRecord(key))
  const resting = restingOn(
    damaged.filter((checked) => !records.includes(checked)),
    entries,
  )
  const suspects = [
    ...resting,
    ...records
      .filter(({ key }) => resting.every((suspect) => suspect.key !== key))
      .map((checked) => suspectOf(checked, trust.manifest(checked.key))),
  ]
  for (const { key } of suspects) trust.distrust(key)
  return suspects
}

const suspectOf = (checked: Verification, { operation, label }: Manifest): Suspect => ({
  key: checked.key,
  operation,
  label,
  damage: damageOf(checked),
  from: [],
})

/** The damaged ones, and what was computed from them: each after what it was made of. */
function restingOn(damaged: readonly Verification[], entries: readonly StoredArtifact[]): Suspect[] {
  const manifests = new Map(entries.map(({ key, manifest }) => [key, manifest]))
  const readers = new Map<Key, Key[]>()
  for (const [key, manifest] of manifests)
    for (const input of Object.values(manifest?.inputs ?? {}))
      readers.set(input, [...(readers.get(input) ?? []), key])
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
    const { operation = '', label = '' } = manifests.get(key) ?? {}
    return { key, operation, label, damage: faults.get(key) ?? null, from: [...roots] }
  })
}

/** Reads and hashes every file of one artifact, or of all. */
export async function verify(
  layout: Layout,
  trust: Trust,
  only: Key | undefined,
  onChecked: ((checked: Verification) => void) | undefined,
): Promise<Verification[]> {
  if (only !== undefined && !trust.isThere(only) && !trust.isRecord(only))
    throw new ArtifactMissingError(only, layout.root)
  const ours = async () => (await list(layout)).filter(({ older }) => !older).map(({ key }) => key)
  const results: Verification[] = []
  trust.hashes.forget()
  for (const key of only === undefined ? await ours() : [only]) {
    trust.forget(key)
    const result = await trust.check(key, true)
    onChecked?.(result)
    results.push(result)
  }
  return results
}

/** Folder of an artifact whose every file was hashed. */
export async function openArtifact(layout: Layout, trust: Trust, key: Key): Promise<string> {
  if (trust.isDropped(key)) throw new ArtifactDroppedError(key, trust.manifest(key).label)
  if (!trust.isThere(key)) throw new ArtifactMissingError(key, layout.root)
  const [damaged] = (await audit(layout, trust, [key], { thorough: true })).filter(
    (suspect) => suspect.key === key,
  )
  if (damaged !== undefined) throw new ArtifactDamagedError(key, artifactFolder(layout, key), damaged.damage!)
  trust.manifest(key)
  return trust.path(key)
}

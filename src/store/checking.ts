/**
 * Is an artifact as it was written? Every file of it is hashed once a process before its first use, and again when the
 * file system says that it was touched. Where an artifact is only looked at, or others rest on it, files of more than
 * `SMALL` bytes are hashed only when they were touched after the manifest, which is written last.
 */
import { lstatSync, readFileSync } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { type Key, messageOf } from '#kernel'
import type { Hashes } from './hashes.ts'
import { MANIFEST_FILE, type Manifest, type ManifestReading, readSealed } from './manifest.ts'
import { codeOf, isDamage, stampOf } from './stamp.ts'

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

/** Size up to which hashing costs no more than looking. */
const SMALL = 4 << 20

/** Stamps of the files that were found right, by path in the artifact. */
export type Known = Map<string, string>

/** Reads the manifest in a folder; undefined when there is none. Throws when it may not be read. */
export function manifestIn(key: Key, folder: string): ManifestReading | undefined {
  const path = join(folder, MANIFEST_FILE)
  try {
    if (!lstatSync(path).isFile()) return { problem: `its ${MANIFEST_FILE} is no plain file` }
    return readSealed(key, readFileSync(path, 'utf8'))
  } catch (thrown) {
    if (!isDamage(thrown)) throw thrown
    return ['ENOENT', 'ENOTDIR', 'ESTALE'].includes(codeOf(thrown))
      ? undefined
      : { problem: messageOf(thrown) }
  }
}

/**
 * Compares an artifact with its manifest.
 * @param known what was found right before; what is found right is added
 * @param hashes of files that were read before
 * @param thorough false: only small and touched files are hashed
 */
export async function checkArtifact(
  key: Key,
  folder: string,
  known: Known,
  hashes: Hashes,
  thorough: boolean,
): Promise<Verification> {
  const faults = { missing: [] as string[], changed: [] as string[], extra: [] as string[] }
  const reading = manifestIn(key, folder) ?? { problem: `it has no ${MANIFEST_FILE}` }
  if ('format' in reading)
    return { key, label: '', whole: false, ...faults, problem: 'it is of another release' }
  if ('problem' in reading) return { key, label: '', whole: false, ...faults, problem: reading.problem }
  const { label, files } = reading.manifest
  const written = (await lstat(join(folder, MANIFEST_FILE), { bigint: true })).ctimeNs
  for (const path of Object.keys(files)) {
    const fault = await faultOf(join(folder, path), path, files[path]!, { known, hashes, thorough, written })
    if (fault !== undefined) faults[fault].push(path)
  }
  for (const path of await namesUnder(folder))
    if (path !== MANIFEST_FILE && !(path in files)) faults.extra.push(path)
  const whole = Object.values(faults).every((paths) => paths.length === 0)
  return { key, label, whole, ...faults }
}

async function faultOf(
  full: string,
  path: string,
  expected: Manifest['files'][string],
  { known, hashes, thorough, written }: { known: Known; hashes: Hashes; thorough: boolean; written: bigint },
): Promise<'missing' | 'changed' | undefined> {
  try {
    const found = await lstat(full, { bigint: true })
    if (!found.isFile() || found.size !== BigInt(expected.bytes)) return 'changed'
    const mark = stampOf(found)
    if (known.get(path) === mark) return undefined
    known.delete(path)
    if (!thorough && expected.bytes > SMALL && found.ctimeNs <= written) return undefined
    if ((await hashes.of(full, mark)) !== expected.sha256) return 'changed'
    known.set(path, mark)
    return undefined
  } catch (thrown) {
    if (!isDamage(thrown)) throw thrown
    return codeOf(thrown) === 'ENOENT' || codeOf(thrown) === 'ENOTDIR' ? 'missing' : 'changed'
  }
}

/**
 * Everything in a folder that is no folder, sorted. Without what begins with a dot: nothing of an artifact does, but
 * file managers and NFS (for what is removed while it is open) make such files.
 */
async function namesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.split('/').some((part) => part.startsWith('.')))
    .sort()
}

/** What is wrong with an artifact, in words. */
export function damageOf({ problem, missing, changed, extra }: Verification): string {
  return [
    problem,
    ...missing.map((file) => `"${file}" is missing`),
    ...changed.map((file) => `"${file}" has changed`),
    ...extra.map((file) => `"${file}" does not belong there`),
  ]
    .filter((fault) => fault !== undefined)
    .join('; ')
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Key, messageOf } from '#kernel'
import { describeFiles } from './files.ts'
import { MANIFEST_FILE, Manifest } from './manifest.ts'

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

/** The manifest in a folder, or why it cannot be relied on. Throws what the file system does, ENOENT too. */
export function readManifest(key: Key, folder: string): Manifest | string {
  const text = readFileSync(join(folder, MANIFEST_FILE), 'utf8')
  try {
    const parsed = Manifest.safeParse(JSON.parse(text))
    if (parsed.error) {
      const [issue] = parsed.error.issues
      return `its manifest does not fit: ${issue?.path.join('.')}: ${issue?.message}`
    }
    return parsed.data.key === key ? parsed.data : `its manifest is that of ${parsed.data.key.slice(0, 12)}`
  } catch {
    return 'its manifest is not JSON'
  }
}

/** Like `readManifest`, with what the file system says as the reason. */
export function tryManifest(key: Key, folder: string): Manifest | string {
  try {
    return readManifest(key, folder)
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'ENOENT'
      ? `it has no ${MANIFEST_FILE}`
      : messageOf(thrown)
  }
}

/** Reads and hashes every file of an artifact. */
export async function verifyFolder(key: Key, folder: string): Promise<Verification> {
  const manifest = tryManifest(key, folder)
  const none = { missing: [], changed: [], extra: [] }
  if (typeof manifest === 'string') return { key, label: '', whole: false, ...none, problem: manifest }
  const { label, files: expected } = manifest
  let found: Manifest['files']
  try {
    found = await describeFiles(folder)
  } catch (thrown) {
    return { key, label, whole: false, ...none, problem: messageOf(thrown) }
  }
  delete found[MANIFEST_FILE]
  const names = Object.keys(expected)
  const missing = names.filter((path) => !(path in found))
  const changed = names.filter((path) => path in found && found[path]!.sha256 !== expected[path]!.sha256)
  const extra = Object.keys(found).filter((path) => !(path in expected))
  return { key, label, whole: missing.length + changed.length + extra.length === 0, missing, changed, extra }
}

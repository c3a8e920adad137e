import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { openTokenizer } from '#features'
import type { Key } from '#kernel'
import { ModelChangedError } from './model-errors.ts'
import { modelKey } from './model-files.ts'

/** A model or a tokenizer that lies in a folder of the user's, as it was when it was hashed. */
export interface GivenFolder {
  readonly path: string
  readonly part: 'model' | 'tokenizer'
  /** What the file system said of every file just before it was hashed. */
  readonly stamp: string
}

/** Anything that is written, replaced or renamed there gives another text. Links are followed, as they are when read. */
export function stampFolder(path: string): string {
  if (path === '') return ''
  const lines: string[] = []
  for (const name of readdirSync(path).sort()) {
    const found = statSync(join(path, name), { bigint: true, throwIfNoEntry: false })
    if (found?.isFile()) lines.push(`${name} ${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}`)
  }
  return lines.join('\n')
}

/** Stamps at which a folder was found to have the content of its key, by path and key. */
const confirmed = new Map<string, string>()

/**
 * Makes sure that a folder still holds what its key says: hashed again only when something there was touched.
 * @throws MODEL_CHANGED
 */
export async function assertUnchanged(key: Key, { path, part, stamp }: GivenFolder): Promise<void> {
  const now = stampOrGone(path)
  const name = `${path} ${key}`
  if (now === (confirmed.get(name) ?? stamp)) return
  const hashed = part === 'model' ? modelKey(path) : openTokenizer(path).then((tokenizer) => tokenizer.key)
  if ((await hashed.catch(() => undefined)) !== key) throw new ModelChangedError(path)
  confirmed.set(name, now)
}

function stampOrGone(path: string): string {
  try {
    return stampFolder(path)
  } catch {
    return 'gone'
  }
}

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import canonicalizeJson from 'canonicalize'

declare const keyBrand: unique symbol

/** Content key: 64 lower-case hexadecimal digits of a SHA-256. */
export type Key = string & { readonly [keyBrand]: true }

/** JSON text of a value in the canonical form of RFC 8785 (sorted names, shortest numbers). */
export function canonicalJson(value: unknown): string {
  const text = canonicalizeJson(value)
  if (text === undefined) throw new TypeError('canonicalJson needs a JSON value')
  return text
}

/** SHA-256 of bytes or of a string's UTF-8 form. */
export function sha256(content: string | NodeJS.ArrayBufferView): Key {
  return createHash('sha256').update(content).digest('hex') as Key
}

/** Content key of a JSON value: SHA-256 of its canonical form. */
export function contentKey(value: unknown): Key {
  return sha256(canonicalJson(value))
}

/**
 * A number for a name, the same everywhere: the first 48 bits of the SHA-256 of its canonical JSON, exact in a double.
 * Among 100 000 names two have the same with a chance of 1 in 50 000.
 */
export function nameNumber(name: readonly string[]): number {
  return Number.parseInt(contentKey(name).slice(0, 12), 16)
}

/** SHA-256 of a file, read as a stream: the next piece is read while one is hashed. */
export async function sha256File(path: string): Promise<Key> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer)
  return hash.digest('hex') as Key
}

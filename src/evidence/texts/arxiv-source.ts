import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { Parser } from 'tar'
import { messageOf } from '#kernel'
import { TextUnreadableError } from './errors.ts'

/** What an arXiv source is, by its first bytes and not by its name. */
export type SourceContent =
  | { readonly type: 'latex'; readonly files: ReadonlyMap<string, string> }
  | { readonly type: 'pdf'; readonly bytes: Uint8Array }

/** Bounds of what is unpacked: a paper's sources are far below them. */
const MOST_BYTES = 100_000_000
const MOST_TEXT = 20_000_000
const MOST_FILES = 5000

const startsWith = (bytes: Uint8Array, ...magic: number[]) =>
  magic.every((byte, index) => bytes[index] === byte)
export const isPdf = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(1024, bytes.length)).includes('%PDF-')
export const isGzip = (bytes: Uint8Array): boolean => startsWith(bytes, 0x1f, 0x8b)

/**
 * Unpacks a source in memory: a gzipped tar, a gzipped single file, or a bare PDF or file. Only text of LaTeX is kept, under
 * paths that stay inside; links and devices are left out. Throws TEXT_UNREADABLE for what is damaged, or larger than a
 * paper ever is.
 */
export async function unpackSource(bytes: Uint8Array, name: string): Promise<SourceContent> {
  if (isPdf(bytes)) return { type: 'pdf', bytes }
  const plain = isGzip(bytes) ? await gunzip(bytes, name) : bytes
  if (isPdf(plain)) return { type: 'pdf', bytes: plain }
  if (Buffer.from(plain.subarray(257, 262)).toString('latin1') === 'ustar' || looksLikeTar(plain))
    return { type: 'latex', files: await untar(plain, name) }
  const text = decodeText(plain)
  if (!/\\document(?:class|style)|\\begin\s*\{|\\input\b|\\section\b/.test(text))
    throw new TextUnreadableError(name, 'the source is neither LaTeX nor a PDF')
  return { type: 'latex', files: new Map([['main.tex', text]]) }
}

/** Old tar without a magic word: the checksum of its first header fits. */
function looksLikeTar(bytes: Uint8Array): boolean {
  if (bytes.length < 512) return false
  const told = Number.parseInt(Buffer.from(bytes.subarray(148, 156)).toString('latin1').trim(), 8)
  let sum = 8 * 32
  for (let index = 0; index < 512; index++) if (index < 148 || index >= 156) sum += bytes[index]!
  return told === sum
}

async function gunzip(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of Readable.from([Buffer.from(bytes)]).pipe(createGunzip())) {
      length += (chunk as Buffer).length
      if (length > MOST_BYTES)
        throw new TextUnreadableError(name, `it unpacks to more than ${MOST_BYTES} bytes`)
      chunks.push(chunk as Buffer)
    }
  } catch (thrown) {
    if (thrown instanceof TextUnreadableError) throw thrown
    throw new TextUnreadableError(name, `the archive is damaged or cut off (${messageOf(thrown)})`, thrown)
  }
  return Buffer.concat(chunks)
}

async function untar(bytes: Uint8Array, name: string): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  let text = 0
  let count = 0
  const failed: Error[] = []
  await new Promise<void>((resolve, reject) => {
    const parser = new Parser({
      strict: true,
      onReadEntry: (entry) => {
        const path = safePath(entry.path)
        const wanted = entry.type === 'File' || entry.type === 'OldFile'
        if (++count > MOST_FILES) failed.push(new Error(`more than ${MOST_FILES} files`))
        if (
          !wanted ||
          path === undefined ||
          !/(?:\.(?:tex|ltx|latex|txt|tikz)|(?:^|\/)[^./]+)$/i.test(path) ||
          failed.length > 0
        )
          return entry.resume()
        const parts: Buffer[] = []
        entry.on('data', (part: Buffer) => {
          text += part.length
          if (text > MOST_TEXT) failed.push(new Error(`more than ${MOST_TEXT} bytes of LaTeX`))
          else parts.push(Buffer.from(part))
        })
        entry.on('end', () => files.set(path, decodeText(Buffer.concat(parts))))
      },
    })
    parser.on('end', resolve)
    parser.on('error', reject)
    parser.end(Buffer.from(bytes))
  }).catch((thrown: unknown) => {
    throw new TextUnreadableError(name, `the archive is damaged or cut off (${messageOf(thrown)})`, thrown)
  })
  if (failed[0] !== undefined) throw new TextUnreadableError(name, `the archive holds ${failed[0].message}`)
  return files
}

/** The path inside the archive, or nothing when it leads out. */
function safePath(path: string): string | undefined {
  const parts = path
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
  if (path.startsWith('/') || parts.includes('..') || parts.length === 0) return undefined
  return parts.join('/')
}

/** UTF-8, or Latin-1 where it is not. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

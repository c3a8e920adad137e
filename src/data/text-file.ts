import { decodeUtf8, lineNotUtf8, sha256 } from '#kernel'
import { DataInvalidError } from './errors.ts'
import { isParquet, parquetLines } from './parquet.ts'
import { bytesOf, stamp } from './stored.ts'

/** One decoded data file, whole in memory (data files here are below 200 MB). */
export interface TextFile {
  readonly path: string
  /** Which language's file it is, where a role has one a language. */
  readonly language: string
  /** UTF-8, byte order mark removed, line ends as they are. Of a Parquet file its rows, one JSON object a line. */
  readonly text: string
  /** Of the uncompressed bytes; of a Parquet file as it is. */
  readonly sha256: string
  readonly bytes: number
  /** Lines that are not UTF-8 and were left out, where that was asked for. */
  readonly damagedLines: number
}

/** What is done with lines that are not UTF-8. */
export type Damaged = 'error' | 'skip'

/** Files read lately, so that a text that pairs with forty languages is not unpacked forty times. */
const recent = new Map<string, Promise<Omit<TextFile, 'language'>>>()
const REMEMBERED = 64

/**
 * Reads, unpacks and decodes a file. Throws DATA_INVALID with the line where a NUL is, or where bytes are not UTF-8; with
 * `damaged: 'skip'` the latter lines are left out and counted, and later ones have lower numbers.
 */
export async function readTextFile(
  path: string,
  language: string,
  damaged: Damaged = 'error',
): Promise<TextFile> {
  const { name, size } = await stamp(path)
  const key = `${damaged} ${name}`
  const file = recent.get(key) ?? readNow(path, damaged)
  recent.delete(key)
  if (size < 4e6) recent.set(key, file)
  if (recent.size > REMEMBERED) recent.delete(recent.keys().next().value!)
  return { ...(await file), language }
}

async function readNow(path: string, damaged: Damaged): Promise<Omit<TextFile, 'language'>> {
  const bytes = await bytesOf(path)
  const known = { path, sha256: sha256(bytes), bytes: bytes.length }
  if (isParquet(path)) return { ...known, text: await parquetLines(path, bytes), damagedLines: 0 }
  const kept = damaged === 'skip' ? wholeLines(bytes) : { bytes, damagedLines: 0 }
  return { ...known, text: decode(path, kept.bytes), damagedLines: kept.damagedLines }
}

/** The lines that are UTF-8. */
function wholeLines(bytes: Buffer): { readonly bytes: Buffer; readonly damagedLines: number } {
  if (decodeUtf8(bytes) !== null) return { bytes, damagedLines: 0 }
  const lines: Buffer[] = []
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(10, from)
    const next = end < 0 ? bytes.length : end + 1
    lines.push(bytes.subarray(from, next))
    from = next
  }
  const whole = lines.filter((line) => decodeUtf8(line) !== null)
  return { bytes: Buffer.concat(whole), damagedLines: lines.length - whole.length }
}

function decode(path: string, bytes: Buffer): string {
  const nul = bytes.indexOf(0)
  if (nul >= 0)
    throw new DataInvalidError(
      { file: path, line: lineOf(bytes, nul) },
      'there is a NUL byte, so this is not UTF-8 text',
    )
  const text = decodeUtf8(bytes)
  if (text === null)
    throw new DataInvalidError(
      { file: path, line: lineNotUtf8(bytes) },
      'bytes are not UTF-8',
      'Save the file as UTF-8.',
    )
  return text.replace(/^\ufeff/, '')
}

function lineOf(bytes: Buffer, offset: number): number {
  let line = 1
  for (let at = bytes.indexOf(10); at >= 0 && at < offset; at = bytes.indexOf(10, at + 1)) line++
  return line
}

/**
 * Lines of a text, ended by LF or CRLF and by nothing else: U+2028, U+0085 and lone CR are text, as in the tools that
 * wrote the benchmarks. A final line end makes no empty line.
 */
export function linesOf(text: string): string[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
}

/** Without spaces, tabs and CR at both ends. Not `trim`, which takes U+FEFF and U+3000 too: words of some benchmarks. */
export function stripSpaces(text: string): string {
  return text.replace(/^[ \t\r]+|[ \t\r]+$/g, '')
}

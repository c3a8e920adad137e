import { readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { decodeUtf8, lineNotUtf8, sha256 } from '#kernel'
import { DataInvalidError } from './errors.ts'
import { isParquet, parquetLines } from './parquet.ts'

const unzip = promisify(gunzip)

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
}

/** Files read lately, so that a text that pairs with forty languages is not unpacked forty times. */
const recent = new Map<string, Promise<Omit<TextFile, 'language'>>>()
const REMEMBERED = 64

/** Reads, unpacks and decodes a file. Throws DATA_INVALID with the line where bytes are not UTF-8, or where a NUL is. */
export async function readTextFile(path: string, language: string): Promise<TextFile> {
  const { size, mtimeMs, ino } = await stat(path)
  const name = JSON.stringify([path, size, mtimeMs, ino])
  const file = recent.get(name) ?? readNow(path)
  recent.delete(name)
  if (size < 4e6) recent.set(name, file)
  if (recent.size > REMEMBERED) recent.delete(recent.keys().next().value!)
  return { ...(await file), language }
}

async function readNow(path: string): Promise<Omit<TextFile, 'language'>> {
  const bytes = await readBytes(path)
  const text = isParquet(path) ? await parquetLines(path, bytes) : decode(path, bytes)
  return { path, text, sha256: sha256(bytes), bytes: bytes.length }
}

/** Uncompressed bytes of a file, plain or gzip (told by the first two bytes). */
export async function readBytes(path: string): Promise<Buffer> {
  const stored = await readFile(path)
  if (!isGzip(stored)) return stored
  try {
    return await unzip(stored)
  } catch (cause) {
    throw new DataInvalidError(
      { file: path },
      'it is a gzip file that does not unpack',
      'The file is cut off or damaged: copy it again.',
      cause,
    )
  }
}

const isGzip = (bytes: Buffer) => bytes[0] === 0x1f && bytes[1] === 0x8b

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

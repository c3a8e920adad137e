import { createHash } from 'node:crypto'
import { DataInvalidError } from './errors.ts'
import { readStored } from './stored.ts'

/** No line of a benchmark is near this long; a file without line ends is refused before it fills the memory. */
const LONGEST = 64 * 2 ** 20

/**
 * Reads a file line by line, plain or packed, so that memory holds one line and not the file.
 * Returns the SHA-256 and the number of the uncompressed bytes. Lines end as `linesOf` ends them.
 * Throws DATA_INVALID with the line where bytes are not UTF-8, where a NUL is, or where a line is longer than 64 MiB.
 */
export async function readLines(
  path: string,
  take: (line: number, text: string) => void,
): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const hash = createHash('sha256')
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let bytes = 0
  let line = 1
  let rest: Buffer[] = []
  let held = 0
  const refuse = (reason: string, cause?: unknown) =>
    new DataInvalidError({ file: path, line }, reason, undefined, cause)
  const end = (last: Buffer) => {
    const whole = rest.length === 0 ? last : Buffer.concat([...rest, last])
    rest = []
    held = 0
    if (whole.includes(0)) throw refuse('there is a NUL byte, so this is not UTF-8 text')
    let text: string
    try {
      text = strict.decode(whole)
    } catch (cause) {
      throw refuse('the bytes are not UTF-8', cause)
    }
    if (line === 1 && text.startsWith('\ufeff')) text = text.slice(1)
    take(line, text.endsWith('\r') ? text.slice(0, -1) : text)
    line++
  }
  await readStored(path, (chunk) => {
    hash.update(chunk)
    bytes += chunk.length
    let from = 0
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      end(chunk.subarray(from, at))
      from = at + 1
    }
    if (from < chunk.length) rest.push(Buffer.from(chunk.subarray(from)))
    held += chunk.length - from
    if (held > LONGEST) throw refuse('the line is longer than 64 MiB, which no record is')
  })
  if (held > 0) end(Buffer.alloc(0))
  return { sha256: hash.digest('hex'), bytes }
}

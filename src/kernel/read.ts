import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs'

/** Why a file cannot be read, in words that go into the error of whoever wanted it. */
export class UnreadableFileError extends Error {}

/**
 * Bytes of a plain file. A pipe, device, socket or folder is refused, and so is what goes on after `mostBytes`: a read
 * ends, whatever a path leads to. Throws UnreadableFileError.
 */
export function readPlainFile(path: string, mostBytes: number): Buffer {
  let file: number | undefined
  try {
    // Looked at before it is opened, since opening alone can do something to a device; and again, as it may have changed.
    refuseUnlessPlain(statSync(path))
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const found = fstatSync(file)
    refuseUnlessPlain(found)
    if (found.size > mostBytes) throw tooLarge(mostBytes)
    return readUpTo(file, mostBytes)
  } catch (thrown) {
    if (thrown instanceof UnreadableFileError) throw thrown
    const { code } = thrown as NodeJS.ErrnoException
    throw new UnreadableFileError(REASONS.get(code ?? '') ?? String(code ?? thrown), { cause: thrown })
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** Text of a plain file in UTF-8, without a byte order mark. Throws UnreadableFileError. */
export function readPlainText(path: string, mostBytes: number): string {
  const bytes = readPlainFile(path, mostBytes)
  const first = bytes.subarray(0, 2).toString('hex')
  if (first === 'fffe' || first === 'feff') throw new UnreadableFileError('it is in UTF-16, not in UTF-8')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new UnreadableFileError('it is not in UTF-8', { cause })
  }
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['ENOTDIR', 'a part of its path is no folder'],
  ['EACCES', 'it may not be read'],
  ['EPERM', 'it may not be read'],
  ['ELOOP', 'its link leads in a circle'],
  ['ENAMETOOLONG', 'its name is too long'],
  ['ERR_INVALID_ARG_VALUE', 'its name holds a NUL character'],
  ['EAGAIN', 'nothing can be read from it'],
])

function refuseUnlessPlain(found: Stats): void {
  if (found.isFile()) return
  const what = found.isDirectory()
    ? 'a folder'
    : found.isFIFO()
      ? 'a pipe'
      : found.isSocket()
        ? 'a socket'
        : 'a device'
  throw new UnreadableFileError(`it is ${what}, not a plain file`)
}

const tooLarge = (mostBytes: number) =>
  new UnreadableFileError(`it is larger than ${mostBytes / 2 ** 20} MiB, the most that is read`)

/** Files of /proc say that they are empty, and some never end. */
function readUpTo(file: number, mostBytes: number): Buffer {
  const chunks: Buffer[] = []
  let bytes = 0
  for (;;) {
    const chunk = Buffer.alloc(2 ** 16)
    const count = readSync(file, chunk)
    if (count === 0) return Buffer.concat(chunks)
    bytes += count
    if (bytes > mostBytes) throw tooLarge(mostBytes)
    chunks.push(chunk.subarray(0, count))
  }
}

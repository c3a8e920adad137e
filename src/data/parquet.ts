import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { DataInvalidError } from './errors.ts'
import type { ParquetAnswer } from './parquet-process.ts'

/** Whether a file is read as Parquet: by its name, as the hub names its shards. */
export const isParquet = (path: string): boolean => path.endsWith('.parquet')

/**
 * Rows of a Parquet file as JSON lines, so that every format that reads JSON lines reads it: line n is row n.
 * 64-bit integers become numbers, or decimal digits where a number cannot hold them; dates ISO 8601; bytes base64; a
 * missing value null. All codecs of the format are read (Snappy, gzip, zstd, Brotli, LZ4).
 *
 * Throws DATA_INVALID when the file is cut, damaged or no Parquet, and never returns part of it. A damaged file can
 * make its reader loop or take all memory, so files are read one after the other in a process of their own, which is
 * ended when it takes longer than `limit` milliseconds: by default a minute, and 5 s for each MB of the file, some
 * ten times what a slow machine needs. (A thread is not enough: an array that grows too large ends the whole process.)
 */
export function parquetLines(
  path: string,
  bytes: Buffer,
  limit = 60_000 + bytes.length / 200,
): Promise<string> {
  const lines = turn.then(() => readNow(path, bytes, limit))
  turn = lines.catch(() => {})
  return lines
}

let turn: Promise<unknown> = Promise.resolve()
/** Kept for the next file. It keeps nobody waiting: it ends when this process does. */
let idle: ChildProcess | undefined

async function readNow(path: string, bytes: Buffer, limit: number): Promise<string> {
  if (!hasMagic(bytes))
    throw new DataInvalidError({ file: path }, 'it is no Parquet file, or one that is cut off', CUT)
  const child = idle ?? (await start())
  idle = undefined
  keepWaiting(child, true)
  const answer = await ask(child, bytes, limit)
  if (answer === undefined || child.exitCode !== null || child.signalCode !== null) child.kill('SIGKILL')
  else {
    keepWaiting(child, false)
    idle = child
  }
  if (answer !== undefined && 'text' in answer) return answer.text
  const reason = answer?.reason ?? `it could not be read within ${limit / 1000} s and the memory there is`
  throw new DataInvalidError({ file: path }, `it does not read as Parquet: ${reason}`, CUT)
}

async function start(): Promise<ChildProcess> {
  const fromSource = import.meta.url.endsWith('.ts')
  const child = fork(new URL(`./parquet-process.${fromSource ? 'ts' : 'js'}`, import.meta.url), {
    serialization: 'advanced',
    execArgv: fromSource ? ['--import', import.meta.resolve('tsx')] : [],
    // A process out of memory prints pages about itself.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  child.once('exit', () => {
    process.off('exit', end)
    if (idle === child) idle = undefined
  })
  const ready = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => null)])
  if (ready === null) throw new Error(`The process that reads Parquet files ended with ${child.exitCode}`)
  return child
}

/** What the process answers, undefined when it ends or takes too long. */
async function ask(child: ChildProcess, bytes: Buffer, limit: number): Promise<ParquetAnswer | undefined> {
  const done = new AbortController()
  const { signal } = done
  try {
    const answer = once(child, 'message', { signal }).then(([message]) => message as ParquetAnswer)
    const ended = once(child, 'exit', { signal }).then(() => undefined)
    // That it cannot be sent is told by the exit.
    child.send(bytes, () => {})
    return await Promise.race([answer, ended, sleep(limit, undefined, { signal })])
  } finally {
    done.abort()
  }
}

function keepWaiting(child: ChildProcess, on: boolean): void {
  for (const handle of [child, child.channel]) on ? handle?.ref() : handle?.unref()
}

const CUT = 'The file is cut off or damaged: fetch it again, or copy it again.'

const MAGIC = Buffer.from('PAR1')
const hasMagic = (bytes: Buffer) =>
  bytes.length >= 12 && bytes.subarray(0, 4).equals(MAGIC) && bytes.subarray(-4).equals(MAGIC)

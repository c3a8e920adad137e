import { createHash } from 'node:crypto'
import {
  closeSync,
  createReadStream,
  fsyncSync,
  openSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { PolyviaError, sha256File } from '#kernel'
import { takeLease } from '#store'
import { NoSpaceError } from './errors.ts'
import { type Answer, get, PATIENCE, type Patience, withRetries } from './get.ts'
import { connectionProblem, Problem, sourceError } from './problem.ts'

/** One file that is wanted. */
export interface Wanted {
  /** Addresses in order of preference. */
  readonly urls: readonly string[]
  /** Where it goes. Nothing but the whole, checked file ever has this name. */
  readonly path: string
  /** Its size, where known. */
  readonly bytes?: number | undefined
  readonly sha256?: string | undefined
  /** Hash that git knows it by (SHA-1 of "blob <size>\0" and the content), where known. */
  readonly gitOid?: string | undefined
  /** Credentials and the like; sent to hosts of `urls` only. */
  readonly headers?: Readonly<Record<string, string>>
}

/** What happens while a file is fetched. */
export type DownloadEvent =
  | {
      readonly type: 'progress'
      readonly path: string
      readonly bytes: number
      readonly total: number | undefined
    }
  | { readonly type: 'pause'; readonly path: string; readonly reason: string; readonly pauseMs: number }
  | { readonly type: 'waiting'; readonly path: string; readonly holder: string }

export interface DownloadOptions {
  readonly onEvent?: (event: DownloadEvent) => void
  readonly patience?: Partial<Patience>
}

/** A file that is there, whole. */
export interface Downloaded {
  readonly path: string
  readonly url: string
  readonly bytes: number
  readonly sha256: string
  /** Bytes that were here from an earlier attempt. */
  readonly resumedFrom: number
}

/**
 * Fetches a file: mirrors in order, each with retries; goes on where an earlier attempt stopped, where the source
 * promises that the file is the same; checks size and hash; gives it its name last. One process at a time.
 *
 * Throws SOURCE_OFFLINE, SOURCE_NOT_FOUND, SOURCE_GATED, SOURCE_BUSY, SOURCE_BROKEN, DOWNLOAD_TRUNCATED,
 * DOWNLOAD_CORRUPTED (then nothing is kept) or NO_SPACE.
 */
export async function download(wanted: Wanted, options: DownloadOptions = {}): Promise<Downloaded> {
  const { path } = wanted
  const folder = dirname(path)
  await mkdir(folder, { recursive: true })
  const lease = await takeLease(join(folder, `.${basename(path)}.lock`), {
    onWait: ({ pid, host }) =>
      options.onEvent?.({ type: 'waiting', path, holder: `process ${pid} on ${host}` }),
  })
  try {
    return (await alreadyThere(wanted)) ?? (await fromMirrors(wanted, options))
  } finally {
    await lease.release()
  }
}

/** The file, where it is there as wanted: another process may have fetched it meanwhile. */
async function alreadyThere(wanted: Wanted): Promise<Downloaded | undefined> {
  const found = await stat(wanted.path).catch(() => undefined)
  if (found === undefined || !(await isWanted(wanted, wanted.path, found.size))) return undefined
  const sha256 = await sha256File(wanted.path)
  return { path: wanted.path, url: wanted.urls[0]!, bytes: found.size, sha256, resumedFrom: 0 }
}

async function isWanted(wanted: Wanted, path: string, size: number): Promise<boolean> {
  if (wanted.bytes !== undefined && wanted.bytes !== size) return false
  return (await wrongHash(wanted, path, size)) === undefined
}

/** What is wrong with the hash of a file, or undefined. */
async function wrongHash(
  { sha256, gitOid }: Wanted,
  path: string,
  size: number,
): Promise<string | undefined> {
  if (sha256 !== undefined) {
    const got = await sha256File(path)
    return got === sha256 ? undefined : `SHA-256 ${sha256} was promised, ${got} arrived`
  }
  if (gitOid === undefined) return undefined
  const hash = createHash('sha1').update(`blob ${size}\0`)
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  const got = hash.digest('hex')
  return got === gitOid ? undefined : `git hash ${gitOid} was promised, ${got} arrived`
}

async function fromMirrors(wanted: Wanted, options: DownloadOptions): Promise<Downloaded> {
  const patience = { ...PATIENCE, ...options.patience }
  const tried: { url: string; problem: Problem }[] = []
  for (const url of wanted.urls) {
    const part = new Part(wanted, url, patience, options)
    try {
      return await withRetries(() => part.attempt(), patience, {
        progress: () => part.most,
        onPause: (reason, pauseMs) =>
          options.onEvent?.({ type: 'pause', path: wanted.path, reason, pauseMs }),
      })
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw asNoSpace(thrown, dirname(wanted.path))
      tried.push({ url, problem: thrown })
    }
  }
  throw sourceError(basename(wanted.path), tried)
}

function asNoSpace(thrown: unknown, folder: string): unknown {
  const code = (thrown as NodeJS.ErrnoException).code
  if (thrown instanceof PolyviaError || (code !== 'ENOSPC' && code !== 'EDQUOT')) return thrown
  return new NoSpaceError(folder, undefined, 0, thrown)
}

/** What the part that is here came from; beside it in a file of its own. */
const Origin = z.object({
  url: z.string(),
  /** A strong ETag, or else a date: what the source calls this content. */
  validator: z.string().nullable(),
})
type Origin = z.infer<typeof Origin>

/** The part of a file that has arrived, and its growth from one address. */
class Part {
  /** Most bytes that were ever here. */
  most = 0
  private resumedFrom: number | undefined
  private readonly file: string
  private readonly originFile: string
  private readonly wanted: Wanted
  private readonly url: string
  private readonly patience: Patience
  private readonly options: DownloadOptions

  constructor(wanted: Wanted, url: string, patience: Patience, options: DownloadOptions) {
    this.wanted = wanted
    this.url = url
    this.patience = patience
    this.options = options
    this.file = join(dirname(wanted.path), `.${basename(wanted.path)}.part`)
    this.originFile = `${this.file}.json`
  }

  /** One request. Ends with the whole file under its name, or throws a Problem. */
  async attempt(): Promise<Downloaded> {
    const { start, condition } = await this.resumable()
    this.resumedFrom ??= start
    const headers = {
      ...this.wanted.headers,
      ...(start > 0 ? { range: `bytes=${start}-` } : {}),
      ...(start > 0 && condition !== null ? { 'if-range': condition } : {}),
    }
    const answer = await get(this.url, headers, this.patience)
    try {
      const plan = await this.planOf(answer, start, condition)
      if (plan !== 'whole') await this.receive(answer, plan)
    } finally {
      answer.body.on('error', () => undefined).destroy()
    }
    return this.finish()
  }

  /** Bytes that the next request can leave out, and on what condition. Without a name for the content, or a hash, none. */
  private async resumable(): Promise<{ start: number; condition: string | null }> {
    const size = (await stat(this.file).catch(() => undefined))?.size ?? 0
    const origin = await this.origin()
    const hashed = this.wanted.sha256 !== undefined || this.wanted.gitOid !== undefined
    if (size === 0 || origin === undefined) return { start: 0, condition: null }
    if (origin.url === this.url && origin.validator !== null)
      return { start: size, condition: origin.validator }
    return { start: hashed ? size : 0, condition: null }
  }

  private async origin(): Promise<Origin | undefined> {
    try {
      return Origin.parse(JSON.parse(await readFile(this.originFile, 'utf8')))
    } catch {
      return undefined
    }
  }

  /** Where to write the body of an answer, and the size that the whole file will have. */
  private async planOf(
    { status, headers }: Answer,
    start: number,
    condition: string | null,
  ): Promise<{ from: number; total: number | undefined; validator: string | null } | 'whole'> {
    const range = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/.exec(headers['content-range'] ?? '')
    const rangeTotal = range?.[3] === undefined || range[3] === '*' ? undefined : Number(range[3])
    if (status === 416) {
      if (start > 0 && rangeTotal === start) return 'whole'
      await this.discard()
      throw new Problem('broken', 'HTTP 416, the part that was here does not fit', { again: start > 0 })
    }
    const validator = validatorOf(headers)
    if (status === 206) {
      const same = condition === null || validator === null || validator === condition
      if (!same || range?.[1] === undefined || Number(range[1]) !== start) {
        await this.discard()
        throw new Problem('truncated', 'the file changed at its source while it was fetched', { again: true })
      }
      return { from: start, total: this.checkTotal(rangeTotal), validator: condition ?? validator }
    }
    if (/^text\/html\b/i.test(headers['content-type'] ?? '') && !/\.html?$/i.test(this.wanted.path))
      throw new Problem('broken', 'it answers with a web page in place of the file')
    const length = headers['content-length'] === undefined ? undefined : Number(headers['content-length'])
    return { from: 0, total: this.checkTotal(length), validator }
  }

  private checkTotal(total: number | undefined): number | undefined {
    const { bytes } = this.wanted
    if (total !== undefined && bytes !== undefined && total !== bytes)
      throw new Problem('corrupted', `${bytes} bytes were promised, the source has ${total}`)
    return total ?? bytes
  }

  private async receive(
    { body }: Answer,
    { from, total, validator }: { from: number; total: number | undefined; validator: string | null },
  ): Promise<void> {
    const { path } = this.wanted
    // Nothing is awaited between the answer and the first write: bytes that wait in a stream are lost when it breaks.
    this.checkSpace(total === undefined ? 0 : total - from)
    const file = openSync(this.file, from === 0 ? 'w' : 'r+')
    let at = from
    try {
      if (from === 0) writeFileSync(this.originFile, JSON.stringify({ url: this.url, validator }))
      await consume(body, (chunk) => {
        writeWhole(file, chunk, at)
        at += chunk.length
        this.most = Math.max(this.most, at)
        if (total !== undefined && at > total) return false
        this.options.onEvent?.({ type: 'progress', path, bytes: at, total })
        return true
      })
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    if (total === undefined || at === total) return
    if (at < total) throw new Problem('truncated', `${at} of ${total} bytes arrived`, { again: true })
    await this.discard()
    throw new Problem('corrupted', `${total} bytes were promised, more arrived`)
  }

  private checkSpace(needed: number): void {
    const folder = dirname(this.file)
    const { bavail, bsize } = statfsSync(folder)
    if (bavail * bsize < needed) throw new NoSpaceError(folder, needed, bavail * bsize)
  }

  private async finish(): Promise<Downloaded> {
    const { size } = await stat(this.file)
    const { bytes, path } = this.wanted
    const wrong =
      bytes !== undefined && bytes !== size
        ? `${bytes} bytes were promised, ${size} arrived`
        : await wrongHash(this.wanted, this.file, size)
    if (wrong !== undefined) {
      await this.discard()
      // What was here before may be to blame: then the whole file may be right.
      const again = this.resumedFrom !== undefined && this.resumedFrom > 0
      this.resumedFrom = 0
      throw new Problem('corrupted', wrong, { again })
    }
    const sha256 = this.wanted.sha256 ?? (await sha256File(this.file))
    await rename(this.file, path)
    await rm(this.originFile, { force: true })
    return { path, url: this.url, bytes: size, sha256, resumedFrom: this.resumedFrom ?? 0 }
  }

  private async discard(): Promise<void> {
    await rm(this.file, { force: true })
    await rm(this.originFile, { force: true })
  }
}

/** Hands on every chunk as it comes, until the end, or until `take` wants no more. */
function consume(body: Answer['body'], take: (chunk: Buffer) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    body.on('data', (chunk: Buffer) => {
      try {
        if (!take(chunk)) resolve()
      } catch (thrown) {
        reject(thrown)
      }
    })
    body.on('end', resolve)
    body.on('error', (thrown) => reject(connectionProblem(thrown, true)))
  })
}

function writeWhole(file: number, chunk: Buffer, at: number): void {
  for (let done = 0; done < chunk.length; )
    done += writeSync(file, chunk, done, chunk.length - done, at + done)
}

/** What names the content of an answer for If-Range: a strong ETag, else the date of its last change. */
function validatorOf(headers: Answer['headers']): string | null {
  const { etag } = headers
  if (etag?.startsWith('"')) return etag
  return headers['last-modified'] ?? null
}

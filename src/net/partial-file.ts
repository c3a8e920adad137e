import { closeSync, fsyncSync, openSync, statfsSync, writeFileSync, writeSync } from 'node:fs'
import { readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { sha256File } from '#kernel'
import { NoSpaceError } from './errors.ts'
import { get } from './get.ts'
import type { Limits } from './limits.ts'
import { connectionProblem, Problem } from './problem.ts'
import type { Reply } from './send.ts'
import { type DownloadEvent, type Downloaded, type Wanted, wrongHash } from './wanted.ts'
import { Watch } from './watch.ts'

/** What the part that is here came from; beside it in a file of its own. */
const Origin = z.object({
  url: z.string(),
  /** A strong ETag, or else a date: what the source calls this content. */
  validator: z.string().nullable(),
  /** Size of the whole file, where the source said it. */
  total: z.int().optional(),
})
type Origin = z.infer<typeof Origin>

/** What the next request can leave out, on what condition, and the size that the whole must have then. */
interface Resume {
  readonly start: number
  readonly condition: string | null
  readonly total: number | undefined
}
const FROM_START: Resume = { start: 0, condition: null, total: undefined }

/** Where the body of an answer goes, and where it must have ended. */
interface Plan {
  readonly from: number
  readonly end: number
  readonly total: number | undefined
  readonly validator: string | null
}

/** The part of a file that has arrived, and its growth from one address. */
export class PartialFile {
  readonly #wanted: Wanted
  readonly #url: string
  readonly #limits: Limits
  readonly #onEvent: ((event: DownloadEvent) => void) | undefined
  readonly #file: string
  readonly #originFile: string
  #resumedFrom: number | undefined
  #most = 0
  #total: number | undefined

  constructor(wanted: Wanted, url: string, limits: Limits, onEvent?: (event: DownloadEvent) => void) {
    this.#wanted = wanted
    this.#url = url
    this.#limits = limits
    this.#onEvent = onEvent
    this.#file = join(dirname(wanted.path), `.${basename(wanted.path)}.part`)
    this.#originFile = `${this.#file}.json`
    this.#total = wanted.bytes
  }

  /** Hundredths of the file, or MiB, that were ever here: fewer bytes are no progress, or a trickle would never end. */
  get steps(): number {
    return Math.floor(this.#most / Math.max(1, Math.min(2 ** 20, (this.#total ?? Infinity) / 100)))
  }

  /** One request. Ends with the whole file under its name, or throws a Problem. */
  async attempt(): Promise<Downloaded> {
    const resume = await this.#resumable()
    const { start, condition } = resume
    this.#resumedFrom ??= start
    const headers = {
      ...this.#wanted.headers,
      ...(start > 0 ? { range: `bytes=${start}-` } : {}),
      ...(condition !== null ? { 'if-range': condition } : {}),
    }
    const watch = new Watch(this.#limits)
    try {
      const answer = await get(this.#url, headers, this.#limits, watch)
      try {
        const plan = await this.#planOf(answer, resume)
        if (plan !== 'whole') await this.#receive(answer, plan, watch)
      } finally {
        answer.body.on('error', () => undefined).destroy()
      }
    } finally {
      watch.end()
    }
    return this.#finish()
  }

  get #hashed(): boolean {
    return this.#wanted.sha256 !== undefined || this.#wanted.gitOid !== undefined
  }

  /** Without a name for the content, or a hash that will tell, nothing is left out. */
  async #resumable(): Promise<Resume> {
    const start = (await stat(this.#file).catch(() => undefined))?.size ?? 0
    const origin = await this.#origin()
    if (start === 0 || origin === undefined) return FROM_START
    const { url, validator, total } = origin
    if (url === this.#url && validator !== null) return { start, condition: validator, total }
    return this.#hashed ? { start, condition: null, total: undefined } : FROM_START
  }

  async #origin(): Promise<Origin | undefined> {
    try {
      return Origin.parse(JSON.parse(await readFile(this.#originFile, 'utf8')))
    } catch {
      return undefined
    }
  }

  async #planOf({ status, headers }: Reply, resume: Resume): Promise<Plan | 'whole'> {
    const { start, condition } = resume
    const range = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/.exec(headers['content-range'] ?? '')
    const [first, last, size] = [range?.[1], range?.[2], range?.[3]].map((text) =>
      text === undefined || text === '*' ? undefined : Number(text),
    )
    const validator = validatorOf(headers)
    const renamed = condition !== null && validator !== null && validator !== condition
    if (status === 416) {
      if (start > 0 && size === start && !renamed) return 'whole'
      await this.#discard()
      throw new Problem('silent', 'HTTP 416, the part that was here does not fit', { again: start > 0 })
    }
    this.#refuseOther(headers)
    if (status !== 206) {
      const length = headers['content-length'] === undefined ? undefined : Number(headers['content-length'])
      const total = this.#checkTotal(length)
      return { from: 0, end: total ?? this.#limits.fileBytes, total, validator }
    }
    // An ETag must come again with each part; whoever leaves it out is believed only where a hash will tell.
    const unnamed = condition?.startsWith('"') === true && validator === null && !this.#hashed
    const resized = size !== undefined && resume.total !== undefined && size !== resume.total
    const fits = first === start && last !== undefined && last >= first && (size === undefined || last < size)
    if (renamed || unnamed || resized || !fits) {
      await this.#discard()
      throw new Problem('truncated', 'the file changed at its source while it was fetched', { again: true })
    }
    const total = this.#checkTotal(size ?? resume.total)
    return { from: start, end: last + 1, total, validator: condition ?? validator }
  }

  /** Throws where something else is about to come in place of the file. */
  #refuseOther(headers: Reply['headers']): void {
    const { path } = this.#wanted
    if (/^text\/html\b/i.test(headers['content-type'] ?? '') && !/\.html?$/i.test(path))
      throw new Problem('content-type', 'it answers with a web page in place of the file')
    const packing = headers['content-encoding'] ?? 'identity'
    if (packing !== 'identity' && !this.#hashed && !/\.t?gz$/i.test(path))
      throw new Problem('body', `it sends the file packed (${packing}), which was not asked for`)
  }

  #checkTotal(total: number | undefined): number | undefined {
    const { bytes } = this.#wanted
    if (total !== undefined && bytes !== undefined && total !== bytes)
      throw new Problem('corrupted', `${bytes} bytes were promised, the source has ${total}`)
    this.#total = total ?? bytes
    return this.#total
  }

  async #receive({ body }: Reply, { from, end, total, validator }: Plan, watch: Watch): Promise<void> {
    const { path } = this.#wanted
    // Nothing is awaited between the answer and the first write: bytes that wait in a stream are lost when it breaks.
    this.#checkSpace(total === undefined ? 0 : total - from)
    const file = openSync(this.#file, from === 0 ? 'w' : 'r+')
    let at = from
    try {
      if (from === 0) writeFileSync(this.#originFile, JSON.stringify({ url: this.#url, validator, total }))
      await consume(body, (chunk) => {
        watch.count(chunk.length)
        at += chunk.length
        if (at > end) return false
        writeWhole(file, chunk, at - chunk.length)
        this.#most = Math.max(this.#most, at)
        this.#onEvent?.({ type: 'progress', path, bytes: at, total })
        return true
      })
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    if (at > end) {
      await this.#discard()
      throw total === undefined
        ? new Problem('too-large', `it does not state a size, and sends more than ${end} bytes`)
        : new Problem('corrupted', `${end} bytes were promised, more arrived`)
    }
    if (total !== undefined && at < total)
      throw new Problem('truncated', `${at} of ${total} bytes arrived`, { again: true })
  }

  #checkSpace(needed: number): void {
    const folder = dirname(this.#file)
    const { bavail, bsize } = statfsSync(folder)
    if (bavail * bsize < needed) throw new NoSpaceError(folder, needed, bavail * bsize)
  }

  async #finish(): Promise<Downloaded> {
    const { size } = await stat(this.#file)
    const { bytes, path } = this.#wanted
    const wrong =
      bytes !== undefined && bytes !== size
        ? `${bytes} bytes were promised, ${size} arrived`
        : await wrongHash(this.#wanted, this.#file, size)
    if (wrong !== undefined) {
      await this.#discard()
      // What was here before may be to blame: then the whole file may be right.
      const again = this.#resumedFrom !== undefined && this.#resumedFrom > 0
      this.#resumedFrom = 0
      throw new Problem('corrupted', wrong, { again })
    }
    const sha256 = this.#wanted.sha256 ?? (await sha256File(this.#file))
    await rename(this.#file, path)
    await rm(this.#originFile, { force: true })
    return { path, url: this.#url, bytes: size, sha256, resumedFrom: this.#resumedFrom ?? 0 }
  }

  async #discard(): Promise<void> {
    await rm(this.#file, { force: true })
    await rm(this.#originFile, { force: true })
  }
}

/** Hands on every chunk as it comes, until the end, or until `take` wants no more. */
function consume(body: Reply['body'], take: (chunk: Buffer) => boolean): Promise<void> {
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
function validatorOf(headers: Reply['headers']): string | null {
  const { etag } = headers
  if (etag?.startsWith('"')) return etag
  return headers['last-modified'] ?? null
}

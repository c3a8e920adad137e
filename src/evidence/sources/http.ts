import type { EnvHttpProxyAgent, fetch as undiciFetch } from 'undici'
import { z } from 'zod'
import { connectionProblem, type Patience, RequestProblem, retryAfterMs, withRetries } from '#data'
import { messageOf, sha256 } from '#kernel'
import { version } from '../../../package.json'
import type { Exchange } from '../bundle/works.ts'
import { canonicalUrl, redactBytes, redactText, secretNames, secretValues } from './address.ts'
import { type HostRule, queueFor } from './hosts.ts'
import { HttpProblem, type ProblemKind } from './problem.ts'
import { type Recorded, type Recording, Recordings, recordingKey } from './recordings.ts'
import { type Robots, readRobots } from './robots.ts'

export interface HttpRequest {
  readonly method?: 'GET' | 'POST'
  readonly url: string
  /** Sent, never recorded. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Content types that can be read: `application/json`, `text/*`, or `*` + `/*` for all. */
  readonly accept: readonly string[]
  /** Longest body in bytes, unpacked. Default 64 MiB. */
  readonly maxBytes?: number
  /** Names of parameters and headers that are secret, beside the usual ones. */
  readonly redact?: readonly string[]
  /** A documented interface, or an address that the user set: robots.txt is not for it. */
  readonly api?: boolean
  /** Recordings younger than this are answers. Default: that of the client. Infinity for what never changes. */
  readonly maxAgeMs?: number
  /** Why a body that arrived whole is no answer; `again`: it may be one the next time. */
  readonly check?: (body: Buffer) => { readonly reason: string; readonly again: boolean } | null
  readonly signal?: AbortSignal | undefined
}

/** An answer: status 2xx, or 404 and 410, which say that there is nothing. */
export interface HttpResponse {
  readonly status: number
  /** Those that are recorded: content type, dates, rate limits. */
  readonly headers: Readonly<Record<string, string>>
  /** Unpacked where the server packed it for the way. */
  readonly body: Buffer
  readonly exchange: Exchange
}

/** Requests that are recorded, or recordings that are replayed. */
export interface Http {
  readonly mode?: 'live' | 'replay'
  /** Throws HttpProblem for everything that is no answer, and the reason of the signal on abort. */
  request(request: HttpRequest): Promise<HttpResponse>
}

export interface HttpOptions {
  /** Folder of the recordings. */
  readonly recordings: string
  /** `replay`: recordings only, never the network. */
  readonly mode: 'live' | 'replay'
  /** Mail address that servers can turn to. */
  readonly contact?: string
  /** Age up to which a recording is used in place of the network. Default one day. */
  readonly maxAgeMs?: number
  /** By host, with its port. */
  readonly rules?: Readonly<Record<string, HostRule>>
  readonly patience?: Partial<Patience> & { readonly totalMs?: number }
  readonly fetch?: typeof undiciFetch
  readonly now?: () => Date
}

const DAY_MS = 86_400_000
const PATIENCE = {
  attempts: 5,
  firstPauseMs: 1000,
  mostPauseMs: 120_000,
  stallMs: 120_000,
  totalMs: 300_000,
}
const AGAIN = new Set([408, 425, 429, 500, 502, 503, 504, 529])
const REDIRECTS = new Set([301, 302, 303, 307, 308])
const MOST_REDIRECTS = 5
const MOST_BYTES = 64 * 2 ** 20
const KEPT_HEADERS = /^(content-type|date|etag|last-modified|location|retry-after|x-rate-?limit-.*)$/

/** What one attempt brought. */
interface Arrived {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** A failed attempt on its way through the retries, with what arrived. */
class Failed extends RequestProblem {
  readonly problem: ProblemKind
  readonly arrived: Arrived | null
  constructor(
    problem: ProblemKind,
    reason: string,
    arrived: Arrived | null,
    { again = false, waitMs }: { again?: boolean; waitMs?: number | undefined } = {},
  ) {
    super('broken', reason, { again, waitMs })
    this.problem = problem
    this.arrived = arrived
  }
}

/** Opens a client over a folder of recordings; the folder need not exist. */
export function openHttp(options: HttpOptions): Http {
  return new RecordingHttp(options)
}

class RecordingHttp implements Http {
  readonly mode: 'live' | 'replay'
  readonly #options: HttpOptions
  readonly #recordings: Recordings
  readonly #patience: Patience & { readonly totalMs: number }
  readonly #now: () => Date
  readonly #robots = new Map<string, Promise<Robots>>()
  #agent: EnvHttpProxyAgent | undefined

  constructor(options: HttpOptions) {
    this.mode = options.mode
    this.#options = options
    this.#recordings = new Recordings(options.recordings)
    this.#patience = { ...PATIENCE, ...options.patience }
    this.#now = options.now ?? (() => new Date())
  }

  async request(request: HttpRequest): Promise<HttpResponse> {
    const { method = 'GET', signal } = request
    signal?.throwIfAborted()
    const url = addressOf(method, request)
    const key = recordingKey(method, url, request.body)
    const recorded = await this.#recordings.read(key)
    if (this.mode === 'replay') {
      if (recorded !== undefined) return replayed(recorded)
      const exchange: Exchange = { method, url, at: null, status: null, sha256: null }
      throw new HttpProblem('not-recorded', `nothing is recorded for ${method} ${url}`, exchange)
    }
    const maxAgeMs = request.maxAgeMs ?? this.#options.maxAgeMs ?? DAY_MS
    if (recorded !== undefined && recorded.recording.failure === null) {
      const ageMs = this.#now().getTime() - Date.parse(recorded.recording.at)
      if (ageMs < maxAgeMs) return replayed(recorded)
    }
    const fresh = await orAbort(this.#exchange(request, url), signal)
    await this.#recordings.write(key, fresh.recording, fresh.body)
    return replayed(fresh)
  }

  /** Asks the network; what goes wrong becomes a recording, too. Throws on abort only. */
  async #exchange(request: HttpRequest, url: string): Promise<Recorded> {
    const { method = 'GET', signal } = request
    const secret = secretNames(request.redact)
    const values = secretValues(request.url, request.headers ?? {}, secret, this.#options.contact)
    let at = this.#now()
    const kept = (arrived: Arrived | null, failure: Recording['failure']): Recorded => {
      const body = redactBytes(arrived?.body ?? Buffer.alloc(0), values)
      const headers = Object.entries(arrived?.headers ?? {})
        .filter(([name]) => KEPT_HEADERS.test(name))
        .map(([name, value]) => [
          name,
          redactText(name === 'location' ? (absolute(value, url, secret) ?? '') : value, values),
        ])
      return {
        body,
        recording: {
          format: 1,
          method,
          url,
          at: at.toISOString(),
          status: arrived?.status ?? null,
          headers: Object.fromEntries(headers),
          sha256: arrived === null ? null : sha256(body),
          failure:
            failure === null ? null : { kind: failure.kind, reason: redactText(failure.reason, values) },
        },
      }
    }
    try {
      const arrived = await this.#follow(request, secret, () => {
        at = this.#now()
      })
      return kept(arrived, null)
    } catch (thrown) {
      if (signal?.aborted) throw signal.reason
      if (thrown instanceof Failed)
        return kept(thrown.arrived, { kind: thrown.problem, reason: thrown.message })
      throw thrown
    }
  }

  /** One address after the other, until one does not redirect. Secret headers stay with the first host. */
  async #follow(request: HttpRequest, secret: ReadonlySet<string>, onSend: () => void): Promise<Arrived> {
    const first = new URL(request.url)
    let { url } = request
    for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
      const here = new URL(url)
      const same = here.origin === first.origin
      const queue = queueFor(here, this.#options.rules)
      if (!(same && request.api === true)) await this.#askRobots(here, request.signal)
      const headers = Object.fromEntries(
        Object.entries(request.headers ?? {}).filter(([name]) => same || !secret.has(name.toLowerCase())),
      )
      const arrived = await queue.connected(async () => {
        const until = this.#now().getTime() + this.#patience.totalMs
        return withRetries(
          async () => {
            await queue.turn()
            request.signal?.throwIfAborted()
            if (queue.refused)
              throw new Failed(
                'stopped',
                `${here.hostname} refused an earlier request: not asked again`,
                null,
              )
            onSend()
            try {
              return await this.#attempt({ ...request, url, headers })
            } catch (thrown) {
              if (!(thrown instanceof Failed)) throw thrown
              if (thrown.arrived?.status === 403 && queue.stopOn403) {
                queue.refused = true
                const reason = `${here.hostname} refuses (HTTP 403): not asked again`
                throw new Failed('stopped', reason, thrown.arrived)
              }
              const late = this.#now().getTime() + (thrown.waitMs ?? 0) > until
              throw thrown.again && late ? new Failed(thrown.problem, thrown.message, thrown.arrived) : thrown
            }
          },
          this.#patience,
          { signal: request.signal },
        )
      })
      if (!REDIRECTS.has(arrived.status)) return arrived
      const next = absolute(arrived.headers.location ?? '', url)
      if (next === undefined || (request.method ?? 'GET') !== 'GET')
        throw new Failed('status', `HTTP ${arrived.status} leads nowhere`, arrived)
      if (isPrivate(new URL(next)) && !isPrivate(first))
        throw new Failed('address', 'it redirects into a private network', arrived)
      url = next
    }
    throw new Failed('status', `it redirects more than ${MOST_REDIRECTS} times`, null)
  }

  async #attempt(request: HttpRequest): Promise<Arrived> {
    const { method = 'GET', url, headers = {}, body, accept, signal, maxBytes = MOST_BYTES } = request
    const undici = await import('undici')
    const { stallMs } = this.#patience
    this.#agent ??= new undici.EnvHttpProxyAgent({
      connectTimeout: 20_000,
      headersTimeout: stallMs,
      bodyTimeout: stallMs,
    })
    const { contact, fetch = undici.fetch } = this.#options
    const agent = contact === undefined ? `polyvia/${version}` : `polyvia/${version} (mailto:${contact})`
    try {
      const response = await fetch(url, {
        method,
        headers: {
          'user-agent': agent,
          accept: accept.join(', '),
          ...headers,
        },
        redirect: 'manual',
        dispatcher: this.#agent,
        signal: signal ?? null,
        ...(body === undefined ? {} : { body }),
      })
      const chunks: Buffer[] = []
      let bytes = 0
      for await (const chunk of response.body ?? []) {
        bytes += chunk.length
        if (bytes > maxBytes)
          throw new Failed('too-large', `the answer is longer than ${maxBytes} bytes`, null)
        chunks.push(Buffer.from(chunk))
      }
      return judged(
        {
          status: response.status,
          headers: Object.fromEntries(response.headers.entries()),
          body: Buffer.concat(chunks),
        },
        request,
      )
    } catch (thrown) {
      if (thrown instanceof Failed || signal?.aborted) throw thrown
      const { message, again } = connectionProblem(thrown, false)
      throw new Failed('connection', message, null, { again })
    }
  }

  /** Throws Failed where robots.txt of the host forbids the address or cannot be read. */
  async #askRobots(url: URL, signal: AbortSignal | undefined): Promise<void> {
    let asked = this.#robots.get(url.origin)
    if (asked === undefined) {
      asked = readRobots(this, url.origin, signal)
      this.#robots.set(url.origin, asked)
      asked.catch(() => this.#robots.delete(url.origin))
    }
    const robots = await asked
    const reason = robots.refusal(url.href)
    if (reason !== null) throw new Failed('robots', reason, null)
    if (robots.crawlDelayMs !== null) queueFor(url, this.#options.rules).slowDown(robots.crawlDelayMs)
  }
}

function addressOf(method: 'GET' | 'POST', { url, redact }: HttpRequest): string {
  const exchange: Exchange = { method, url: '', at: null, status: null, sha256: null }
  if (!URL.canParse(url)) throw new HttpProblem('address', 'what should be an address is none', exchange)
  const canonical = canonicalUrl(url, secretNames(redact))
  if (!/^https?:/.test(canonical))
    throw new HttpProblem('address', `only http and https addresses are read, not ${canonical}`, exchange)
  return canonical
}

/** An answer as it is, a recorded failure as the problem that it was. */
function replayed({ recording, body }: Recorded): HttpResponse {
  const { method, url, at, status, failure, headers } = recording
  const exchange: Exchange = { method, url, at, status, sha256: recording.sha256 }
  if (failure !== null) throw new HttpProblem(failure.kind, failure.reason, exchange)
  return { status: status!, headers, body, exchange }
}

/** Sorts what arrived into answers and failures. */
function judged(arrived: Arrived, { accept, check }: HttpRequest): Arrived {
  const { status, headers, body } = arrived
  if (REDIRECTS.has(status) || status === 404 || status === 410) return arrived
  if (status < 200 || status > 299)
    throw new Failed('status', `HTTP ${status}${told(body)}`, arrived, {
      again: AGAIN.has(status),
      waitMs: retryAfterMs(headers['retry-after']),
    })
  const type = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
  if (type !== '' && !accept.some((wanted) => matches(type, wanted)))
    throw new Failed('content-type', `it sends ${type} in place of ${accept.join(' or ')}`, arrived)
  const wrong = check?.(body)
  if (wrong) throw new Failed('body', wrong.reason, arrived, { again: wrong.again })
  return arrived
}

const Told = z.union([
  z.object({ error: z.object({ message: z.string() }) }).transform(({ error }) => error.message),
  z.object({ message: z.string() }).transform(({ message }) => message),
  z.object({ error: z.string() }).transform(({ error }) => error),
])
const MOST_TOLD = 200

/** What a JSON body says of an error, on one line. */
function told(body: Buffer): string {
  if (body[0] !== 0x7b) return ''
  try {
    const text = Told.parse(JSON.parse(body.toString('utf8')))
      .replace(/\s+/gu, ' ')
      .trim()
    return text === '' ? '' : `: ${text.slice(0, MOST_TOLD)}`
  } catch {
    return ''
  }
}

const matches = (type: string, wanted: string) =>
  wanted === '*/*' || wanted === type || (wanted.endsWith('/*') && type.startsWith(wanted.slice(0, -1)))

function absolute(location: string, base: string, secret?: ReadonlySet<string>): string | undefined {
  if (location === '' || !URL.canParse(location, base)) return undefined
  const { href, protocol } = new URL(location, base)
  if (protocol !== 'http:' && protocol !== 'https:') return undefined
  return secret === undefined ? href : canonicalUrl(href, secret)
}

/** Addresses inside this machine or its network, by their look. */
const isPrivate = ({ hostname }: URL) =>
  /^(localhost|0\.|10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[(::|f[cd]|fe80))/i.test(
    hostname,
  )

async function orAbort<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  let onAbort = (): void => undefined
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
  })
  work.catch(() => undefined)
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', onAbort))
}

/** The problem of a request in words, for anything thrown. Rethrows an abort. */
export function problemOf(thrown: unknown, signal?: AbortSignal): string {
  if (signal?.aborted) throw signal.reason
  return messageOf(thrown)
}

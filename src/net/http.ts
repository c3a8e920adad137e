import { messageOf, sha256 } from '#kernel'
import { canonicalUrl, redactBytes, redactText, secretNames, secretValues } from './address.ts'
import type { Exchange } from './exchange.ts'
import type { HostRules } from './hosts.ts'
import type { Limits } from './limits.ts'
import { Network } from './network.ts'
import { type Arrived, Problem, RequestProblem } from './problem.ts'
import { type Recorded, type Recording, Recordings, recordingKey } from './recordings.ts'
import type { Wire } from './send.ts'
import { orAbort } from './watch.ts'

export interface HttpRequest {
  readonly method?: 'GET' | 'POST'
  readonly url: string
  /** Sent, never recorded. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Content types that can be read: `application/json`, `text/*`, or `*` + `/*` for all. */
  readonly accept: readonly string[]
  /** Longest body in bytes, unpacked. Default that of the limits. */
  readonly maxBytes?: number
  /** Names of parameters and headers that are secret, beside the usual ones. */
  readonly redact?: readonly string[]
  /** A documented interface, or an address that the user set: robots.txt is not for it. */
  readonly api?: boolean
  /** It must not lead into a private network. Default: where it is no `api`, and there is no rule for its host. */
  readonly publicOnly?: boolean
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
  /** Throws RequestProblem for everything that is no answer, and the reason of the signal on abort. */
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
  readonly rules?: HostRules
  readonly limits?: Partial<Limits>
  readonly wire?: Wire
  readonly now?: () => Date
}

const DAY_MS = 86_400_000
const KEPT_HEADERS = /^(content-type|date|etag|last-modified|retry-after|x-rate-?limit-.*)$/

/** Opens a client over a folder of recordings; the folder need not exist. */
export function openHttp(options: HttpOptions): Http {
  return new RecordingHttp(options)
}

class RecordingHttp implements Http {
  readonly mode: 'live' | 'replay'
  readonly #options: HttpOptions
  readonly #recordings: Recordings
  readonly #now: () => Date
  readonly #network: Network

  constructor(options: HttpOptions) {
    this.mode = options.mode
    this.#options = options
    this.#recordings = new Recordings(options.recordings)
    this.#now = options.now ?? (() => new Date())
    this.#network = new Network(options, this)
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
      throw new RequestProblem('not-recorded', `nothing is recorded for ${method} ${url}`, exchange)
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
        .map(([name, value]) => [name, redactText(value, values)])
      const recording: Recording = {
        format: 1,
        method,
        url,
        at: at.toISOString(),
        status: arrived?.status ?? null,
        headers: Object.fromEntries(headers),
        sha256: arrived === null ? null : sha256(body),
        failure: failure && { kind: failure.kind, reason: redactText(failure.reason, values) },
      }
      return { recording, body }
    }
    try {
      const arrived = await this.#network.send(request, secret, () => {
        at = this.#now()
      })
      return kept(arrived, null)
    } catch (thrown) {
      if (signal?.aborted) throw signal.reason
      if (!(thrown instanceof Problem)) throw thrown
      return kept(thrown.arrived, { kind: thrown.kind, reason: thrown.message })
    }
  }
}

function addressOf(method: 'GET' | 'POST', { url, redact }: HttpRequest): string {
  const exchange: Exchange = { method, url: '', at: null, status: null, sha256: null }
  if (!URL.canParse(url)) throw new RequestProblem('address', 'what should be an address is none', exchange)
  const canonical = canonicalUrl(url, secretNames(redact))
  if (!/^https?:/.test(canonical))
    throw new RequestProblem('address', `only http and https addresses are read, not ${canonical}`, exchange)
  return canonical
}

/** An answer as it is, a recorded failure as the problem that it was. */
function replayed({ recording, body }: Recorded): HttpResponse {
  const { method, url, at, status, failure, headers } = recording
  const exchange: Exchange = { method, url, at, status, sha256: recording.sha256 }
  if (failure !== null) throw new RequestProblem(failure.kind, failure.reason, exchange)
  return { status: status!, headers, body, exchange }
}

/** The problem of a request in words, for anything thrown. Rethrows an abort. */
export function problemOf(thrown: unknown, signal?: AbortSignal): string {
  if (signal?.aborted) throw signal.reason
  return messageOf(thrown)
}

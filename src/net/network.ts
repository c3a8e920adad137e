import type { EnvHttpProxyAgent } from 'undici'
import { version } from '../../package.json'
import { type Arrived, Failed, judged, redirects } from './arrived.ts'
import { type Patience, withRetries } from './get.ts'
import { queueFor } from './hosts.ts'
import type { Http, HttpOptions, HttpRequest } from './http.ts'
import { connectionProblem } from './problem.ts'
import { type Robots, readRobots } from './robots.ts'

const PATIENCE = {
  attempts: 5,
  firstPauseMs: 1000,
  mostPauseMs: 120_000,
  stallMs: 120_000,
  totalMs: 300_000,
}
const MOST_REDIRECTS = 5
const ROBOTS = '/robots.txt'
const MOST_BYTES = 64 * 2 ** 20

/** Requests that are really sent: by the queue of their host, with retries, over redirects, where robots.txt allows. */
export class Network {
  readonly #options: HttpOptions
  readonly #http: Http
  readonly #patience: Patience & { readonly totalMs: number }
  readonly #now: () => Date
  readonly #robots = new Map<string, Promise<Robots>>()
  #agent: EnvHttpProxyAgent | undefined

  /** `http` records what is read of robots.txt. */
  constructor(options: HttpOptions, http: Http, now: () => Date) {
    this.#options = options
    this.#http = http
    this.#patience = { ...PATIENCE, ...options.patience }
    this.#now = now
  }

  /**
   * One address after the other, until one does not redirect. Secret headers stay with the first host. Throws Failed, or
   * what the signal was aborted with.
   */
  async send(request: HttpRequest, secret: ReadonlySet<string>, onSend: () => void): Promise<Arrived> {
    const first = new URL(request.url)
    let { url } = request
    for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
      const here = new URL(url)
      const same = here.origin === first.origin
      const free = first.pathname === ROBOTS || (same && request.api === true)
      if (!free) await this.#askRobots(here, request.signal)
      const headers = Object.fromEntries(
        Object.entries(request.headers ?? {}).filter(([name]) => same || !secret.has(name.toLowerCase())),
      )
      const arrived = await this.#sendTo(here, { ...request, url, headers }, onSend)
      if (!redirects(arrived)) return arrived
      const next = absolute(arrived.headers.location ?? '', url)
      if (next === undefined || (request.method ?? 'GET') !== 'GET')
        throw new Failed('status', `HTTP ${arrived.status} leads nowhere`, arrived)
      if (isPrivate(new URL(next)) && !isPrivate(first))
        throw new Failed('address', 'it redirects into a private network', arrived)
      url = next
    }
    throw new Failed('status', `it redirects more than ${MOST_REDIRECTS} times`, null)
  }

  /** One address, again and again while that may help. */
  async #sendTo(url: URL, request: HttpRequest, onSend: () => void): Promise<Arrived> {
    const queue = queueFor(url, this.#options.rules)
    return queue.connected(() => {
      const until = this.#now().getTime() + this.#patience.totalMs
      const attempt = async () => {
        await queue.turn()
        request.signal?.throwIfAborted()
        if (queue.refused)
          throw new Failed('stopped', `${url.hostname} refused an earlier request: not asked again`, null)
        onSend()
        try {
          return await this.#attempt(request)
        } catch (thrown) {
          if (!(thrown instanceof Failed)) throw thrown
          const { problem, message, arrived } = thrown
          if (arrived?.status === 403 && queue.stopOn403) {
            queue.refused = true
            throw new Failed('stopped', `${url.hostname} refuses (HTTP 403): not asked again`, arrived)
          }
          const late = this.#now().getTime() + (thrown.waitMs ?? 0) > until
          throw thrown.again && late ? new Failed(problem, message, arrived) : thrown
        }
      }
      return withRetries(attempt, this.#patience, { signal: request.signal })
    })
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
      asked = readRobots(this.#http, url.origin, signal)
      this.#robots.set(url.origin, asked)
      asked.catch(() => this.#robots.delete(url.origin))
    }
    const robots = await asked
    const reason = robots.refusal(url.href)
    if (reason !== null) throw new Failed('robots', reason, null)
    if (robots.crawlDelayMs !== null) queueFor(url, this.#options.rules).slowDown(robots.crawlDelayMs)
  }
}

/** An address out of a Location header, http and https only. */
function absolute(location: string, base: string): string | undefined {
  if (location === '' || !URL.canParse(location, base)) return undefined
  const { href, protocol } = new URL(location, base)
  return protocol === 'http:' || protocol === 'https:' ? href : undefined
}

/** Addresses inside this machine or its network, by their look. */
const isPrivate = ({ hostname }: URL) =>
  /^(localhost|0\.|10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[(::|f[cd]|fe80))/i.test(
    hostname,
  )

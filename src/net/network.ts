import { version } from '../../package.json'
import { collect, UNPACKED } from './collect.ts'
import { follow } from './follow.ts'
import { queueFor, ruleName } from './hosts.ts'
import type { Http, HttpOptions, HttpRequest } from './http.ts'
import { judged } from './judge.ts'
import { LIMITS, type Limits } from './limits.ts'
import { type Arrived, Problem } from './problem.ts'
import { withRetries } from './retry.ts'
import { type Robots, readRobots } from './robots.ts'
import { type Hop, isRedirect, send, WIRE, type Wire } from './send.ts'
import { Watch } from './watch.ts'

const ROBOTS = '/robots.txt'

/** Requests that are really sent: by the queue of their host, with retries, over redirects, where robots.txt allows. */
export class Network {
  readonly #options: HttpOptions
  readonly #http: Http
  readonly #limits: Limits
  readonly #wire: Wire
  readonly #robots = new Map<string, Promise<Robots>>()

  /** `http` records what is read of robots.txt. */
  constructor(options: HttpOptions, http: Http) {
    this.#options = options
    this.#http = http
    this.#limits = { ...LIMITS, ...options.limits }
    this.#wire = options.wire ?? WIRE
  }

  /** What a request brings in the end. Throws a Problem, or what the signal was aborted with. */
  async send(request: HttpRequest, secret: ReadonlySet<string>, onSend: () => void): Promise<Arrived> {
    const { url, method, headers = {}, api = false, signal } = request
    const first = new URL(url)
    const stranger = !api && ruleName(first, this.#options.rules) === undefined
    let leftMs = this.#limits.totalMs
    const start = {
      method,
      url,
      headers,
      secret,
      redirects: this.#limits.redirects,
      publicOnly: request.publicOnly ?? stranger,
      wire: this.#wire,
    }
    return follow(start, async (hop) => {
      const free = first.pathname === ROBOTS || (api && hop.url.origin === first.origin)
      if (!free) await this.#askRobots(hop, signal)
      return this.#queue(hop.url).connected(async () => {
        const began = performance.now()
        try {
          return await this.#sendTo(hop, request, began + leftMs, onSend)
        } finally {
          leftMs -= performance.now() - began
        }
      })
    })
  }

  #queue(url: URL) {
    return queueFor(url, this.#options.rules)
  }

  /** One address, again and again while that may help. */
  #sendTo(hop: Hop, request: HttpRequest, until: number, onSend: () => void): Promise<Arrived> {
    const queue = this.#queue(hop.url)
    const host = hop.url.hostname
    const attempt = async () => {
      await queue.turn(request.signal)
      request.signal?.throwIfAborted()
      if (queue.refused) throw new Problem('stopped', `${host} refused an earlier request: not asked again`)
      onSend()
      try {
        return await this.#attempt(hop, request, until)
      } catch (thrown) {
        const refusal =
          thrown instanceof Problem && thrown.arrived?.status === 403 ? thrown.arrived : undefined
        if (refusal === undefined || !queue.stopOn403) throw thrown
        queue.refused = true
        throw new Problem('stopped', `${host} refuses (HTTP 403): not asked again`, { arrived: refusal })
      }
    }
    return withRetries(attempt, this.#limits, { signal: request.signal, until })
  }

  async #attempt(hop: Hop, request: HttpRequest, until: number): Promise<Arrived> {
    const { method, body, accept, signal, maxBytes = this.#limits.answerBytes } = request
    const { contact } = this.#options
    const agent = contact === undefined ? `polyvia/${version}` : `polyvia/${version} (mailto:${contact})`
    const watch = new Watch(this.#limits, until, signal)
    try {
      const named = {
        'user-agent': agent,
        accept: accept.join(', '),
        'accept-encoding': UNPACKED,
        ...hop.headers,
      }
      const means = { method, body: body ?? null, limits: this.#limits, watch, wire: this.#wire }
      const answer = await send({ ...hop, headers: named }, means)
      const whole = isRedirect(answer.status) ? Buffer.alloc(0) : await collect(answer, maxBytes, watch)
      return judged({ ...answer, body: whole }, request)
    } catch (thrown) {
      throw signal?.aborted ? signal.reason : thrown
    } finally {
      watch.end()
    }
  }

  /** Throws a Problem where robots.txt of the host forbids the address or cannot be read. */
  async #askRobots({ url, publicOnly }: Hop, signal: AbortSignal | undefined): Promise<void> {
    let asked = this.#robots.get(url.origin)
    if (asked === undefined) {
      asked = readRobots(this.#http, url.origin, publicOnly, signal)
      this.#robots.set(url.origin, asked)
      asked.catch(() => this.#robots.delete(url.origin))
    }
    const robots = await asked
    const reason = robots.refusal(url.href)
    if (reason !== null) throw new Problem('robots', reason)
    if (robots.crawlDelayMs !== null) this.#queue(url).slowDown(robots.crawlDelayMs)
  }
}

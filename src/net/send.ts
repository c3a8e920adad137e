import { lookup } from 'node:dns'
import type { Dispatcher } from 'undici'
import type { Limits } from './limits.ts'
import { isPrivateHost, publicLookup } from './private.ts'
import { connectionProblem } from './problem.ts'
import { orAbort, type Watch } from './watch.ts'

/** An answer whose body is still to come. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Dispatcher.ResponseData['body']
}

/** How hosts are reached: over proxies of HTTP_PROXY, HTTPS_PROXY and NO_PROXY, as everywhere. */
export class Wire {
  readonly #find: typeof lookup
  readonly #pools = new Map<boolean, Promise<Dispatcher>>()

  constructor(find: typeof lookup = lookup) {
    this.#find = find
  }

  /** Connections to any host, or to public ones only. */
  pool(publicOnly: boolean): Promise<Dispatcher> {
    const pool = this.#pools.get(publicOnly) ?? this.#open(publicOnly)
    this.#pools.set(publicOnly, pool)
    return pool
  }

  async #open(publicOnly: boolean): Promise<Dispatcher> {
    const { EnvHttpProxyAgent } = await import('undici')
    const find = publicOnly ? publicLookup(this.#find) : this.#find
    return new EnvHttpProxyAgent({ connect: { timeout: 20_000, lookup: find } })
  }

  /** Ends all that goes over a pool. */
  async drop(publicOnly: boolean): Promise<void> {
    const pool = this.#pools.get(publicOnly)
    this.#pools.delete(publicOnly)
    await (await pool)?.destroy()
  }

  isPrivate(hostname: string): Promise<boolean> {
    return isPrivateHost(hostname, this.#find)
  }
}

/** That of this process. */
export const WIRE = new Wire()

/** Where a request goes. */
export interface Hop {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** It must not lead into a private network. */
  readonly publicOnly: boolean
}

/** What it says, and what it may cost. */
interface Means {
  readonly method?: 'GET' | 'POST' | undefined
  readonly body?: string | null
  readonly limits: Limits
  /** Watches the request, and its body while it is read. */
  readonly watch: Watch
  readonly wire?: Wire
}

/** One request to one address. The body of a redirect is thrown away. Throws a Problem, or what `watch` ended it with. */
export async function send(
  { url, headers, publicOnly }: Hop,
  { method = 'GET', body = null, limits, watch, wire = WIRE }: Means,
): Promise<Reply> {
  const { request } = await import('undici')
  const { stallMs: headersTimeout, stallMs: bodyTimeout } = limits
  const dispatcher = await wire.pool(publicOnly)
  const { signal } = watch
  const asked = request(url, { dispatcher, method, headers, body, headersTimeout, bodyTimeout, signal })
  try {
    const answer = await orAbort(asked, signal)
    if (isRedirect(answer.statusCode)) await answer.body.dump({ limit: 2 ** 16, signal })
    else watch.answered()
    return { status: answer.statusCode, headers: joined(answer.headers), body: answer.body }
  } catch (thrown) {
    // A request without a connection does not hear the signal, and a proxy that hangs up is asked for ever.
    if (signal.aborted && (await isPending(asked))) await wire.drop(publicOnly)
    throw connectionProblem(thrown, false)
  }
}

const isPending = (work: Promise<unknown>): Promise<boolean> => {
  const ended = work.then(
    () => false,
    () => false,
  )
  return Promise.race([ended, new Promise<boolean>((resolve) => setImmediate(resolve, true))])
}

const joined = (headers: Dispatcher.ResponseData['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, [value].flat().join(', ')]],
    ),
  )

export const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status)

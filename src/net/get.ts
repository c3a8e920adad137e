import { setTimeout as sleep } from 'node:timers/promises'
import type { Dispatcher } from 'undici'
import { connectionProblem, Problem } from './problem.ts'

/** Patience with servers. Tests are less patient. */
export interface Patience {
  /** Attempts in a row that bring nothing new. Default 6. */
  readonly attempts: number
  /** Pause after the first failure; it doubles. Default 1 s. */
  readonly firstPauseMs: number
  /** Longest pause, and longest wait that a server may ask for. Default 5 min. */
  readonly mostPauseMs: number
  /** Silence after which a connection is given up. Default 60 s. */
  readonly stallMs: number
}

export const PATIENCE: Patience = {
  attempts: 6,
  firstPauseMs: 1000,
  mostPauseMs: 300_000,
  stallMs: 60_000,
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Dispatcher.ResponseData['body']
}

const MOST_REDIRECTS = 8

let shared: Promise<Dispatcher> | undefined

/** One pool of connections. Proxies come from HTTP_PROXY, HTTPS_PROXY and NO_PROXY, as everywhere. */
async function connect(): Promise<Dispatcher> {
  const { EnvHttpProxyAgent, interceptors } = await import('undici')
  return new EnvHttpProxyAgent({ connectTimeout: 20_000 }).compose(
    interceptors.redirect({ maxRedirections: MOST_REDIRECTS }),
  )
}

/**
 * GET, redirects followed; credentials are not sent on to another host. Gives answers 200, 206 and 416. Everything else
 * throws a Problem.
 */
export async function get(
  url: string,
  headers: Readonly<Record<string, string>>,
  { stallMs }: Patience,
): Promise<Answer> {
  shared ??= connect()
  const { request } = await import('undici')
  const answer = await request(url, {
    dispatcher: await shared,
    headers: { 'user-agent': 'polyvia', 'accept-encoding': 'identity', ...headers },
    headersTimeout: stallMs,
    bodyTimeout: stallMs,
    throwOnMaxRedirect: true,
  } as Parameters<typeof request>[1]).catch((thrown: unknown) => {
    throw connectionProblem(thrown, false)
  })
  const { statusCode: status, body } = answer
  if (status === 200 || status === 206 || status === 416)
    return { status, headers: answer.headers as Answer['headers'], body }
  await body.dump().catch(() => undefined)
  throw statusProblem(status, answer.headers as Answer['headers'])
}

function statusProblem(status: number, headers: Answer['headers']): Problem {
  const told = headers['x-error-message'] === undefined ? '' : `: ${headers['x-error-message']}`
  const reason = `HTTP ${status}${told}`
  if (status === 401 || status === 403) return new Problem('gated', reason)
  if (status === 404 || status === 410) return new Problem('not-found', reason)
  const waitMs = retryAfterMs(headers['retry-after'])
  if (status === 429) return new Problem('busy', reason, { again: true, waitMs })
  if (status === 408 || status >= 500) return new Problem('broken', reason, { again: true, waitMs })
  return new Problem('broken', reason)
}

/** Retry-After: seconds, or a date. */
export function retryAfterMs(value: string | undefined, nowMs = Date.now()): number | undefined {
  if (value === undefined) return undefined
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs)
}

/**
 * Repeats what may go well the next time, after a pause that doubles, or that the server asks for. `progress` counts
 * what has come of it so far: attempts are counted anew whenever it has risen.
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  patience: Patience,
  { progress = () => 0, onPause = () => undefined, signal }: RetryOptions = {},
): Promise<T> {
  let best = progress()
  for (let failed = 1; ; failed++) {
    try {
      return await attempt()
    } catch (thrown) {
      if (!(thrown instanceof Problem) || !thrown.again) throw thrown
      if (progress() > best) failed = 1
      best = Math.max(best, progress())
      const asked = thrown.waitMs
      if (failed >= patience.attempts || (asked !== undefined && asked > patience.mostPauseMs)) throw thrown
      const own = patience.firstPauseMs * 2 ** (failed - 1) * (0.75 + Math.random() / 2)
      const pauseMs = asked ?? Math.min(patience.mostPauseMs, own)
      onPause(thrown.message, pauseMs)
      await sleep(pauseMs, undefined, { signal })
    }
  }
}

interface RetryOptions {
  readonly progress?: () => number
  readonly onPause?: (reason: string, pauseMs: number) => void
  /** Ends a pause; what is thrown is then the abort. */
  readonly signal?: AbortSignal | undefined
}

/** A JSON document and its `Link: <...>; rel="next"`, with retries. Throws a Problem. */
export async function getJson(
  url: string,
  headers: Readonly<Record<string, string>>,
  patience: Patience,
): Promise<{ readonly value: unknown; readonly next: string | undefined }> {
  return withRetries(async () => {
    const answer = await get(url, headers, patience)
    const text = await answer.body.text().catch((thrown: unknown) => {
      throw connectionProblem(thrown, true)
    })
    if (answer.status !== 200) throw new Problem('broken', `HTTP ${answer.status}`)
    const next = /<([^>]+)>;\s*rel="next"/.exec(answer.headers.link ?? '')?.[1]
    try {
      return { value: JSON.parse(text) as unknown, next }
    } catch (cause) {
      throw new Problem('broken', 'it answers with something that is not JSON', { cause })
    }
  }, patience)
}

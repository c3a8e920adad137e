import { secretNames } from './address.ts'
import { collect, UNPACKED } from './collect.ts'
import { follow } from './follow.ts'
import type { Limits } from './limits.ts'
import { type Arrived, Problem, type ProblemKind } from './problem.ts'
import { retryAfterMs, withRetries } from './retry.ts'
import { type Reply, send } from './send.ts'
import { Watch } from './watch.ts'

/** GET over redirects. Gives answers 200, 206 and 416; everything else throws a Problem. */
export async function get(
  url: string,
  headers: Readonly<Record<string, string>>,
  limits: Limits,
  watch: Watch,
): Promise<Reply> {
  const named = { 'user-agent': 'polyvia', 'accept-encoding': 'identity', ...headers }
  const { redirects } = limits
  const start = { url, headers: named, secret: secretNames(), redirects, publicOnly: false }
  const answer = await follow(start, (hop) => send(hop, { limits, watch }))
  if ([200, 206, 416].includes(answer.status)) return answer
  await answer.body.dump({ limit: 2 ** 16, signal: watch.signal }).catch(() => undefined)
  const told = answer.headers['x-error-message']?.slice(0, MOST_TOLD)
  throw statusProblem({ ...answer, body: Buffer.alloc(0) }, told)
}

/** Longest word of a server that we pass on. */
export const MOST_TOLD = 200

const BY_STATUS: Readonly<Record<number, ProblemKind>> = {
  401: 'gated',
  403: 'gated',
  404: 'not-found',
  410: 'not-found',
  429: 'busy',
}

/** An answer that is none, with what the server tells of it. */
export function statusProblem(arrived: Arrived, told = ''): Problem {
  const { status, headers } = arrived
  return new Problem(BY_STATUS[status] ?? 'status', `HTTP ${status}${told === '' ? '' : `: ${told}`}`, {
    again: [408, 425, 429].includes(status) || status >= 500,
    waitMs: retryAfterMs(headers['retry-after']),
    arrived,
  })
}

/** A document that is kept in memory: its content type, and the address that its Link header calls the next one. */
export interface ReadDocument {
  readonly type: string
  readonly next: string | undefined
  readonly body: Buffer
}

/** Reads a document. Throws a Problem. */
export function getDocument(
  url: string,
  headers: Readonly<Record<string, string>>,
  limits: Limits,
  until = performance.now() + limits.totalMs,
): Promise<ReadDocument> {
  const attempt = async () => {
    const watch = new Watch(limits, until)
    try {
      const answer = await get(url, { 'accept-encoding': UNPACKED, ...headers }, limits, watch)
      const body = await collect(answer, limits.answerBytes, watch)
      const next = /<([^>]+)>;\s*rel="?next"?/.exec(answer.headers.link ?? '')?.[1]
      return { type: answer.headers['content-type'] ?? '', next, body }
    } finally {
      watch.end()
    }
  }
  return withRetries(attempt, limits, { until })
}

/** A JSON document, with the address that its Link header calls the next one. Throws a Problem. */
export async function getJson(
  url: string,
  headers: Readonly<Record<string, string>>,
  limits: Limits,
  until?: number,
): Promise<{ readonly value: unknown; readonly next: string | undefined; readonly bytes: number }> {
  const { body, next } = await getDocument(url, headers, limits, until)
  return { value: jsonOf(body), next, bytes: body.length }
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (cause) {
    throw new Problem('body', 'it answers with something that is not JSON', { cause })
  }
}

/**
 * The pages of a JSON list, as long as each names a next one; all of them within the time of one answer and the bytes of one
 * list. `address` makes of what is named what is asked. Throws a Problem.
 */
export async function* getPages(
  first: string,
  headers: Readonly<Record<string, string>>,
  limits: Limits,
  address: (next: string) => string,
): AsyncGenerator<unknown> {
  const until = performance.now() + limits.totalMs
  const seen = new Set<string>()
  let bytes = 0
  for (let url: string | undefined = first; url !== undefined; ) {
    if (seen.has(url)) throw new Problem('circle', `its pages lead in a circle (${url})`)
    if (seen.size === limits.pages) throw new Problem('too-large', `it has more than ${limits.pages} pages`)
    seen.add(url)
    const page = await getJson(url, headers, limits, until)
    bytes += page.bytes
    if (bytes > limits.listBytes)
      throw new Problem('too-large', `its pages have more than ${limits.listBytes} bytes`)
    yield page.value
    url = page.next === undefined ? undefined : address(page.next)
  }
}

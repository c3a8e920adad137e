import { messageOf } from '#kernel'
import {
  DownloadCorruptedError,
  DownloadTruncatedError,
  type Failure,
  OfflineError,
  SourceBrokenError,
  SourceBusyError,
  SourceGatedError,
  SourceNotFoundError,
  SourceTooLargeError,
  SourceTooSlowError,
  UnsafeAddressError,
} from './errors.ts'
import type { Exchange } from './exchange.ts'

/**
 * Kinds of failure, which recordings name too, each with the error that people see where a file was wanted. The most telling
 * first: of several mirrors the first that occurred names the error.
 */
const KINDS = {
  address: UnsafeAddressError,
  gated: SourceGatedError,
  stopped: SourceGatedError, // by a host that refused an earlier request
  robots: SourceGatedError,
  corrupted: DownloadCorruptedError,
  'too-large': SourceTooLargeError,
  truncated: DownloadTruncatedError,
  'too-slow': SourceTooSlowError,
  busy: SourceBusyError,
  circle: SourceBrokenError,
  silent: SourceBrokenError,
  status: SourceBrokenError,
  'content-type': SourceBrokenError,
  body: SourceBrokenError,
  'not-found': SourceNotFoundError,
  connection: OfflineError,
  'not-recorded': OfflineError,
} as const
export type ProblemKind = keyof typeof KINDS
export const PROBLEM_KINDS = Object.keys(KINDS) as ProblemKind[]

/** What one attempt brought. */
export interface Arrived {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

interface Details {
  /** Whether the same request may go well the next time. */
  readonly again?: boolean
  /** How long the server wants to be left alone. */
  readonly waitMs?: number | undefined
  readonly arrived?: Arrived
  readonly cause?: unknown
}

/** Why a request gave nothing. For code only: people see one of the errors above, or the message as a sentence. */
export class Problem extends Error {
  readonly kind: ProblemKind
  readonly again: boolean
  readonly waitMs: number | undefined
  readonly arrived: Arrived | null
  constructor(kind: ProblemKind, reason: string, { again = false, waitMs, arrived, cause }: Details = {}) {
    super(reason, { cause })
    this.kind = kind
    this.again = again
    this.waitMs = waitMs
    this.arrived = arrived ?? null
  }
}

/** Why a recorded exchange gave nothing. Neither message nor exchange holds keys or contacts. */
export class RequestProblem extends Problem {
  readonly exchange: Exchange
  constructor(kind: ProblemKind, reason: string, exchange: Exchange) {
    super(kind, reason)
    this.exchange = exchange
  }
}

/** The error for people of a file that no address gave. */
export function sourceError(
  name: string,
  tried: readonly { readonly url: string; readonly problem: Problem }[],
) {
  const failures: Failure[] = tried.map(({ url, problem }) => ({ url, reason: problem.message }))
  const rank = ({ kind }: Problem) => PROBLEM_KINDS.indexOf(kind)
  const [worst] = tried.map(({ problem }) => problem).sort((a, b) => rank(a) - rank(b))
  return new KINDS[worst!.kind](name, failures, worst)
}

const UNREACHABLE = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** A failure of the connection, in our words. `receiving`: the body had begun. */
export function connectionProblem(thrown: unknown, receiving: boolean): Problem {
  for (let link = thrown; link instanceof Error; link = link.cause) if (link instanceof Problem) return link
  const code = codeOf(thrown)
  const details = { again: true, cause: thrown }
  if (code === 'UND_ERR_HEADERS_TIMEOUT') return new Problem('silent', 'the server does not answer', details)
  if (code === 'UND_ERR_BODY_TIMEOUT') return new Problem('silent', 'the server went silent', details)
  if (UNREACHABLE.has(code)) return new Problem('connection', `no connection (${code})`, details)
  const why = code || messageOf(thrown)
  if (receiving) return new Problem('truncated', `the connection broke off (${why})`, details)
  return new Problem('silent', `the connection failed (${why})`, details)
}

function codeOf(thrown: unknown): string {
  for (let link = thrown; link instanceof Error; link = link.cause)
    if ('code' in link && typeof link.code === 'string') return link.code
  return ''
}

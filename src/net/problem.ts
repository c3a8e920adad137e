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
} from './errors.ts'

/** Kinds of failure, the most telling first: of several mirrors the first kind that occurred names the error. */
const KINDS = {
  gated: SourceGatedError,
  corrupted: DownloadCorruptedError,
  truncated: DownloadTruncatedError,
  busy: SourceBusyError,
  broken: SourceBrokenError,
  'not-found': SourceNotFoundError,
  offline: OfflineError,
} as const
type Kind = keyof typeof KINDS

interface ProblemDetails {
  /** Whether the same request may go well the next time. */
  readonly again?: boolean
  /** How long the server wants to be left alone. */
  readonly waitMs?: number | undefined
  readonly cause?: unknown
}

/** What went wrong with one request. For code only: people see one of the errors above, or the reason in a sentence. */
export class Problem extends Error {
  readonly kind: Kind
  readonly again: boolean
  readonly waitMs: number | undefined
  constructor(kind: Kind, reason: string, { again = false, waitMs, cause }: ProblemDetails = {}) {
    super(reason, { cause })
    this.kind = kind
    this.again = again
    this.waitMs = waitMs
  }
}

/** The error for people of a file that no address gave. */
export function sourceError(
  name: string,
  tried: readonly { readonly url: string; readonly problem: Problem }[],
) {
  const failures: Failure[] = tried.map(({ url, problem }) => ({ url, reason: problem.message }))
  const kinds = Object.keys(KINDS) as Kind[]
  const worst = tried.toSorted((a, b) => kinds.indexOf(a.problem.kind) - kinds.indexOf(b.problem.kind))[0]!
    .problem
  return new KINDS[worst.kind](name, failures, worst)
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
  if (thrown instanceof Problem) return thrown
  const code = codeOf(thrown)
  const details = { again: true, cause: thrown }
  if (code === 'UND_ERR_HEADERS_TIMEOUT') return new Problem('broken', 'the server does not answer', details)
  if (code === 'UND_ERR_BODY_TIMEOUT') return new Problem('broken', 'the server went silent', details)
  if (/redirect/i.test(messageOf(thrown)))
    return new Problem('broken', 'it redirects in a circle, or too often', { cause: thrown })
  if (UNREACHABLE.has(code)) return new Problem('offline', `no connection (${code})`, details)
  if (receiving)
    return new Problem('truncated', `the connection broke off (${code || messageOf(thrown)})`, details)
  return new Problem('broken', `the connection failed (${code || messageOf(thrown)})`, details)
}

function codeOf(thrown: unknown): string {
  for (let link = thrown; link instanceof Error; link = link.cause)
    if ('code' in link && typeof link.code === 'string') return link.code
  return ''
}

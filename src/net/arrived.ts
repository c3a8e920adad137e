import { z } from 'zod'
import { retryAfterMs } from './get.ts'
import type { HttpRequest } from './http.ts'
import { Problem } from './problem.ts'
import type { ProblemKind } from './request-problem.ts'

/** What one attempt brought. */
export interface Arrived {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** A failed attempt on its way through the retries, with what arrived. */
export class Failed extends Problem {
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

const AGAIN = new Set([408, 425, 429, 500, 502, 503, 504, 529])
const REDIRECTS = new Set([301, 302, 303, 307, 308])

export const redirects = ({ status }: Arrived): boolean => REDIRECTS.has(status)

/** What arrived, if it is an answer or leads to one. Throws Failed. */
export function judged(arrived: Arrived, { accept, check }: HttpRequest): Arrived {
  const { status, headers, body } = arrived
  if (redirects(arrived) || status === 404 || status === 410) return arrived
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

import { z } from 'zod'
import { MOST_TOLD, statusProblem } from './get.ts'
import type { HttpRequest } from './http.ts'
import { type Arrived, Problem } from './problem.ts'
import { isRedirect } from './send.ts'

/** What arrived, if it is an answer or leads to one. Throws a Problem. */
export function judged(arrived: Arrived, { accept, check }: HttpRequest): Arrived {
  const { status, headers, body } = arrived
  if (isRedirect(status) || status === 404 || status === 410) return arrived
  // Nobody asks for a part, so a part is none.
  if (status < 200 || status > 299 || status === 206) throw statusProblem(arrived, told(body))
  const type = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
  if (type !== '' && !accept.some((wanted) => matches(type, wanted)))
    throw new Problem('content-type', `it sends ${type} in place of ${accept.join(' or ')}`, { arrived })
  const wrong = check?.(body)
  if (wrong) throw new Problem('body', wrong.reason, { again: wrong.again, arrived })
  return arrived
}

const Told = z.union([
  z.object({ error: z.object({ message: z.string() }) }).transform(({ error }) => error.message),
  z.object({ message: z.string() }).transform(({ message }) => message),
  z.object({ error: z.string() }).transform(({ error }) => error),
])

/** What a JSON body says of an error, on one line. */
function told(body: Buffer): string {
  if (body[0] !== 0x7b) return ''
  try {
    const text = Told.parse(JSON.parse(body.toString('utf8')))
      .replace(/\s+/gu, ' ')
      .trim()
    return text.slice(0, MOST_TOLD)
  } catch {
    return ''
  }
}

const matches = (type: string, wanted: string) =>
  wanted === '*/*' || wanted === type || (wanted.endsWith('/*') && type.startsWith(wanted.slice(0, -1)))

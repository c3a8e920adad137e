import { setTimeout as sleep } from 'node:timers/promises'
import type { Limits } from './limits.ts'
import { Problem } from './problem.ts'

interface RetryOptions {
  /** What has come of it so far: attempts are counted anew whenever it has risen. */
  readonly progress?: () => number
  readonly onPause?: (reason: string, pauseMs: number) => void
  /** Ends a pause; what is thrown is then the abort. */
  readonly signal?: AbortSignal | undefined
  /** Moment of `performance.now()` that no pause may reach. */
  readonly until?: number
}

/** Repeats what may go well the next time, after a pause that doubles, or as long as the server asks for. */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  { attempts, firstPauseMs, mostPauseMs }: Limits,
  { progress = () => 0, onPause, signal, until = Infinity }: RetryOptions = {},
): Promise<T> {
  let best = progress()
  for (let failed = 1; ; failed++) {
    try {
      return await attempt()
    } catch (thrown) {
      if (!(thrown instanceof Problem) || !thrown.again) throw thrown
      // What drips in brings something each time, and would never end.
      if (progress() > best && thrown.kind !== 'too-slow') failed = 1
      best = Math.max(best, progress())
      const asked = thrown.waitMs
      if (failed >= attempts || (asked !== undefined && asked > mostPauseMs)) throw thrown
      const own = firstPauseMs * 2 ** (failed - 1) * (0.75 + Math.random() / 2)
      const pauseMs = Math.max(asked ?? 0, Math.min(mostPauseMs, own))
      if (performance.now() + pauseMs > until) throw thrown
      onPause?.(thrown.message, pauseMs)
      await sleep(pauseMs, undefined, { signal })
    }
  }
}

/** Retry-After: seconds, or a date. */
export function retryAfterMs(value: string | undefined, nowMs = Date.now()): number | undefined {
  if (value === undefined) return undefined
  if (/^\s*\d+(\.\d+)?\s*$/.test(value)) return Number(value) * 1000
  const date = /^\s*[A-Z][a-z]/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs)
}

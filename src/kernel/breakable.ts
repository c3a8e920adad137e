import process from 'node:process'
import { Script } from 'node:vm'

/** Long work was ended by Ctrl-C before it was done. */
export class BrokenOffError extends Error {}

/** Where the script finds its work. */
const WORK = Symbol.for('polyvia.breakable')
const script = new Script(`globalThis[Symbol.for('polyvia.breakable')]()`)

/**
 * Runs work that computes for long without a pause, so that Ctrl-C ends it at once: Node hears signals only between
 * pauses. Then the listeners for SIGINT are told, as if it had come in a pause, and BrokenOffError is thrown; the work's
 * own `finally` is not run, so it must not hold anything, nor write to a stream: one that is broken off within a write stays
 * silent. Without a listener the process ends, as ever.
 */
export function breakable<T>(work: () => T): T {
  const place = globalThis as { [WORK]?: (() => T) | undefined }
  const outer = place[WORK]
  // Inside of breakable work there is nothing to add.
  if (outer !== undefined) return work()
  place[WORK] = work
  try {
    return script.runInThisContext({ breakOnSigint: true }) as T
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_INTERRUPTED') throw thrown
    if (process.listenerCount('SIGINT') === 0) process.kill(process.pid, 'SIGINT')
    process.emit('SIGINT', 'SIGINT')
    throw new BrokenOffError('interrupted', { cause: thrown })
  } finally {
    place[WORK] = undefined
  }
}

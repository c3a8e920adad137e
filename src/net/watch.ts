import type { Limits } from './limits.ts'
import { Problem, type ProblemKind } from './problem.ts'

/** Ends a request at its time limit, when its body comes too slowly, or with the signal of the caller. */
export class Watch {
  readonly #limits: Limits
  readonly #controller = new AbortController()
  readonly #outer: AbortSignal | undefined
  readonly #onAbort = () => this.#controller.abort(this.#outer?.reason)
  readonly #total: NodeJS.Timeout | undefined
  readonly #answer: NodeJS.Timeout
  #window: NodeJS.Timeout | undefined
  #bytes = 0

  /** `until`: moment of `performance.now()`. */
  constructor(limits: Limits, until = Infinity, outer?: AbortSignal) {
    this.#limits = limits
    this.#outer = outer
    if (outer?.aborted) this.#onAbort()
    outer?.addEventListener('abort', this.#onAbort, { once: true })
    const leftMs = Math.max(0, until - performance.now())
    if (leftMs !== Infinity) this.#total = setTimeout(() => this.#give('it takes longer than it may'), leftMs)
    // undici counts from the connection on, and may look for one for ever.
    this.#answer = setTimeout(() => this.#give('the server does not answer', 'silent'), 2 * limits.stallMs)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  #give(reason: string, kind: ProblemKind = 'too-slow'): void {
    this.#controller.abort(new Problem(kind, reason, { again: true }))
  }

  answered(): void {
    clearTimeout(this.#answer)
  }

  /** Called for each piece of the body: from the first on, its speed counts. */
  count(bytes: number): void {
    this.#bytes += bytes
    const { bytesPerSecond, windowMs } = this.#limits
    this.#window ??= setInterval(() => {
      if (this.#bytes * 1000 < bytesPerSecond * windowMs)
        this.#give(`it sends ${this.#bytes} bytes in ${windowMs / 1000} s`)
      this.#bytes = 0
    }, windowMs)
  }

  end(): void {
    clearTimeout(this.#total)
    clearTimeout(this.#answer)
    clearInterval(this.#window)
    this.#outer?.removeEventListener('abort', this.#onAbort)
  }
}

/** What comes first: the end of the work, or the abort with its reason. */
export async function orAbort<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  work.catch(() => undefined)
  signal.throwIfAborted()
  let onAbort = (): void => undefined
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
  })
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', onAbort))
}

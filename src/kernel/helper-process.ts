import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a helper answered, or how it ended without an answer. */
export type HelperAnswer<A> = { readonly answer: A } | { readonly ended: string }

/**
 * A process beside this one for work that could abort it, never end, or take all memory: damaged files and foreign
 * tokenizers in libraries that are not ours. It is started when first needed, does one request after the other, and is
 * ended, to be started anew, when a request takes longer than its limit. (A thread is not enough: what aborts there, or
 * grows too large, ends the whole process.) It keeps nobody waiting: it ends when this process does.
 *
 * The helper's module says "ready" once it listens, and answers each message with one: see `serveHelper`.
 */
export class HelperProcess<Request, Answer> {
  readonly #module: string
  readonly #base: string
  #idle: ChildProcess | undefined
  #turn: Promise<unknown> = Promise.resolve()

  /** `module`: name of its file without ending, beside that of `base` (an `import.meta.url`), and an entry of the bundle. */
  constructor(module: string, base: string) {
    this.#module = module
    this.#base = base
  }

  ask(request: Request, limitMs: number): Promise<HelperAnswer<Answer>> {
    const answer = this.#turn.then(() => this.#askNow(request, limitMs))
    this.#turn = answer.catch(() => {})
    return answer
  }

  async #askNow(request: Request, limitMs: number): Promise<HelperAnswer<Answer>> {
    const child = this.#idle ?? (await this.#start())
    this.#idle = undefined
    keepWaiting(child, true)
    const done = new AbortController()
    const { signal } = done
    try {
      const answered = once(child, 'message', { signal }).then(([answer]) => ({ answer: answer as Answer }))
      const ended = once(child, 'exit', { signal }).then(([code, by]) => ({
        ended: by === null ? `it ended with ${code}` : `it was ended by ${by}`,
      }))
      const late = sleep(limitMs, { ended: `it took longer than ${limitMs / 1000} s` }, { signal })
      // That it cannot be sent is told by the exit.
      child.send(request as object, () => {})
      const result = await Promise.race([answered, ended, late])
      if ('answer' in result && child.exitCode === null && child.signalCode === null) {
        keepWaiting(child, false)
        this.#idle = child
      } else child.kill('SIGKILL')
      return result
    } finally {
      done.abort()
    }
  }

  async #start(): Promise<ChildProcess> {
    const fromSource = this.#base.endsWith('.ts')
    const child = fork(new URL(`./${this.#module}.${fromSource ? 'ts' : 'js'}`, this.#base), {
      serialization: 'advanced',
      execArgv: fromSource ? ['--import', import.meta.resolve('tsx')] : [],
      // A process out of memory, or one that aborts, prints pages about itself.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const end = () => child.kill('SIGKILL')
    process.once('exit', end)
    child.once('exit', () => {
      process.off('exit', end)
      if (this.#idle === child) this.#idle = undefined
    })
    const ready = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => null)])
    if (ready === null)
      throw new Error(`The process "${this.#module}" ended with ${child.exitCode} as it started`)
    return child
  }
}

/** The other side, in the helper's module: answers every request until the parent ends. `answer` must not throw. */
export function serveHelper<Request, Answer>(answer: (request: Request) => Promise<Answer>): void {
  process.on('message', async (request: Request) => process.send!(await answer(request)))
  // Ctrl-C is for the process that asked: it ends this one when it ends.
  process.on('SIGINT', () => {})
  process.send!('ready')
}

function keepWaiting(child: ChildProcess, on: boolean): void {
  for (const handle of [child, child.channel]) on ? handle?.ref() : handle?.unref()
}

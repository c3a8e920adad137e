/**
 * A PyTorch worker: a long-lived process that does one job at a time. It runs in a process group of its own, so that
 * Ctrl-C in the terminal reaches only Node, which then asks the worker to save its state. The worker ends when its
 * standard input does, so it never outlives Node, however Node ends.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { messageOf } from '#kernel'
import { DiskFullError, InterruptedError } from '#store'
import { Event, Job, NUMERICS, PROTOCOL, type Request } from './contract.ts'
import {
  EngineMismatchError,
  EngineProtocolError,
  JobFailedError,
  WorkerDiedError,
  WorkerNotReadyError,
} from './errors.ts'
import { eachLine, LogTail } from './lines.ts'
import { packageRoot } from './package-root.ts'

type EventOf<T extends Event['type']> = Extract<Event, { type: T }>
export type Ready = EventOf<'ready'>
export type Started = EventOf<'started'>
export type Progress = EventOf<'progress'>
export type Evaluated = EventOf<'evaluated'>
export type Done = EventOf<'done'>

export interface WorkerOptions {
  /** Interpreter of the set-up; see `findPython`. */
  readonly python: string
  /** Threads of the CPU back end. Default: as many as PyTorch finds. */
  readonly threads?: number
  /** Added to the environment, such as CUDA_VISIBLE_DEVICES. */
  readonly env?: Readonly<Record<string, string>>
  /** Each line that the worker logs. */
  readonly onLog?: (line: string) => void
  /** Default 3 minutes: importing PyTorch from a cold network disk is slow. */
  readonly readyLimitMs?: number
  /** Time to save state before the worker is killed. Default 2 minutes. */
  readonly interruptLimitMs?: number
  /** Time to end by itself before the worker is killed. Default 5 seconds. */
  readonly stopLimitMs?: number
  /** Gives up the start; has no effect on a worker that is ready. */
  readonly signal?: AbortSignal
  /** What the interpreter runs. Default: the worker; tests put a fake one here. */
  readonly args?: readonly string[]
}

export interface JobHooks {
  readonly onStarted?: (event: Started) => void
  readonly onProgress?: (event: Progress) => void
  /** Scores development predictions; the worker waits for the answer. Default: keep, go on. */
  readonly onEvaluated?: (event: Evaluated) => Promise<{ readonly keep: boolean; readonly stop: boolean }>
  /** On abort the worker saves its state, and `run` rejects with INTERRUPTED. */
  readonly signal?: AbortSignal
}

export interface Worker {
  readonly ready: Ready
  readonly pid: number
  readonly alive: boolean
  /** Does one job. One at a time. */
  run(job: z.input<typeof Job>, hooks?: JobHooks): Promise<Done>
  /** Stops the running job, its state saved; `run` then rejects with INTERRUPTED. Resolves when the job has ended. */
  interrupt(): Promise<void>
  /** Ends the process: politely, then by force. */
  stop(): Promise<void>
}

interface Running {
  readonly id: string
  readonly what: string
  /** Where the job writes. */
  readonly output: string
  readonly hooks: JobHooks
  readonly settled: Promise<unknown>
  resolve(done: Done): void
  reject(error: unknown): void
  /** Why the job is being interrupted, when it is for another cause than the user. */
  cause?: unknown
  interrupting?: boolean
}

const LOG_LINES = 50
const QUOTED_LINES = 15

/** Starts a worker and waits until it is ready. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const worker = new ProcessWorker(options)
  await worker.waitReady(options.readyLimitMs ?? 180_000, options.signal)
  return worker
}

const living = new Set<number>()
process.on('exit', () => {
  for (const pid of living) killGroup(pid)
})

function killGroup(pid: number): void {
  for (const target of process.platform === 'win32' ? [pid] : [-pid])
    try {
      process.kill(target, 'SIGKILL')
    } catch {
      // It is gone already.
    }
}

function environment(options: WorkerOptions): NodeJS.ProcessEnv {
  const threads = options.threads === undefined ? {} : { OMP_NUM_THREADS: String(options.threads) }
  return {
    ...process.env,
    PYTHONPATH: join(packageRoot(), 'engine'),
    PYTHONUNBUFFERED: '1',
    PYTHONNOUSERSITE: '1',
    PYTHONIOENCODING: 'utf-8',
    TOKENIZERS_PARALLELISM: 'false',
    // Everything a job reads is named in its request: the worker itself never goes to the network.
    HF_HUB_OFFLINE: '1',
    TRANSFORMERS_OFFLINE: '1',
    ...threads,
    ...options.env,
  }
}

class ProcessWorker implements Worker {
  readonly #options: WorkerOptions
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  readonly #log = new LogTail(LOG_LINES)
  readonly #closed: Promise<void>
  readonly #readiness = withResolvers<Ready>()
  #ready: Ready | undefined
  #running: Running | undefined
  #spawnError: Error | undefined
  #status: { exitCode: number | null; signal: NodeJS.Signals | null } | undefined

  constructor(options: WorkerOptions) {
    this.#readiness.promise.catch(() => undefined)
    this.#options = options
    this.#child = spawn(options.python, options.args ?? ['-m', 'polyvia_engine', 'serve'], {
      env: environment(options),
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    })
    const { pid } = this.#child
    if (pid !== undefined) living.add(pid)
    this.#child.stdin.on('error', () => undefined) // a dead worker is told by its exit
    eachLine(this.#child.stdout, (line) => this.#onLine(line))
    eachLine(this.#child.stderr, (line) => this.#onLog(line))
    this.#closed = new Promise((resolve) => {
      this.#child.on('error', (error) => {
        this.#spawnError = error
        if (pid === undefined) {
          this.#onClosed(null, null)
          resolve()
        }
      })
      this.#child.on('close', (exitCode, signal) => {
        this.#onClosed(exitCode, signal)
        resolve()
      })
      // `close` waits for the pipes, which a grandchild may keep open: end the group with its leader.
      this.#child.on('exit', () => {
        if (pid !== undefined) {
          killGroup(pid)
          living.delete(pid)
        }
      })
    })
  }

  get ready(): Ready {
    return this.#ready!
  }

  get pid(): number {
    return this.#child.pid!
  }

  get alive(): boolean {
    return this.#status === undefined
  }

  async waitReady(limitMs: number, signal: AbortSignal | undefined): Promise<void> {
    const giveUp = (error: Error) => this.#readiness.reject(error)
    const timer = setTimeout(() => {
      const what = `was not ready after ${limitMs / 1000} s`
      giveUp(new WorkerNotReadyError(what, this.#log.last(QUOTED_LINES)))
    }, limitMs)
    const onAbort = () => giveUp(new InterruptedError('The start of the PyTorch worker'))
    signal?.addEventListener('abort', onAbort, { once: true })
    if (signal?.aborted) onAbort()
    try {
      this.#ready = await this.#readiness.promise
    } catch (thrown) {
      this.#kill()
      throw thrown
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
  }

  run(input: z.input<typeof Job>, hooks: JobHooks = {}): Promise<Done> {
    const job = Job.parse(input)
    if (this.#running !== undefined) throw new TypeError(`the worker is busy with ${this.#running.what}`)
    const what = `${job.op} "${job.id}"`
    if (!this.alive)
      return Promise.reject(new WorkerDiedError(what, this.#status!, this.#log.last(QUOTED_LINES)))
    if (hooks.signal?.aborted) return Promise.reject(new InterruptedError(what))
    const { promise, resolve, reject } = withResolvers<Done>()
    const onAbort = () => void this.interrupt()
    hooks.signal?.addEventListener('abort', onAbort, { once: true })
    const settled = promise
      .catch(() => undefined)
      .finally(() => {
        hooks.signal?.removeEventListener('abort', onAbort)
        this.#running = undefined
      })
    const output = job.op === 'embed' ? job.outputs[0]!.path : job.output
    this.#running = { id: job.id, what, output, hooks, settled, resolve, reject }
    this.#send(job)
    return settled.then(() => promise)
  }

  async interrupt(): Promise<void> {
    const running = this.#running
    if (running === undefined) return
    if (!running.interrupting) {
      running.interrupting = true
      this.#send({ op: 'interrupt' })
    }
    if (!(await inTime(running.settled, this.#options.interruptLimitMs ?? 120_000))) {
      running.reject(running.cause ?? new InterruptedError(running.what))
      this.#kill()
    }
    await running.settled
  }

  async stop(): Promise<void> {
    if (this.alive) {
      this.#send({ op: 'shutdown' })
      this.#child.stdin.end()
      if (!(await inTime(this.#closed, this.#options.stopLimitMs ?? 5000))) this.#kill()
    }
    await this.#closed
  }

  #send(request: Request): void {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`)
  }

  #kill(): void {
    if (this.#child.pid !== undefined && this.alive) killGroup(this.#child.pid)
    if (process.platform === 'win32') this.#child.kill('SIGKILL')
  }

  #onLog(line: string): void {
    this.#log.add(line)
    this.#options.onLog?.(line)
  }

  #onClosed(exitCode: number | null, signal: NodeJS.Signals | null): void {
    this.#status = { exitCode, signal }
    const log = this.#log.last(QUOTED_LINES)
    const how = this.#spawnError
      ? `could not be started: ${messageOf(this.#spawnError)}`
      : `ended before it was ready (${signal ?? `exit code ${exitCode}`})`
    this.#readiness.reject(new WorkerNotReadyError(how, log, this.#spawnError))
    if (this.#running !== undefined) {
      const { what, interrupting, cause } = this.#running
      const died = new WorkerDiedError(what, this.#status, log)
      this.#running.reject(cause ?? (interrupting ? new InterruptedError(what) : died))
    }
  }

  #onLine(line: string): void {
    const message = parseObject(line)
    const mismatch = message && versionMismatch(message)
    const event = Event.safeParse(message)
    // Libraries sometimes print to standard output; what is not an event is log.
    if (message === undefined) this.#onLog(line)
    else if (mismatch !== undefined) this.#fail(new EngineMismatchError(mismatch))
    else if (event.error) this.#fail(new EngineProtocolError(line, z.prettifyError(event.error)))
    else if (event.data.type === 'ready') this.#readiness.resolve(event.data)
    else if (this.#running && [null, this.#running.id].includes(event.data.id))
      this.#onEvent(this.#running, event.data)
    else this.#onLog(`late event: ${line}`)
  }

  /** The conversation cannot go on: the job fails, the process ends. */
  #fail(error: Error): void {
    this.#readiness.reject(error)
    this.#running?.reject(error)
    this.#kill()
  }

  #onEvent(running: Running, event: Exclude<Event, Ready>): void {
    const { hooks } = running
    switch (event.type) {
      case 'started':
        this.#guard(running, () => hooks.onStarted?.(event))
        break
      case 'progress':
        this.#guard(running, () => hooks.onProgress?.(event))
        break
      case 'evaluated':
        void this.#decide(running, event)
        break
      case 'done':
        running.resolve(event)
        break
      case 'interrupted':
        running.reject(running.cause ?? new InterruptedError(running.what))
        break
      case 'failed':
        void this.#failure(running, event).then((error) => running.reject(running.cause ?? error))
    }
  }

  async #failure({ what, output }: Running, { code, message }: EventOf<'failed'>): Promise<Error> {
    if (code === 'DISK_FULL') return new DiskFullError(output, new Error(message))
    // The stack is on its way in another pipe.
    if (code === 'INTERNAL') await sleep(100)
    return new JobFailedError(what, code, message, this.#log.last(QUOTED_LINES))
  }

  async #decide(running: Running, event: Evaluated): Promise<void> {
    const { onEvaluated } = running.hooks
    try {
      const { keep, stop } = (await onEvaluated?.(event)) ?? { keep: true, stop: false }
      if (this.#running === running && !running.interrupting)
        this.#send({ op: 'decide', id: event.id, step: event.step, keep, stop })
    } catch (thrown) {
      this.#abandon(running, thrown)
    }
  }

  #guard(running: Running, hook: () => void): void {
    try {
      hook()
    } catch (thrown) {
      this.#abandon(running, thrown)
    }
  }

  /** A hook of ours threw: the worker saves its state, and the job rejects with what was thrown. */
  #abandon(running: Running, thrown: unknown): void {
    if (this.#running !== running) return
    running.cause ??= thrown
    void this.interrupt()
  }
}

function withResolvers<T>() {
  let resolve!: (value: T) => void
  let reject!: (reason: unknown) => void
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  return { promise, resolve, reject }
}

/** Whether a promise settles within a time. */
async function inTime(promise: Promise<unknown>, limitMs: number): Promise<boolean> {
  const clock = new AbortController()
  const settled = promise.then(
    () => true,
    () => true,
  )
  const late = sleep(limitMs, false, { signal: clock.signal }).catch(() => false)
  try {
    return await Promise.race([settled, late])
  } finally {
    clock.abort()
  }
}

function parseObject(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    return undefined
  }
}

/** Compared before the schema, so that another version is named as such. */
function versionMismatch({ type, protocol, numerics }: Record<string, unknown>): string | undefined {
  if (type !== 'ready') return undefined
  if (protocol !== PROTOCOL) return `The PyTorch worker speaks protocol ${protocol}, this program ${PROTOCOL}`
  if (numerics !== NUMERICS)
    return `The PyTorch worker has numerics version ${numerics}, this program ${NUMERICS}`
  return undefined
}

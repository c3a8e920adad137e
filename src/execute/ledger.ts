import { setTimeout as sleep } from 'node:timers/promises'
import { type Key, PolyviaError } from '#kernel'
import { type Demand, demandOf, type Graph, spentOf } from '#plan'
import type { Manifest } from '#store'
import type { PhaseNews, RunOutcome } from './events.ts'
import type { RunOptions } from './run.ts'
import type { Schedulable } from './schedulable.ts'
import type { Slot } from './slot.ts'

/** What became of a phase that ran. */
export type Ending =
  | { readonly became: 'done'; readonly manifest: Manifest }
  | { readonly became: 'cached' | 'interrupted' }
  | { readonly became: 'failed'; readonly error: Error }
  /** Another process works on it. */
  | { readonly became: 'postponed'; readonly holder?: { readonly host: string; readonly pid: number } }
  /** To be looked at anew at once: what it reads was damaged, or taken away, perhaps after it had begun. */
  | { readonly became: 'again'; readonly begun: boolean }

interface Running {
  readonly slot: Slot | undefined
  /** Ends it when its inputs turn out to be damaged. */
  readonly stop: AbortController
  readonly over: Promise<void>
}

/** What has become of each phase of a run, and what is wanted still; every change is told. */
export class Ledger<P extends Schedulable> {
  readonly graph: Graph<P>
  /** Wanted, and all that they read is there. */
  readonly ready = new Set<Key>()
  readonly running = new Map<Key, Running>()
  /** Held by another process; the promise resolves when it is time to look again. */
  readonly postponed = new Map<Key, Promise<void>>()
  readonly #options: RunOptions<P>
  #demand: Demand
  readonly #done = new Set<Key>()
  readonly #cached: Set<Key>
  readonly #failed = new Map<Key, Error>()
  readonly #skipped = new Map<Key, P>()
  readonly #toldWaiting = new Set<Key>()
  /** A failure that every other phase would meet too. */
  #fatal: P | undefined

  constructor(graph: Graph<P>, options: RunOptions<P>) {
    this.graph = graph
    this.#options = options
    this.#demand = this.#demandGiven((key) => options.store.has(key))
    this.#cached = new Set(this.#demand.cached)
  }

  #demandGiven(has: (key: Key) => boolean): Demand {
    const demand = demandOf(this.graph, has, this.#options.everything)
    if (this.#options.slots.length === 0 && [...demand.run].some((key) => this.#phase(key).needsWorker))
      throw new RangeError('no slot for the phases that need a worker')
    return demand
  }

  #phase(key: Key): P {
    return this.graph.phases.get(key)!
  }

  /** Whether nothing new is to be started. */
  get isStopping(): boolean {
    return this.#options.signal?.aborted === true || this.#fatal !== undefined
  }

  /** Tells what is there already, and makes ready what can start. */
  open(): void {
    for (const key of this.#demand.cached) this.tell(key, { type: 'cached' })
    for (const key of this.#demand.run) this.#enlist(key)
  }

  /** Makes a phase ready when it is wanted, all it reads is there, and nothing has become of it yet. */
  #enlist(key: Key): void {
    const settled = [this.#done, this.#cached, this.#failed, this.#skipped, this.running, this.postponed]
    if (!this.#demand.run.has(key) || settled.some((keys) => keys.has(key))) return
    if (this.graph.inputsOf.get(key)!.every((input) => this.#isThere(input))) this.ready.add(key)
  }

  #isThere(key: Key): boolean {
    return this.#done.has(key) || this.#cached.has(key)
  }

  /** What nothing of this run will read any more. What failed may be tried again, so what it reads stays. */
  spent(): Key[] {
    const isToRun = (key: Key) => this.#demand.run.has(key) && !this.#isThere(key)
    return spentOf(this.graph, (key) => this.#isThere(key), isToRun)
  }

  /** What this run will still read. */
  wanted(): Set<Key> {
    const toRun = [...this.#demand.run].filter((key) => !this.#isThere(key))
    return new Set(toRun.flatMap((key) => Object.values(this.#phase(key).inputs)))
  }

  start(key: Key, running: Running): void {
    this.ready.delete(key)
    this.running.set(key, running)
  }

  /** Notes what became of a phase that ran, and what follows from it. */
  settle(key: Key, ending: Ending): void {
    this.running.delete(key)
    switch (ending.became) {
      case 'done':
        this.#done.add(key)
        this.tell(key, { type: 'finished', seconds: ending.manifest.seconds, manifest: ending.manifest })
        break
      case 'cached':
        this.#cached.add(key)
        this.tell(key, { type: 'cached' })
        break
      case 'failed':
        this.fail(key, ending.error)
        break
      case 'interrupted':
        this.tell(key, { type: 'interrupted' })
        break
      case 'postponed':
        this.#postpone(key, ending.holder)
        break
      case 'again':
        if (ending.begun) this.tell(key, { type: 'restarting' })
        this.#enlist(key)
    }
    if (this.#isThere(key)) for (const dependent of this.graph.dependentsOf.get(key)!) this.#enlist(dependent)
  }

  #postpone(key: Key, holder: { readonly host: string; readonly pid: number } | undefined): void {
    if (holder !== undefined && !this.#toldWaiting.has(key)) this.tell(key, { type: 'waiting', holder })
    this.#toldWaiting.add(key)
    const later = sleep(this.#options.leasePollMs ?? 1500).then(() => {
      this.postponed.delete(key)
      this.#enlist(key)
    })
    this.postponed.set(key, later)
  }

  /** Notes a failure, with which all that depends on the phase is skipped. */
  fail(key: Key, error: Error): void {
    if (isFatal(error)) this.#fatal ??= this.#phase(key)
    this.#failed.set(key, error)
    this.tell(key, { type: 'failed', error })
    this.#skipDependents(key, this.#phase(key))
  }

  #skipDependents(key: Key, because: P): void {
    for (const dependent of this.graph.dependentsOf.get(key)!) this.#skip(dependent, because)
  }

  #skip(key: Key, because: P): void {
    if (!this.#demand.run.has(key) || this.#skipped.has(key) || this.#failed.has(key)) return
    this.#skipped.set(key, because)
    this.tell(key, { type: 'skipped', because })
    this.#skipDependents(key, because)
  }

  /** Takes artifacts for absent, wants again what is now missing, and stops what was reading them. */
  want(absent: readonly Key[]): void {
    for (const key of absent) {
      this.#done.delete(key)
      this.#cached.delete(key)
    }
    this.#demand = this.#demandGiven((key) => this.#isThere(key))
    for (const [key, { stop }] of this.running)
      if (this.graph.inputsOf.get(key)!.some((input) => absent.includes(input))) stop.abort()
    this.ready.clear()
    for (const key of this.#demand.run) this.#enlist(key)
    for (const key of this.#failed.keys()) this.#skipDependents(key, this.#phase(key))
  }

  tell(key: Key, news: PhaseNews<P>): void {
    const counts = {
      total: this.graph.phases.size - this.#demand.unneeded.size,
      done: this.#done.size,
      cached: this.#cached.size,
      running: this.running.size,
      failed: this.#failed.size,
      skipped: this.#skipped.size,
    }
    this.#options.onEvent?.({ ...news, phase: this.#phase(key), counts })
  }

  /** Skips what is left after a failure that all would meet, and sums up. */
  close(): Omit<RunOutcome<P>, 'dropped' | 'setAside' | 'seconds'> {
    if (this.#fatal !== undefined) for (const key of this.#unsettled()) this.#skip(key, this.#fatal)
    const remaining = this.#unsettled()
    return {
      done: [...this.#done],
      cached: [...this.#cached],
      unneeded: [...this.#demand.unneeded],
      failed: [...this.#failed].map(([key, error]) => ({ phase: this.#phase(key), error })),
      skipped: [...this.#skipped].map(([key, because]) => ({ phase: this.#phase(key), because })),
      remaining,
      interrupted: this.#options.signal?.aborted === true && remaining.length > 0,
    }
  }

  #unsettled(): Key[] {
    const settled = [this.#done, this.#cached, this.#failed, this.#skipped]
    return [...this.#demand.run].filter((key) => !settled.some((keys) => keys.has(key)))
  }
}

function isFatal(error: Error): boolean {
  return error instanceof PolyviaError && (error.exitCode === 3 || error.code === 'DISK_FULL')
}

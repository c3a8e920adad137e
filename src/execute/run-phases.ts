import { setTimeout as sleep } from 'node:timers/promises'
import { EngineProtocolError, JobFailedError, WorkerDiedError } from '#engine'
import { type Key, PolyviaError } from '#kernel'
import {
  ArtifactUnstableError,
  InterruptedError,
  LeaseHeldError,
  LeaseLostError,
  type ManifestExtra,
  type Store,
  type Suspect,
  type Workspace,
} from '#store'
import { buildGraph, type Demand, demandOf, type Graph } from './demand.ts'
import type { Counts, PhaseNews, RunEvent, RunOutcome } from './events.ts'
import type { PhaseBody, PhaseProgress, PhaseWorker, Schedulable, SlotSpec } from './schedulable.ts'
import { Slot, type StartWorker, startSlotWorker } from './slot.ts'

export interface RunOptions<P extends Schedulable> {
  readonly store: Store
  /** Places for workers; at least one when a phase needs a worker. */
  readonly slots: readonly SlotSpec[]
  readonly onEvent?: (event: RunEvent<P>) => void
  /** Damaged artifacts were found; they, and all that was computed from them, are out of the way and count as absent. */
  readonly onSetAside?: (suspects: readonly Suspect[]) => void
  /** On abort the running phases save their state and the run ends as interrupted. */
  readonly signal?: AbortSignal
  /** For the manifests, beside those of Node and of the worker. */
  readonly versions?: Readonly<Record<string, string>>
  /** Attempts after the first of a phase whose worker was killed. Default 1: training continues exactly. */
  readonly retries?: number
  /** Phases without worker that run at once. Default 4. */
  readonly nodePhases?: number
  /** How often to look whether another process is done with a phase. Default 1.5 seconds. */
  readonly leasePollMs?: number
  /** Default: the worker of the set-up. */
  readonly startWorker?: StartWorker
}

/** Time that a phase has to end after an abort; the worker has a limit of its own, so it gets more. */
const GRACE_MS = { node: 10_000, worker: 150_000 }
/** How often an artifact may be found damaged in a run before it fails. */
const MOST_DAMAGE = 3
/** After these a worker may hold broken state or memory, so the slot gets a fresh one. */
const SPOILS_WORKER = new Set(['OUT_OF_MEMORY', 'INTERNAL'])

/**
 * Walks a graph of phases: each is made once, after its inputs, on the place that suits it; what is in the store is not
 * made again. What a phase reads is hashed before it starts and looked at again when it ends; a damaged artifact is set
 * aside with all that was computed from it, and made again. A failed phase takes its dependents with it and nobody else,
 * unless no other could succeed either (set-up missing, disk full). Resolves with what became of each phase; it rejects
 * only on wrong use, and when the store cannot be used.
 */
export async function runPhases<P extends Schedulable>(
  phases: readonly P[],
  bodyOf: (phase: P) => PhaseBody,
  options: RunOptions<P>,
): Promise<RunOutcome<P>> {
  const { store, slots } = options
  const graph = buildGraph(phases)
  await store.sweep()
  const { signal } = options
  const suspects = named(await store.audit(graph.phases.keys(), signal && { signal }), graph)
  if (suspects.length > 0) {
    await store.setAside(suspects)
    options.onSetAside?.(suspects)
  }
  const run = new Run(graph, suspects, bodyOf, options)
  if (run.needsWorker && slots.length === 0) throw new RangeError('no slot for the phases that need a worker')
  return run.walk()
}

/** `again`: to be looked at anew at once. */
type Ending = 'done' | 'cached' | 'failed' | 'interrupted' | 'postponed' | 'again'

/** An input was damaged, or taken away, while a phase worked on it: what the phase made is worth nothing. */
class InputsChanged extends Error {}

class Run<P extends Schedulable> {
  readonly #graph: Graph<P>
  #demand: Demand
  readonly #bodyOf: (phase: P) => PhaseBody
  readonly #options: RunOptions<P>
  readonly #signal: AbortSignal
  readonly #aborted: Promise<void>
  readonly #slots: readonly Slot[]
  /** Order in which the phases were listed: the last tie-break. */
  readonly #rank: ReadonlyMap<Key, number>
  readonly #cached: Set<Key>
  readonly #done = new Set<Key>()
  readonly #failed = new Map<Key, Error>()
  readonly #skipped = new Map<Key, P>()
  readonly #ready = new Set<Key>()
  readonly #running = new Map<Key, Promise<void>>()
  /** Held by another process; the promise resolves when it is time to look again. */
  readonly #postponed = new Map<Key, Promise<void>>()
  readonly #toldWaiting = new Set<Key>()
  readonly #suspects: Suspect[]
  /** End a running phase whose inputs turn out to be damaged. */
  readonly #stops = new Map<Key, AbortController>()
  /** How often an artifact was found damaged. */
  readonly #damages = new Map<Key, number>()
  #nodeRunning = 0
  /** A failure that every other phase would meet too. */
  #fatal: P | undefined

  constructor(
    graph: Graph<P>,
    suspects: readonly Suspect[],
    bodyOf: (phase: P) => PhaseBody,
    options: RunOptions<P>,
  ) {
    this.#graph = graph
    this.#suspects = [...suspects]
    this.#demand = demandOf(graph, (key) => options.store.has(key))
    this.#bodyOf = bodyOf
    this.#options = options
    this.#signal = options.signal ?? new AbortController().signal
    this.#aborted = new Promise((resolve) => {
      this.#signal.addEventListener('abort', () => resolve(), { once: true })
    })
    this.#slots = options.slots.map((spec) => new Slot(spec, options.startWorker ?? startSlotWorker))
    this.#rank = new Map([...graph.phases.keys()].map((key, index) => [key, index]))
    this.#cached = new Set(this.#demand.cached)
  }

  get needsWorker(): boolean {
    return [...this.#demand.run].some((key) => this.#graph.phases.get(key)!.needsWorker)
  }

  async walk(): Promise<RunOutcome<P>> {
    const begin = performance.now()
    for (const key of this.#demand.cached) this.#emit(key, { type: 'cached' })
    for (const key of this.#demand.run) this.#enlist(key)
    try {
      for (;;) {
        while (this.#startNext());
        const pending = [...this.#running.values(), ...(this.#stopping ? [] : this.#postponed.values())]
        if (pending.length === 0) break
        await Promise.race(this.#signal.aborted ? pending : [...pending, this.#aborted])
      }
    } finally {
      await Promise.all(this.#slots.map((slot) => slot.stop()))
    }
    if (this.#fatal !== undefined) for (const key of this.#unsettled()) this.#skip(key, this.#fatal)
    return this.#outcome((performance.now() - begin) / 1000)
  }

  get #stopping(): boolean {
    return this.#signal.aborted || this.#fatal !== undefined
  }

  #isThere(key: Key): boolean {
    return this.#done.has(key) || this.#cached.has(key)
  }

  /** Makes a phase ready when it is wanted, all it reads is there, and nothing has become of it yet. */
  #enlist(key: Key): void {
    const settled = [this.#done, this.#cached, this.#failed, this.#skipped, this.#running, this.#postponed]
    if (!this.#demand.run.has(key) || settled.some((keys) => keys.has(key))) return
    if (this.#graph.inputsOf.get(key)!.every((input) => this.#isThere(input))) this.#ready.add(key)
  }

  /** Starts the most urgent phase that has a place; false when there is none. */
  #startNext(): boolean {
    if (this.#stopping) return false
    const next = this.#choose()
    if (next === undefined) return false
    const { key, slot } = next
    this.#ready.delete(key)
    if (slot === undefined) this.#nodeRunning++
    else slot.busy = true
    const settled = this.#runPhase(this.#graph.phases.get(key)!, slot).then(async (ending) => {
      if (slot === undefined) this.#nodeRunning--
      else slot.busy = false
      this.#running.delete(key)
      this.#settle(key, ending)
    })
    this.#running.set(key, settled)
    return true
  }

  /** Warm places first (no checkpoint to load), then the phases with the longest way to go. */
  #choose(): { key: Key; slot: Slot | undefined } | undefined {
    const free = this.#slots.filter((slot) => !slot.busy)
    const warm = new Set(this.#slots.map((slot) => slot.loaded).filter((loaded) => loaded !== undefined))
    let best: { key: Key; slot: Slot | undefined; urgency: readonly number[] } | undefined
    for (const key of this.#ready) {
      const { needsWorker, checkpointAffinity } = this.#graph.phases.get(key)!
      if (needsWorker ? free.length === 0 : this.#nodeRunning >= (this.#options.nodePhases ?? 4)) continue
      const isWarm = (slot: Slot) => checkpointAffinity !== undefined && slot.loaded === checkpointAffinity
      // A place that holds nothing is better than one whose checkpoint others may still want.
      const slot = needsWorker
        ? (free.find(isWarm) ?? free.find((place) => !place.loaded) ?? free[0])
        : undefined
      const urgency = [
        slot !== undefined && isWarm(slot) ? 1 : 0,
        this.#graph.depthOf.get(key)!,
        // Loaded by a busy place only: rather leave it to that one.
        checkpointAffinity !== undefined && warm.has(checkpointAffinity) ? 0 : 1,
        -this.#rank.get(key)!,
      ]
      if (best === undefined || isGreater(urgency, best.urgency)) best = { key, slot, urgency }
    }
    return best
  }

  async #runPhase(phase: P, slot: Slot | undefined): Promise<Ending> {
    const { store, retries = 1 } = this.#options
    const base = {
      operation: phase.operation,
      label: phase.label,
      inputs: phase.inputs,
      parameters: phase.parameters,
      versions: { node: process.versions.node, ...this.#options.versions },
    }
    const stop = new AbortController()
    this.#stops.set(phase.key, stop)
    const signal = AbortSignal.any([this.#signal, stop.signal])
    for (let attempt = 1; ; attempt++)
      try {
        if (!(await this.#inputsHold(phase))) return 'again'
        const { computed, manifest } = await store.produce(
          phase.key,
          base,
          async (work) => {
            const made = await this.#perform(phase, slot, work, attempt)
            if (!(await this.#inputsHold(phase))) throw new InputsChanged()
            return made
          },
          { wait: false, signal },
        )
        if (computed) {
          this.#done.add(phase.key)
          this.#emit(phase.key, { type: 'finished', seconds: manifest.seconds, manifest }, -1)
        } else {
          this.#cached.add(phase.key)
          this.#emit(phase.key, { type: 'cached' }, -1)
        }
        return computed ? 'done' : 'cached'
      } catch (thrown) {
        if (thrown instanceof LeaseHeldError || thrown instanceof LeaseLostError) {
          if (thrown instanceof LeaseHeldError && !this.#toldWaiting.has(phase.key))
            this.#emit(phase.key, { type: 'waiting', holder: thrown.holder }, -1)
          this.#toldWaiting.add(phase.key)
          return 'postponed'
        }
        // A body that fails on damaged input is not to blame.
        if (thrown instanceof InputsChanged || !(await this.#inputsHold(phase).catch(() => true))) {
          await store.dropState(phase.key)
          this.#emit(phase.key, { type: 'restarting' }, -1)
          return 'again'
        }
        if (this.#signal.aborted) {
          this.#emit(phase.key, { type: 'interrupted' }, -1)
          return 'interrupted'
        }
        const error = thrown instanceof Error ? thrown : new Error(String(thrown))
        if (isSpoiling(error)) await slot?.stop()
        if (error instanceof WorkerDiedError && attempt <= retries) {
          this.#emit(phase.key, { type: 'retrying', error, attempt: attempt + 1 })
          continue
        }
        this.#failed.set(phase.key, error)
        this.#emit(phase.key, { type: 'failed', error }, -1)
        return 'failed'
      }
  }

  /** Whether all that a phase reads is as it was written. What is not is set aside, and wanted again. */
  async #inputsHold(phase: P): Promise<boolean> {
    const { store } = this.#options
    const inputs = Object.values(phase.inputs)
    const suspects = named(await store.audit(inputs, { thorough: true }), this.#graph)
    // Another process may have set one aside.
    const gone = this.#graph.inputsOf.get(phase.key)!.filter((key) => !store.has(key))
    if (suspects.length === 0 && gone.length === 0) return true
    if (suspects.length > 0) {
      await store.setAside(suspects)
      this.#suspects.push(...suspects)
      this.#options.onSetAside?.(suspects)
    }
    for (const { key, damage } of suspects) {
      const times = 1 + (this.#damages.get(key) ?? 0)
      this.#damages.set(key, times)
      if (damage === null || times < MOST_DAMAGE || !this.#graph.phases.has(key)) continue
      this.#failed.set(key, new ArtifactUnstableError(key, store.root, damage))
      this.#emit(key, { type: 'failed', error: this.#failed.get(key)! })
    }
    this.#want([...suspects.map(({ key }) => key), ...gone])
    return false
  }

  /** Takes artifacts for absent, and wants again what is now missing. */
  #want(absent: readonly Key[]): void {
    for (const key of absent) {
      this.#done.delete(key)
      this.#cached.delete(key)
    }
    this.#demand = demandOf(this.#graph, (key) => this.#isThere(key))
    if (this.needsWorker && this.#slots.length === 0)
      throw new RangeError('no slot for a phase to be made again')
    for (const key of this.#running.keys())
      if (this.#graph.inputsOf.get(key)!.some((input) => absent.includes(input)))
        this.#stops.get(key)?.abort()
    this.#ready.clear()
    for (const key of this.#demand.run) this.#enlist(key)
    for (const key of this.#failed.keys()) this.#skipDependents(key, this.#graph.phases.get(key)!)
  }

  async #perform(phase: P, slot: Slot | undefined, work: Workspace, attempt: number): Promise<ManifestExtra> {
    this.#emit(phase.key, { type: 'started', attempt, slot: slot?.spec ?? null })
    if (slot?.isCold) this.#emit(phase.key, { type: 'progress', progress: { note: 'starting a worker' } })
    const worker = await slot?.worker(work.signal)
    let tokens = 0
    const guarded: PhaseWorker | undefined = worker && {
      ready: worker.ready,
      run: async (job, hooks) => {
        const done = await worker.run(job, { ...hooks, signal: work.signal })
        tokens += done.tokens
        return done
      },
    }
    const context = {
      ...work,
      report: (progress: PhaseProgress) => this.#emit(phase.key, { type: 'progress', progress }),
      tell: (notice: string) => this.#emit(phase.key, { type: 'told', notice }),
      ...(guarded === undefined ? {} : { worker: guarded }),
      ...(slot === undefined ? {} : { slot: slot.spec }),
    }
    if (slot !== undefined) slot.loaded = phase.checkpointAffinity
    const body = this.#bodyOf(phase)(context)
    const facts = await untilAborted(body, work.signal, slot === undefined ? GRACE_MS.node : GRACE_MS.worker)
    if (worker === undefined || slot === undefined) return { facts }
    const { device, threads } = slot.spec
    const name = worker.ready.devices.find(({ id }) => id === device || id === `${device}:0`)?.name ?? device
    return { facts: { ...facts, ranOn: { device, name, threads } }, tokens, versions: worker.ready.versions }
  }

  #settle(key: Key, ending: Ending): void {
    if (ending === 'done' || ending === 'cached')
      for (const dependent of this.#graph.dependentsOf.get(key)!) this.#enlist(dependent)
    else if (ending === 'again') this.#enlist(key)
    else if (ending === 'postponed')
      this.#postponed.set(
        key,
        sleep(this.#options.leasePollMs ?? 1500).then(() => {
          this.#postponed.delete(key)
          this.#enlist(key)
        }),
      )
    else if (ending === 'failed') {
      const phase = this.#graph.phases.get(key)!
      if (isFatal(this.#failed.get(key)!)) this.#fatal ??= phase
      this.#skipDependents(key, phase)
    }
  }

  #skipDependents(key: Key, because: P): void {
    for (const dependent of this.#graph.dependentsOf.get(key)!) this.#skip(dependent, because)
  }

  #skip(key: Key, because: P): void {
    if (!this.#demand.run.has(key) || this.#skipped.has(key) || this.#failed.has(key)) return
    this.#skipped.set(key, because)
    this.#emit(key, { type: 'skipped', because })
    this.#skipDependents(key, because)
  }

  #unsettled(): Key[] {
    const settled = [this.#done, this.#cached, this.#failed, this.#skipped]
    return [...this.#demand.run].filter((key) => !settled.some((keys) => keys.has(key)))
  }

  #counts(ended: number): Counts {
    return {
      total: this.#graph.phases.size - this.#demand.unneeded.size,
      done: this.#done.size,
      cached: this.#cached.size,
      running: this.#running.size + ended,
      failed: this.#failed.size,
      skipped: this.#skipped.size,
    }
  }

  /** `ended` is -1 for the event with which a phase stops running. */
  #emit(key: Key, event: PhaseNews<P>, ended: 0 | -1 = 0): void {
    const phase = this.#graph.phases.get(key)!
    this.#options.onEvent?.({ ...event, phase, counts: this.#counts(ended) })
  }

  #outcome(seconds: number): RunOutcome<P> {
    const phaseOf = (key: Key) => this.#graph.phases.get(key)!
    return {
      done: [...this.#done],
      cached: [...this.#cached],
      unneeded: [...this.#demand.unneeded],
      failed: [...this.#failed].map(([key, error]) => ({ phase: phaseOf(key), error })),
      skipped: [...this.#skipped].map(([key, because]) => ({ phase: phaseOf(key), because })),
      setAside: this.#suspects,
      remaining: this.#unsettled(),
      interrupted: this.#signal.aborted && this.#unsettled().length > 0,
      seconds,
    }
  }
}

/** With the names that the graph knows where a damaged manifest does not tell. */
function named<P extends Schedulable>(suspects: readonly Suspect[], { phases }: Graph<P>): Suspect[] {
  return suspects.map((suspect) => {
    const { operation, label } = phases.get(suspect.key) ?? suspect
    return { ...suspect, operation: suspect.operation || operation, label: suspect.label || label }
  })
}

function isGreater(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, index) => value !== b[index])
  return at !== -1 && a[at]! > b[at]!
}

function isFatal(error: Error): boolean {
  return error instanceof PolyviaError && (error.exitCode === 3 || error.code === 'DISK_FULL')
}

function isSpoiling(error: Error): boolean {
  return (
    error instanceof EngineProtocolError || (error instanceof JobFailedError && SPOILS_WORKER.has(error.code))
  )
}

/** The promise itself, or INTERRUPTED when it has not settled some time after an abort. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal, graceMs: number): Promise<T> {
  const settled = new AbortController()
  const deadline = new Promise<never>((_, reject) => {
    const giveUp = () => {
      const timer = setTimeout(() => reject(new InterruptedError()), graceMs)
      settled.signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
    }
    if (signal.aborted) giveUp()
    else signal.addEventListener('abort', giveUp, { once: true, signal: settled.signal })
  })
  try {
    return await Promise.race([promise, deadline])
  } finally {
    settled.abort()
  }
}

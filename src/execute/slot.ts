import { findPython, startWorker, type Worker } from '#engine'
import type { Key } from '#kernel'
import type { SlotSpec } from './schedulable.ts'

export type StartWorker = (slot: SlotSpec, signal: AbortSignal) => Promise<Worker>

/** Starts the worker of the set-up for a slot. */
export const startSlotWorker: StartWorker = ({ threads, env }, signal) =>
  startWorker({ python: findPython(), threads, signal, ...(env === undefined ? {} : { env }) })

/** A place with at most one worker, which is started when first needed and again after it died. */
export class Slot {
  readonly spec: SlotSpec
  /** Checkpoint that the worker loaded last. */
  loaded: Key | undefined
  readonly #start: StartWorker
  #worker: Worker | undefined

  constructor(spec: SlotSpec, start: StartWorker) {
    this.spec = spec
    this.#start = start
  }

  get isCold(): boolean {
    return this.#worker?.alive !== true
  }

  /** The worker, started if need be; an abort ends the starting. */
  async worker(signal: AbortSignal): Promise<Worker> {
    if (this.#worker?.alive !== true) {
      this.loaded = undefined
      this.#worker = await this.#start(this.spec, signal)
    }
    return this.#worker
  }

  /** Ends the worker; the next need starts a fresh one. */
  async stop(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    this.loaded = undefined
    await worker?.stop()
  }
}

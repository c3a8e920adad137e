import { findPython } from './python.ts'
import { startWorker, type Worker, type WorkerOptions } from './worker.ts'

/** A worker that starts when it is first needed, again where it has died, and runs until `close`. */
export interface KeptWorker {
  started(signal: AbortSignal | undefined): Promise<Worker>
  close(): Promise<void>
}

/** Starts nothing yet. */
export function keptWorker(options: Omit<WorkerOptions, 'signal' | 'python'>): KeptWorker {
  let worker: Promise<Worker> | undefined
  return {
    async started(signal) {
      const running = await worker?.catch(() => undefined)
      if (running?.alive) return running
      worker = startWorker({ python: findPython(), ...options, ...(signal === undefined ? {} : { signal }) })
      return worker
    },
    async close() {
      const running = await worker?.catch(() => undefined)
      worker = undefined
      await running?.stop()
    },
  }
}

/** Starts the fake worker of the tests; see `fake-worker.mjs`. Not part of the door. */
import { fileURLToPath } from 'node:url'
import { NUMERICS, PROTOCOL } from '../../../src/engine/contract.ts'
import { startWorker, type Worker, type WorkerOptions } from '../../../src/engine/worker.ts'

export function startFakeWorker(options: Partial<WorkerOptions> = {}): Promise<Worker> {
  return startWorker({
    python: process.execPath,
    args: [fileURLToPath(new URL('./fake-worker.mjs', import.meta.url))],
    ...options,
    env: { FAKE_PROTOCOL: String(PROTOCOL), FAKE_NUMERICS: String(NUMERICS), ...options.env },
  })
}

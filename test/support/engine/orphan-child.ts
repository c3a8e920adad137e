/** A process of the worker's tests, to be killed: it starts a worker, tells its number, and keeps it at work. */
import { startFakeWorker } from './fake-worker.ts'

const worker = await startFakeWorker()
process.stdout.write(`${worker.pid}\n`)
await worker.run({
  op: 'initialize',
  id: 'job#steps=2,hang=1',
  config: {},
  headInitializerRange: 0.02,
  seed: 1,
  output: '/nowhere',
})

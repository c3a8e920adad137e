export { type Handover, Head } from './contract.ts'
export {
  EngineProtocolError,
  JobFailedError,
  SetupMissingError,
  WorkerDiedError,
} from './errors.ts'
export { type KeptWorker, keptWorker } from './kept-worker.ts'
export { packageIndexes } from './package-indexes.ts'
export { packageRoot } from './package-root.ts'
export { findPython, setUpPython } from './python.ts'
export { contractJsonSchema } from './schema.ts'
export {
  type JobHooks,
  type Ready,
  startWorker,
  type Worker,
} from './worker.ts'

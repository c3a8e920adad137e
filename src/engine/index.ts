export { type Handover, Head } from './contract.ts'
export {
  EngineProtocolError,
  JobFailedError,
  type JobFailure,
  SetupMissingError,
  WorkerDiedError,
} from './errors.ts'
export { packageRoot } from './package-root.ts'
export { findPython, type SetupOptions, setUpPython } from './python.ts'
export { contractJsonSchema } from './schema.ts'
export {
  type Done,
  type Evaluated,
  type JobHooks,
  type Progress,
  type Ready,
  type Started,
  startWorker,
  type Worker,
  type WorkerOptions,
} from './worker.ts'

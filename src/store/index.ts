export {
  DiskFullError,
  InterruptedError,
  LeaseHeldError,
  LeaseLostError,
} from './errors.ts'
export type { Verification } from './inspect.ts'
export { type Holder, type Lease, type LeaseOptions, takeLease } from './lease.ts'
export { Manifest, type ManifestBase, type ManifestExtra } from './manifest.ts'
export {
  type Entry,
  type Garbage,
  openStore,
  type Produced,
  type Store,
  type Work,
} from './store.ts'

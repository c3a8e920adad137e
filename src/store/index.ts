export type { Verification } from './checking.ts'
export {
  ArtifactUnstableError,
  DiskFullError,
  InterruptedError,
  LeaseHeldError,
  LeaseLostError,
} from './errors.ts'
export { type Holder, type Lease, type LeaseOptions, takeLease } from './lease.ts'
export { Manifest, type ManifestBase, type ManifestExtra } from './manifest.ts'
export {
  type Entry,
  type Garbage,
  openStore,
  type Produced,
  type Store,
  type Suspect,
  type Work,
} from './store.ts'

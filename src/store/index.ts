export type { Suspect } from './audit.ts'
export type { Verification } from './checking.ts'
export {
  ArtifactUnstableError,
  DiskFullError,
  InterruptedError,
  LeaseHeldError,
  LeaseLostError,
} from './errors.ts'
export type { Garbage } from './garbage.ts'
export { type Holder, type Lease, type LeaseOptions, takeLease } from './lease.ts'
export type { StoredArtifact } from './list.ts'
export { Manifest, type ManifestBase, type ManifestExtra } from './manifest.ts'
export type { Produced, Workspace } from './produce.ts'
export type { StoreRun } from './runs.ts'
export { openStore, type Store } from './store.ts'

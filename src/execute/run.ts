import type { Store, Suspect } from '#store'
import type { RunEvent } from './events.ts'
import type { Inputs } from './inputs.ts'
import type { Ledger } from './ledger.ts'
import type { PhaseBody, Schedulable, SlotSpec } from './schedulable.ts'
import type { StartWorker } from './slot.ts'
import type { Spending } from './spending.ts'

export interface RunOptions<P extends Schedulable> {
  readonly store: Store
  /** Places for workers; at least one when a phase needs a worker. */
  readonly slots: readonly SlotSpec[]
  readonly onEvent?: (event: RunEvent<P>) => void
  /** Damaged artifacts were found; they, and all that was computed from them, are out of the way and count as absent. */
  readonly onSetAside?: (suspects: readonly Suspect[]) => void
  /** On abort the running phases save their state and the run ends as interrupted. */
  readonly signal?: AbortSignal
  /** Files that last of an artifact when it is dropped, once nothing reads it; null, or without the option: it stays. */
  readonly dropping?: (phase: P) => readonly string[] | null
  /** What is absent and not missed is made too. */
  readonly everything?: boolean
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

/** What the parts of a run share. */
export interface Run<P extends Schedulable> {
  readonly options: RunOptions<P>
  readonly bodyOf: (phase: P) => PhaseBody
  readonly ledger: Ledger<P>
  readonly inputs: Inputs<P>
  readonly spending: Spending<P>
}

import type { Key } from '#kernel'
import type { Manifest, Suspect } from '#store'
import type { PhaseProgress, Schedulable, SlotSpec } from './schedulable.ts'

/** Phases of a run by what became of them. `total` leaves out those that are not needed. */
export interface Counts {
  readonly total: number
  readonly done: number
  readonly cached: number
  readonly running: number
  readonly failed: number
  readonly skipped: number
}

/** What happens to a phase. */
export type PhaseNews<P extends Schedulable = Schedulable> =
  | { readonly type: 'cached' }
  /** `slot` is null where no worker is needed. */
  | { readonly type: 'started'; readonly attempt: number; readonly slot: SlotSpec | null }
  | { readonly type: 'progress'; readonly progress: PhaseProgress }
  | { readonly type: 'finished'; readonly seconds: number; readonly manifest: Manifest }
  /** A worker died; the phase goes on from its state. */
  | { readonly type: 'retrying'; readonly error: Error; readonly attempt: number }
  | { readonly type: 'failed'; readonly error: Error }
  | { readonly type: 'skipped'; readonly because: P }
  | { readonly type: 'interrupted' }
  /** Something that stays in the log of the run. */
  | { readonly type: 'told'; readonly notice: string }
  /** An artifact that it reads was damaged meanwhile: it starts again when that is made anew. */
  | { readonly type: 'restarting' }
  /** Another process works on it. */
  | { readonly type: 'waiting'; readonly holder: { readonly host: string; readonly pid: number } }

export type RunEvent<P extends Schedulable = Schedulable> = PhaseNews<P> & {
  readonly phase: P
  readonly counts: Counts
}

export interface RunOutcome<P extends Schedulable = Schedulable> {
  /** Computed in this run. */
  readonly done: readonly Key[]
  /** In the store already, or made by another process meanwhile. */
  readonly cached: readonly Key[]
  /** Absent, but nothing that ran reads them. */
  readonly unneeded: readonly Key[]
  readonly failed: readonly { readonly phase: P; readonly error: Error }[]
  /** Not tried, because of the phase that failed. */
  readonly skipped: readonly { readonly phase: P; readonly because: P }[]
  /** Damaged artifacts, and those computed from them, that were moved out of the way. */
  readonly setAside: readonly Suspect[]
  /** Dropped, because nothing was left to read them. */
  readonly dropped: readonly Key[]
  /** Not done, because the run was interrupted. */
  readonly remaining: readonly Key[]
  readonly interrupted: boolean
  readonly seconds: number
}

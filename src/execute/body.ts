import type { JobHooks } from '#engine'
import type { Computing, GivenFolder, Operation, PlannedPhase } from '#plan'
import type { Store } from '#store'
import type { Precision } from './precision.ts'
import type { PhaseContext, PhaseWorker } from './schedulable.ts'

/** How often the state of a training is saved: `seconds` apart, and further where that would take more than `share` of the time. */
export interface Saving {
  readonly seconds: number
  readonly share: number
}

/** What the bodies of a run share. */
export interface RunEnvironment {
  readonly store: Store
  /** Folders of models given from outside, by key. */
  readonly models: Readonly<Record<string, GivenFolder>>
  /** When a training saves the state it can go on from. */
  readonly saving: Saving
}

/** What the body of a planned phase works with: the scheduler's context, and the phase itself. */
export interface BodyContext<O extends Operation>
  extends Pick<PhaseContext, 'output' | 'state' | 'report' | 'tell'> {
  readonly phase: PlannedPhase<O>
  readonly environment: RunEnvironment
}

/** Context of a phase that computes on a device. */
export interface WorkerContext<O extends Operation> extends BodyContext<O> {
  readonly worker: PhaseWorker
  readonly runtime: { readonly device: string; readonly threads: number }
  /** What a precision is on the device of this worker. */
  readonly settlePrecision: (asked: Computing['precision']) => Precision
  /** Reports the worker's progress, with the number of steps where that is known. */
  readonly progress: (totalSteps?: number) => Pick<JobHooks, 'onProgress' | 'onStarted'>
}

type Facts = Promise<Readonly<Record<string, unknown>>>

/** The work of one operation; what it resolves with goes into the manifest. */
export type NodeBody<O extends Operation> = (context: BodyContext<O>) => Facts
export type WorkerBody<O extends Operation> = (context: WorkerContext<O>) => Facts

import type { JobHooks, Worker } from '#engine'
import type { Key } from '#kernel'

/** What the scheduler knows of a phase: a unit of work with a content key. */
export interface Schedulable {
  readonly key: Key
  readonly operation: string
  /** For people: progress, messages, manifest. */
  readonly label: string
  /** Keys of the artifacts it reads, by role. Those among the phases of the run are done first; others are given. */
  readonly inputs: Readonly<Record<string, Key>>
  /** JSON, for the manifest. */
  readonly parameters: unknown
  readonly needsWorker: boolean
  /** Checkpoint that its worker loads: phases of the same one go to the same worker where that costs nothing. */
  readonly checkpointAffinity?: Key
}

/** How far a phase is. `total` is in the unit of `step`. */
export interface PhaseProgress {
  readonly step?: number | undefined
  readonly total?: number | undefined
  readonly loss?: number | undefined
  readonly tokens?: number | undefined
  readonly seconds?: number | undefined
  /** What it is doing, where steps do not tell. */
  readonly note?: string | undefined
}

/** The worker as a phase sees it: its jobs are interrupted with the run. */
export interface PhaseWorker extends Pick<Worker, 'ready'> {
  run(job: Parameters<Worker['run']>[0], hooks?: Omit<JobHooks, 'signal'>): ReturnType<Worker['run']>
}

/** A place where one worker runs. */
export interface SlotSpec {
  /** `cpu`, `cuda` or `cuda:0`. */
  readonly device: string
  readonly threads: number
  /** Added to the worker's environment. */
  readonly env?: Readonly<Record<string, string>>
}

export interface PhaseContext {
  /** There when the phase needs one. */
  readonly worker?: PhaseWorker
  readonly slot?: SlotSpec
  /** Empty folder that becomes the artifact. */
  readonly output: string
  /** Folder that outlives kills and failures, for work that can be resumed. */
  readonly state: string
  readonly report: (progress: PhaseProgress) => void
  /** Puts a sentence into the log of the run: what nobody would expect of this phase. */
  readonly tell: (notice: string) => void
  readonly signal: AbortSignal
}

/** Does the work of a phase; resolves with facts for the manifest (JSON). It may run again after a kill. */
export type PhaseBody = (context: PhaseContext) => Promise<Readonly<Record<string, unknown>>>

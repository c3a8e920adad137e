import type { TaskEntry } from '#catalog'
import type { Key } from '#kernel'
import type { Study } from '#study'
import type { Architecture } from './architecture.ts'
import type { PlannedForgetting } from './forgetting.ts'
import type { GivenFolder } from './given-folder.ts'
import type { PlannedOverlap } from './overlap-phases.ts'
import type { Overlap } from './overlaps.ts'
import type { PlannedPhase } from './phase.ts'
import type { Absent } from './pins.ts'
import type { TrainSettings } from './settings.ts'

/** One number that the study promises: an arm's checkpoint of one seed, scored on a target in a language. */
export interface PlannedCell {
  readonly arm: string
  readonly target: string
  readonly language: string
  readonly seed: number
  readonly score: Key
}

/** A trained phase in the words of the study. */
export interface PlannedTraining {
  readonly arm: string
  readonly seed: number
  /** Number of the intermediate stage from 1, or the target. */
  readonly step: { readonly stage: number } | { readonly target: string }
  readonly key: Key
  readonly settings: TrainSettings
}

/** Layer and pooling of one encoder, chosen on development data. */
export interface PlannedSelection {
  readonly arm: string
  readonly seed: number
  readonly key: Key
}

/** A study compiled: which phases there are, what each reads, and which numbers come out. */
export interface Plan {
  /** As written, with recipes of models and the tasks of benchmarks filled in. */
  readonly study: Study
  /** In an order in which every phase comes after its inputs. */
  readonly phases: readonly PlannedPhase[]
  readonly cells: readonly PlannedCell[]
  readonly trainings: readonly PlannedTraining[]
  readonly selections: readonly PlannedSelection[]
  readonly forgetting: PlannedForgetting
  /** Folders of models given from outside, by the key they have as input. */
  readonly models: Readonly<Record<string, GivenFolder>>
  readonly architecture: Architecture
  /** What is said of the model's weights where they are a copy, not those of its authors. */
  readonly copy: string | null
  readonly tasks: Readonly<Record<string, TaskEntry>>
  readonly baseline: string
  readonly seeds: readonly number[]
  /** Not empty: the plan can be counted and priced, not run; keys that depend on it are provisional. */
  readonly absent: readonly Absent[]
  /** What the catalogue says. */
  readonly overlaps: readonly Overlap[]
  /** What is measured. */
  readonly overlapPhases: readonly PlannedOverlap[]
}

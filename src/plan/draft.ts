import type { Key } from '#kernel'
import type { Study } from '#study'
import { newPhaseList, type PhaseList } from './phase-list.ts'
import { type MaterialFolders, newPins, type Pins } from './pins.ts'
import type { PlannedCell, PlannedSelection, PlannedTraining } from './plan.ts'
import { newSettler, type Settler } from './settings.ts'
import { newStudyTasks, type StudyTasks } from './study-tasks.ts'
import type { TrainingRecipe } from './training.ts'

/** A plan being written: what the study says, what is looked up for it, and what has been promised so far. */
export interface Draft {
  readonly study: Study
  readonly pins: Pins
  readonly tasks: StudyTasks
  readonly phases: PhaseList
  readonly cells: PlannedCell[]
  readonly trainings: PlannedTraining[]
  /** By arm, seed and key: every retrieval target of an arm and seed has the same encoder, so the same choice. */
  readonly selections: Map<string, PlannedSelection>
  readonly settle: Settler
  /** What is the same of a training for every arm and seed, by the stage and its defaults. */
  readonly recipes: Map<string, Promise<TrainingRecipe>>
  /** Keys of features, by what decides them: every run of a study reads the same. */
  readonly features: Map<string, Key>
}

export const newDraft = (study: Study, places: MaterialFolders): Draft => ({
  study,
  pins: newPins(places),
  tasks: newStudyTasks(study.tasks),
  phases: newPhaseList(),
  cells: [],
  trainings: [],
  selections: new Map(),
  settle: newSettler(),
  recipes: new Map(),
  features: new Map(),
})

/** Which run of a study something belongs to. */
export interface Run {
  readonly arm: string
  /** Of the study, by which runs of different arms belong together. */
  readonly seed: number
  /** Of its trained phases: another one where the arm is a replicate. */
  readonly trainingSeed: number
}

export { type DatasetRef, readDataset } from './dataset.ts'
export { MaterialMissingError } from './errors.ts'
export type { Cost, FeatureSize } from './estimate.ts'
export {
  type Absent,
  type Places,
  type Plan,
  type PlannedCell,
  type PlannedSelection,
  type PlannedTraining,
  planStudy,
} from './graph.ts'
export { type Architecture, usualLayer } from './model.ts'
export type {
  AnyPhase,
  EmbedOutput,
  EmbedPhase,
  FeaturizePhase,
  InitializePhase,
  NeighboursPhase,
  PredictPhase,
  ScorePhase,
  SelectPhase,
  TokenizerPhase,
  TrainPhase,
} from './parameters.ts'
export type { Phase } from './phase.ts'
export type { Setting, TrainSettings } from './settings.ts'
export { type PlanSummary, summarizePlan, trainingCounts } from './summary.ts'
export { NUMERICS, type Operation } from './versions.ts'
export { explainPhases, type PhaseState, type PlanRecord, recordPlan } from './why.ts'

export type { Counts, PhaseNews, RunEvent, RunOutcome } from './events.ts'
export { buildGraph, type Demand, demandOf, type Graph } from './graph.ts'
export type { Phase, PhaseBody, PhaseContext, PhaseProgress, PhaseWorker, SlotSpec } from './phase.ts'
export { type RunOptions, runPhases } from './run-phases.ts'

export { againstBaseline, compare, LEVEL } from './compare.ts'
export {
  type BenchmarkResult,
  CellResult,
  Comparison,
  Difference,
  type Doubt,
  MeanResult,
  type Tested,
} from './comparison.ts'
export { averagedOf, CONTROLS } from './controls.ts'
export type { Grouping } from './grouping.ts'
export { isTrained } from './measure.ts'
export type { Pair } from './pairs.ts'
export { detectableDifference, type PlannedTest, seedsToDetect } from './planned.ts'
export { POWER } from './power.ts'
export type { Cell, MissingCell, Results } from './results.ts'
export { runSpread } from './run-noise.ts'

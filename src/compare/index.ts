export { type CompareOptions, compare } from './compare.ts'
export {
  type BenchmarkResult,
  CellResult,
  type ChanceVerdict,
  Comparison,
  Difference,
  type Doubt,
  type Estimate,
  MeanResult,
  type OverallResult,
  type SeedValue,
  type TargetResult,
  type Tested,
} from './comparison.ts'
export type { Grouping } from './grouping.ts'
export type { Pair } from './pairs.ts'
export type { Cell, MissingCell, Results } from './results.ts'

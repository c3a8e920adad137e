export { type CompareOptions, compare } from './compare.ts'
export {
  CellResult,
  type ChanceVerdict,
  Comparison,
  Difference,
  type Estimate,
  MeanResult,
  type OverallResult,
  type SeedValue,
  type TargetResult,
} from './comparison.ts'
export type { Cell, MissingCell, Results } from './results.ts'

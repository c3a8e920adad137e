export { type CompareOptions, compare } from './compare.ts'
export {
  CellResult,
  ChanceVerdict,
  Comparison,
  Difference,
  Estimate,
  MeanResult,
  type OverallResult,
  type SeedValue,
  type TargetResult,
} from './comparison.ts'
export type { Cell, MissingCell, Results } from './results.ts'

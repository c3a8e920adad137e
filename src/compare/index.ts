export { compare } from './compare.ts'
export {
  type BenchmarkResult,
  CellResult,
  Comparison,
  Difference,
  type Doubt,
  MeanResult,
  type Tested,
} from './comparison.ts'
export type { Grouping } from './grouping.ts'
export type { Pair } from './pairs.ts'
export type { Cell, MissingCell, Results } from './results.ts'

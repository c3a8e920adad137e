import type { ComparedPair, Report } from './schema.ts'

/** What has been measured, before anything is said about it. */
export type MeasuredReport = Pick<
  Report,
  | 'level'
  | 'baseline'
  | 'seeds'
  | 'targets'
  | 'languages'
  | 'arms'
  | 'declared'
  | 'withControls'
  | 'means'
  | 'cells'
  | 'pairs'
  | 'transferGaps'
  | 'groups'
  | 'selections'
  | 'details'
  | 'benchmarks'
  | 'missing'
> & {
  readonly comparisons: readonly Pick<ComparedPair, 'arm' | 'against' | 'title' | 'difference' | 'extent'>[]
}

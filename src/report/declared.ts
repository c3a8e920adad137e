import { benchmarks } from '#catalog'
import { type Comparison, compare, type Pair, type Results } from '#compare'
import { metric } from '#score'
import type { Study } from '#study'
import { groupingsOf } from './groups.ts'

/** Compares as the study declares: its pairs of arms, its metrics, its language groups. */
export function compareAsDeclared(
  results: Results,
  { compare: pairs, measure, groups }: Pick<Study, 'compare' | 'measure' | 'groups'>,
): Comparison {
  return compare(results, {
    mainMetric: mainMetrics(results, measure),
    groupings: groupingsOf(groups),
    benchmarks: benchmarks(),
    pairs: pairs.length === 0 ? undefined : pairs.map(pairOf),
  })
}

/** `english-qa vs baseline`, as the study's schema lets it be written. */
function pairOf(written: string): Pair {
  const [arm, against] = written.split(' vs ') as [string, string]
  return { arm, against }
}

/** The metric that decides on each target: the first of the study's that the target was scored with. */
function mainMetrics({ targets, cells }: Results, measure: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    targets.flatMap((target) => {
      const known = Object.keys(cells.find((cell) => cell.target === target)?.score.metrics ?? {})
      const reported = known.flatMap((id) => metric(id).reportedAs ?? [])
      const chosen = measure.find((id) => known.includes(id) || reported.includes(id))
      return chosen === undefined ? [] : [[target, chosen]]
    }),
  )
}

import { benchmarks, type TaskEntry } from '#catalog'
import { type Comparison, compare, type Results } from '#compare'
import { decidingMetrics } from '#score'
import { declaredPairs, type Study } from '#study'
import { familyOf, groupingsOf } from './language-groups.ts'

/** Compares as the study declares: its pairs of arms, its metrics, its language groups. */
export function compareAsDeclared(
  results: Results,
  { compare: pairs, measure, groups }: Pick<Study, 'compare' | 'measure' | 'groups'>,
  tasks: Readonly<Record<string, TaskEntry>>,
): Comparison {
  return compare(results, {
    mainMetric: decidingMetrics(
      results.targets.map((id) => tasks[id]!),
      measure,
    ),
    groupings: groupingsOf(groups),
    benchmarks: benchmarks(),
    pairs: pairs.length === 0 ? undefined : declaredPairs(pairs),
    familyOf,
  })
}

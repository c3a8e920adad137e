import { benchmarks, type TaskEntry } from '#catalog'
import { againstBaseline, type Comparison, compare, type Pair, type Results } from '#compare'
import { decidingMetrics } from '#score'
import { declaredPairs, type Study } from '#study'
import { familyOf, groupingsOf } from './language-groups.ts'

/** The pairs of arms that a study compares: those that it declares, else every arm against the baseline. */
export const pairsOf = (
  { compare: declared }: Pick<Study, 'compare'>,
  results: Pick<Results, 'arms' | 'baseline'>,
): readonly Pair[] => (declared.length > 0 ? declaredPairs(declared) : againstBaseline(results))

/** Compares as the study declares: its pairs of arms, its metrics, its language groups. */
export function compareAsDeclared(
  results: Results,
  study: Pick<Study, 'compare' | 'measure' | 'groups'>,
  tasks: Readonly<Record<string, TaskEntry>>,
): Comparison {
  return compare(results, {
    mainMetric: decidingMetrics(
      results.targets.map((id) => tasks[id]!),
      study.measure,
    ),
    groupings: groupingsOf(study.groups),
    benchmarks: benchmarks(),
    pairs: pairsOf(study, results),
    familyOf,
  })
}

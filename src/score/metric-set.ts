import { type Evaluation, kinds, type TaskEntry } from '#catalog'
import { isPredicted } from '#data'
import { MeasureImpossibleError, TaskMetricError } from './errors.ts'
import type { Score } from './metric.ts'
import { metric } from './metrics/index.ts'
import { SCORERS } from './score-predictions.ts'
import { MINING_METRICS } from './scorers/mining.ts'
import { PASSAGE_METRICS } from './scorers/passage-retrieval.ts'
import { RETRIEVAL_METRICS } from './scorers/retrieval.ts'

/** Metrics of what is scored without a head. */
const SEARCHED: { readonly [E in Exclude<Evaluation, 'predictions'>]: readonly string[] } = {
  translations: RETRIEVAL_METRICS,
  mining: MINING_METRICS,
  passages: PASSAGE_METRICS,
}

/** A metric as keys name it. */
export interface KeyedMetric {
  readonly id: string
  readonly version: number
}

/** The metric of an id, with its version. */
export const keyedMetric = (id: string): KeyedMetric => ({ id, version: metric(id).version ?? 1 })

/**
 * All metrics that a score of a task holds, those that the task lists first, in its order: part of the key of a score, so
 * that one which lacks a metric, or has an older version of it, is not taken for this one.
 * Empty where nothing is scored.
 * @throws TaskMetricError where the task lists a metric that is not made of its kind.
 */
export function metricSet(entry: TaskEntry): readonly KeyedMetric[] {
  const all = metricsOf(entry)
  if (all.length === 0) return []
  const impossible = entry.metrics.find((id) => !all.includes(id))
  if (impossible !== undefined) throw new TaskMetricError(entry.id, entry.kind, impossible, all)
  return [...new Set([...entry.metrics, ...all])].map(keyedMetric)
}

function metricsOf(entry: TaskEntry): readonly string[] {
  const { kind } = entry
  if (isPredicted(kind)) return SCORERS[kind].metrics(entry)
  const evaluation = kinds[kind].evaluation
  return evaluation === null || evaluation === 'predictions' ? [] : SEARCHED[evaluation]
}

/** A score with its metrics in the order of the set, so that the main one comes first. */
export function inOrder(score: Score, set: readonly KeyedMetric[]): Score {
  const metrics = Object.fromEntries(
    set.map(({ id }) => {
      const value = score.metrics[id]
      if (value === undefined) throw new TypeError(`a score of ${score.task} lacks ${id}`)
      return [id, value]
    }),
  )
  return { ...score, metrics }
}

/**
 * The metric that decides on each target, by task id: the first of the study's that the target has. Empty without a wish:
 * each target's own decides.
 * @throws MeasureImpossibleError where a target has none of them, or no target has one of them.
 */
export function decidingMetrics(
  targets: readonly TaskEntry[],
  measure: readonly string[],
): Readonly<Record<string, string>> {
  if (measure.length === 0) return {}
  for (const id of measure) metric(id)
  const scored = targets.filter(({ kind }) => kinds[kind].evaluation !== null)
  const possible = new Map(scored.map((entry) => [entry.id, metricSet(entry).map(({ id }) => id)]))
  const useless = measure.find((id) => ![...possible.values()].some((ids) => ids.includes(id)))
  const lacking = scored.find(({ id }) => !measure.some((wanted) => possible.get(id)!.includes(wanted)))
  if (useless !== undefined) throw new MeasureImpossibleError(useless, null, possible)
  if (lacking !== undefined) throw new MeasureImpossibleError(measure.join(', '), lacking.id, possible)
  return Object.fromEntries(
    scored.map(({ id }) => [id, measure.find((wanted) => possible.get(id)!.includes(wanted))!]),
  )
}

import type { Metric } from './metric.ts'
import { metric } from './metrics/index.ts'

/**
 * Means as XTREME's evaluate.py takes them: a metric's unweighted mean over the languages of a task (English included
 * where it is scored), the task's score from these means, and the unweighted mean over tasks.
 */

/** Unweighted mean; throws a RangeError for no values. */
export function meanOf(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('the mean of no values')
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The metric that a benchmark reports for a score: its first, or the one that stands for it (`reportedAs`). */
export function reportedMetric(metrics: Readonly<Record<string, number>>): Metric {
  const [first] = Object.keys(metrics)
  if (first === undefined) throw new RangeError('a score without metrics')
  return metric(metric(first).reportedAs ?? first)
}

/** The score of a task from the metrics of each of its languages: the mean of the reported metric. */
export function taskScore(byLanguage: readonly Readonly<Record<string, number>>[]): number {
  return meanOf(byLanguage.map((metrics) => metrics[reportedMetric(metrics).id]!))
}

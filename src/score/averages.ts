import type { Metric } from './metric.ts'
import { metric } from './metrics/index.ts'

/** Unweighted mean, as XTREME's evaluate.py takes them over languages and tasks; throws a RangeError for no values. */
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

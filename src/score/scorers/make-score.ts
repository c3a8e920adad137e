import { DuplicateIdError, NoExamplesError, UnequalLengthsError } from '../errors.ts'
import type { Chance, Outcomes, Score } from '../metric.ts'
import { metric } from '../metrics/index.ts'

/** What is scored: enters every score and every error message. */
export interface Scored {
  readonly task: string
  readonly language: string
}

/** Checks that there are examples, with ids of their own, and as many predictions. */
export function checkExamples(
  { task, language }: Scored,
  examples: readonly { readonly id: string }[],
  predictions: { readonly length: number },
): void {
  if (examples.length === 0) throw new NoExamplesError(task, language)
  if (predictions.length !== examples.length)
    throw new UnequalLengthsError(task, language, 'predictions', predictions.length, examples.length)
  checkIds({ task, language }, examples)
}

export function checkIds({ task, language }: Scored, examples: readonly { readonly id: string }[]): void {
  const seen = new Set<string>()
  for (const { id } of examples) {
    if (seen.has(id)) throw new DuplicateIdError(task, language, id)
    seen.add(id)
  }
}

interface Made {
  /** Metric ids, the main one first. */
  readonly metrics: readonly string[]
  readonly outcomes: Outcomes
  readonly examples: number
  readonly chance?: Readonly<Record<string, Chance>>
  readonly collapsed?: string | undefined
  readonly details?: Score['details']
}

/** Computes every metric from the outcomes: a score never holds a number that its outcomes do not give again. */
export function makeScore({ task, language }: Scored, made: Made): Score {
  const { metrics, outcomes, examples, chance = {}, collapsed, details } = made
  return {
    task,
    language,
    examples,
    metrics: Object.fromEntries(metrics.map((id) => [id, metric(id).value(outcomes)])),
    chance,
    outcomes,
    ...(collapsed === undefined ? {} : { collapsed }),
    ...(details === undefined ? {} : { details }),
  }
}

/** Chance levels of several metrics that were all made by one method. */
export function chanceOf(
  metrics: readonly string[],
  outcomes: Outcomes,
  method: string,
): Record<string, Chance> {
  return Object.fromEntries(metrics.map((id) => [id, { value: metric(id).value(outcomes), method }]))
}

/** The one thing that was always predicted, where the gold answers are not all the same. */
export function alwaysPredicted<T>(predictions: Iterable<T>, golds: Iterable<T>): T | undefined {
  const [first, ...others] = new Set(predictions)
  return others.length === 0 && new Set(golds).size > 1 ? first : undefined
}

/** 1 where the two are equal, else 0. */
export function marks<T>(predictions: readonly T[], golds: readonly T[]): Float32Array {
  return Float32Array.from(golds, (gold, at) => (predictions[at] === gold ? 1 : 0))
}

/** The most frequent of some labels; of equally frequent ones the first in code-unit order. */
export function mostFrequent(labels: Iterable<string>): string | undefined {
  const counts = new Map<string, number>()
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  const sorted = [...counts].sort(([a, inA], [b, inB]) => inB - inA || (a < b ? -1 : 1))
  return sorted[0]?.[0]
}

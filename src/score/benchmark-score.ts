import type { Benchmark } from '#catalog'
import { meanOf } from './averages.ts'

/** Task id -> language -> metrics; a `Score` will do. */
export type ScoresByTask = Readonly<
  Record<
    string,
    Readonly<
      Record<string, { readonly examples: number; readonly metrics: Readonly<Record<string, number>> }>
    >
  >
>

/** A task of a benchmark, scored. */
export interface BenchmarkTaskScore {
  readonly task: string
  /** Language -> the metrics that the benchmark reports. */
  readonly languages: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Metric -> mean over the languages. Empty where languages are missing. */
  readonly means: Readonly<Record<string, number>>
  /** Mean of the means; `null` where languages are missing. */
  readonly score: number | null
  /** Languages of the benchmark that have no score. */
  readonly missing: readonly string[]
}

/** A benchmark, scored. Nothing incomplete has a number. */
export interface BenchmarkScore {
  readonly benchmark: string
  readonly tasks: readonly BenchmarkTaskScore[]
  /** Group -> unweighted mean of its task scores. */
  readonly groups: Readonly<Record<string, number | null>>
  /** Unweighted mean of the task scores. */
  readonly average: number | null
}

/**
 * Averages scores as the benchmark says: each metric over the task's languages without weights (`pooled`: over the
 * examples of all languages at once), then over the task's metrics, then over tasks. As XTREME's evaluate.py, which
 * adds up the benchmark's average in the order of a Python set: its last digit varies from run to run.
 *
 * Scores of languages and tasks beyond the benchmark's are left out. A task without a language, and a mean without a
 * task, is `null`: a mean over less would carry the benchmark's name without being it.
 */
export function benchmarkScore(benchmark: Benchmark, scores: ScoresByTask): BenchmarkScore {
  const tasks = benchmark.tasks.map((task) => scoreTask(task, scores[task.task] ?? {}))
  const byId = new Map(tasks.map(({ task, score }) => [task, score]))
  const mean = (ids: readonly string[]) => {
    const known = ids.flatMap((id) => byId.get(id) ?? [])
    return known.length === ids.length ? meanOf(known) : null
  }
  return {
    benchmark: benchmark.id,
    tasks,
    groups: Object.fromEntries(Object.entries(benchmark.groups).map(([group, ids]) => [group, mean(ids)])),
    average: mean(tasks.map(({ task }) => task)),
  }
}

function scoreTask(
  { task, languages, metrics, pooled }: Benchmark['tasks'][number],
  scores: ScoresByTask[string],
): BenchmarkTaskScore {
  const has = (language: string) => metrics.every((id) => scores[language]?.metrics[id] !== undefined)
  const missing = languages.filter((language) => !has(language))
  const known = languages.filter(has).map((language) => ({ language, ...scores[language]! }))
  const meanFor = (id: string) =>
    pooled
      ? known.reduce((sum, each) => sum + each.examples * each.metrics[id]!, 0) /
        known.reduce((sum, { examples }) => sum + examples, 0)
      : meanOf(known.map((each) => each.metrics[id]!))
  const means = missing.length > 0 ? {} : Object.fromEntries(metrics.map((id) => [id, meanFor(id)]))
  return {
    task,
    languages: Object.fromEntries(
      known.map((each) => [each.language, Object.fromEntries(metrics.map((id) => [id, each.metrics[id]!]))]),
    ),
    means,
    score: missing.length > 0 ? null : meanOf(Object.values(means)),
    missing,
  }
}

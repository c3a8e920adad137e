import type { Benchmark } from '#catalog'
import { metric } from '#score'
import type { BenchmarkResult } from './comparison.ts'
import type { SeedMean } from './gap.ts'
import type { TargetGrid } from './grid.ts'
import { estimate, meanResampled, type Resampled, weightedResampled } from './resampled.ts'

type Task = Benchmark['tasks'][number]

/**
 * Scores of every arm on a benchmark, as its rule says: only where the study has the task, in all languages of the
 * benchmark and by its metric. A mean over less would carry the benchmark's name without being it.
 */
export function benchmarkResult(
  benchmark: Benchmark,
  grids: readonly TargetGrid[],
  arms: readonly string[],
  level: number,
  seedMean: SeedMean,
): BenchmarkResult {
  const missing: BenchmarkResult['missing'] = []
  const byTask = new Map<string, Map<string, Resampled>>()
  for (const task of benchmark.tasks) {
    const grid = grids.find(({ target }) => target === task.task)
    if (grid === undefined) {
      missing.push({ task: task.task, reason: 'not a target' })
      continue
    }
    const reason = reasonAgainst(task, grid)
    if (reason !== null) {
      missing.push({ task: task.task, reason })
      continue
    }
    const byArm = new Map<string, Resampled>()
    for (const arm of arms) {
      const runs = task.languages.map((language) => grid.runs(arm, language))
      if (runs.some((each) => each.length === 0)) continue
      const means = runs.map(seedMean)
      byArm.set(
        arm,
        task.pooled
          ? weightedResampled(
              means,
              runs.map(([run]) => run!.score.examples),
            )
          : meanResampled(means),
      )
    }
    byTask.set(task.task, byArm)
  }
  const score = (arm: string, group: string | null, tasks: readonly string[]) => {
    const own = tasks.flatMap((task) => byTask.get(task)?.get(arm) ?? [])
    return own.length < tasks.length ? [] : [{ arm, group, value: estimate(meanResampled(own), level) }]
  }
  return {
    benchmark: benchmark.id,
    title: benchmark.title,
    missing,
    scores: arms.flatMap((arm) => [
      ...score(
        arm,
        null,
        benchmark.tasks.map(({ task }) => task),
      ),
      ...Object.entries(benchmark.groups).flatMap(([group, tasks]) => score(arm, group, tasks)),
    ]),
  }
}

/** Why a target of the study is not the benchmark's task; null where it is. */
function reasonAgainst(task: Task, grid: TargetGrid): string | null {
  const reported = task.metrics.length === 1 ? task.metrics[0]! : metric(task.metrics[0]!).reportedAs
  if (grid.metric.id !== reported) return `measured by ${grid.metric.title}`
  const lacking = task.languages.filter((language) => !grid.languages.includes(language))
  return lacking.length === 0 ? null : `without ${lacking.length} of its ${task.languages.length} languages`
}

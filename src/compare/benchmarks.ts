import type { Benchmark } from '#catalog'
import { metric } from '#score'
import type { BenchmarkResult } from './comparison.ts'
import { contrast, estimate } from './contrast.ts'
import type { TargetGrid } from './grid.ts'
import { type Measure, meanOf, meanOver } from './measure.ts'

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
): BenchmarkResult {
  const missing: BenchmarkResult['missing'] = []
  const byTask = new Map<string, { readonly measure: Measure; readonly has: (arm: string) => boolean }>()
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
    byTask.set(task.task, {
      measure: measureOf(task, grid),
      has: (arm) => task.languages.every((language) => grid.runs(arm, language).length > 0),
    })
  }
  const score = (arm: string, group: string | null, tasks: readonly string[]) => {
    const own = tasks.flatMap((task) => byTask.get(task) ?? [])
    if (own.length < tasks.length || !own.every(({ has }) => has(arm))) return []
    const value = contrast(meanOf(own.map(({ measure }) => measure)), arm, null, arms)
    return value === null ? [] : [{ arm, group, value: estimate(value, level) }]
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

/** Over all languages of the benchmark, English too, as it is defined; `pooled`: each example counts the same. */
function measureOf({ languages, pooled }: Task, grid: TargetGrid): Measure {
  if (!pooled) return meanOver(grid, languages)
  const sizes = languages.map((language) => grid.examples.get(language)!)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  return languages.map((language, at) => ({ grid, language, weight: sizes[at]! / total }))
}

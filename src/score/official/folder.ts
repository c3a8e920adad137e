import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Benchmark, benchmark as benchmarkOf, kinds, type OfficialForm, task as taskOf } from '#catalog'
import { type BenchmarkScore, benchmarkScore, type ScoresByTask } from '../benchmark-score.ts'
import type { SeqevalBehaviour } from '../chunks.ts'
import { NothingToScoreError } from '../errors.ts'
import { checkOfficialFolder } from './files.ts'
import { FILE_SCORERS, type FileScore } from './tasks.ts'

export interface FolderInput {
  /** Id of a benchmark of the catalogue. */
  readonly benchmark: string
  /** Folder of predictions, and folder of labels, each with a folder a task that holds `test-{language}.*`. */
  readonly predictions: string
  readonly gold: string
  /** Default `seqeval-0.0.12`, which the published numbers follow. */
  readonly seqeval?: SeqevalBehaviour | undefined
}

/** Path of a task's file in the official layout. LAReQA, for which there is none, is laid out like Mewsli-X. */
export function officialFile({ folder, file }: Benchmark['tasks'][number], language: string): string {
  return join(folder, `test-${language}.${file ?? 'json'}`)
}

/** Form of the official files of a task. @throws TypeError for a kind without one: no benchmark has a task of it. */
export function officialForm(id: string): OfficialForm {
  const { kind } = taskOf(id)
  const form = kinds[kind].official
  if (form === null) throw new TypeError(`${kind} has no official files`)
  return form
}

/**
 * Scores predictions in the official layout of a benchmark as its evaluate.py does. Files that one side lacks are left
 * out and listed. Throws where nothing can be scored, or a file cannot be read.
 */
export function scoreFolder({
  benchmark: id,
  predictions,
  gold,
  seqeval = 'seqeval-0.0.12',
}: FolderInput): BenchmarkScore {
  const benchmark = benchmarkOf(id)
  checkOfficialFolder(predictions, '--predictions')
  checkOfficialFolder(gold, '--gold')
  const scores: Record<string, Record<string, FileScore>> = {}
  for (const task of benchmark.tasks)
    for (const language of task.languages) {
      const file = officialFile(task, language)
      const pair = { predictions: join(predictions, file), gold: join(gold, file) }
      if (!existsSync(pair.predictions) || !existsSync(pair.gold)) continue
      scores[task.task] ??= {}
      scores[task.task]![language] = FILE_SCORERS[officialForm(task.task)]({
        task: task.task,
        language,
        metrics: task.metrics,
        ...pair,
        seqeval,
      })
    }
  if (Object.keys(scores).length === 0)
    throw new NothingToScoreError(
      id,
      benchmark.tasks.map((task) => officialFile(task, task.languages[0]!)),
    )
  return benchmarkScore(benchmark, scores satisfies ScoresByTask)
}

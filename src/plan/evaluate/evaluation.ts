import { kinds, type TaskEntry } from '#catalog'
import { type DependenceRule, metricSet } from '#score'
import type { Target } from '#study'
import type { Checkpoint } from '../checkpoint.ts'
import type { DatasetRef, Subset } from '../dataset.ts'
import type { Draft, Run } from '../draft.ts'
import type { Operations } from '../operations.ts'
import type { TrainSettings } from '../settings.ts'

/** One use of a task by a run. */
export interface Use {
  readonly run: Run
  readonly entry: TaskEntry
  readonly settings: TrainSettings
}

/** The scoring of one encoder on one target: what every way of evaluating starts from. */
export interface PlannedEvaluation extends Use {
  readonly target: Target
  readonly encoder: Checkpoint
  /** Languages that are scored. */
  readonly languages: readonly string[]
  /** Which test examples. */
  readonly subset: Subset
}

export const newEvaluation = (
  { tasks, study, settle }: Draft,
  encoder: Checkpoint,
  target: Target,
  run: Run,
): PlannedEvaluation => {
  const entry = tasks.of(target.task)
  return {
    run,
    target,
    entry,
    encoder,
    settings: settle([entry], target.training, study.training, encoder.encoder.architecture),
    languages: target.languages ?? entry.splits.test?.languages ?? entry.languages,
    subset: target.limit === undefined ? null : { first: target.limit },
  }
}

export const useLabel = ({ entry, run }: Use, language: string) =>
  `${run.arm} › ${entry.id} ${language}, seed ${run.seed}`

/** What a score is compared with, beside the gold answers. */
interface Beside {
  readonly training?: DatasetRef
  readonly development?: DatasetRef
  readonly pool?: readonly DatasetRef[]
}

const dependenceRule = ({ entry, items }: DatasetRef): DependenceRule => ({
  cluster: entry.cluster ?? kinds[entry.kind].cluster,
  placeholders: entry.placeholders,
  parallel: entry.parallel ?? null,
  items,
})

/** Promises one number: what was predicted or found, scored against the gold answers of one language. */
export function planScore(
  draft: Draft,
  evaluation: PlannedEvaluation,
  evaluated: Operations['score']['inputs'],
  gold: DatasetRef,
  { training, development, pool = [] }: Beside = {},
): void {
  const { entry, run } = evaluation
  const score = draft.phases.add(
    {
      operation: 'score',
      inputs: evaluated,
      parameters: {
        kind: entry.kind,
        metrics: metricSet(entry),
        dependence: dependenceRule(gold),
        gold: gold.content,
        training: training?.content ?? null,
        ...(development === undefined ? {} : { development: development.content }),
        ...(pool.length === 0 ? {} : { pool: pool.map(({ content }) => content) }),
      },
      local: {
        folders: draft.pins.places.data,
        gold,
        training: training ?? null,
        development: development ?? null,
        pool,
      },
    },
    useLabel(evaluation, gold.language),
  )
  draft.cells.push({ arm: run.arm, seed: run.seed, target: entry.id, language: gold.language, score })
}

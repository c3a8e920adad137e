import { type KindProperties, kinds, namedStage, type TaskEntry } from '#catalog'
import { groupBy } from '#kernel'
import { stagesOf, type WrittenStage } from '#study'
import type { ReportInput, TrainingRecord } from './input.ts'
import type { Panel, Report } from './schema.ts'

/** Title of a task with its id, and what it stands in for or is a part of, if anything. */
export function taskWords(entry: TaskEntry | undefined, id: string): string {
  if (entry === undefined) return id
  const { standsInFor, part } = entry
  const other =
    standsInFor === undefined ? [] : [`${part === undefined ? 'stands in for' : 'a part of'} ${standsInFor}`]
  return `${entry.title} (${[id, ...other].join(', ')})`
}

/** `the embeddings and the lowest 4 layers`: what a training step leaves as it is, null where that is nothing. */
export function frozenPart({ freeze: { value } }: TrainingRecord['settings']): string | null {
  if (value === null) return null
  return value === 0
    ? 'the embeddings'
    : `the embeddings and the lowest ${value === 1 ? 'layer' : `${value} layers`}`
}

/** What the kind of a task declares, where the task is known. */
export function declared({ tasks }: Pick<ReportInput, 'tasks'>, id: string): KindProperties | undefined {
  const entry = tasks[id]
  return entry && kinds[entry.kind]
}

/** Task ids that a training step trains on, as its settings were settled for. */
export function tasksOf({ settings }: Pick<TrainingRecord, 'settings'>): readonly string[] {
  return Object.keys(settings.maxLength)
}

/** Task ids of a stage as a study writes it: an id, a named stage, or a list. */
export function stageTaskIds(stage: WrittenStage): readonly string[] {
  return typeof stage === 'string' ? (namedStage(stage)?.tasks ?? [stage]) : stage.tasks
}

/** What a training step is called in tables and figures, without its arm. */
export function stepTitle(
  input: ReportInput,
  training: Pick<TrainingRecord, 'arm' | 'step' | 'settings'>,
): string {
  const { step } = training
  if ('target' in step)
    return `Fine-tuning: ${titles(input, training)}${Object.hasOwn(training.settings.maxLength, step.target) ? '' : ` (before ${input.tasks[step.target]?.title ?? step.target})`}`
  if (step.stage === 0) return `Pretraining: ${titles(input, training)}`
  const written = stagesOf(input.study, training.arm)[step.stage - 1]
  const named = typeof written === 'string' ? namedStage(written) : undefined
  return `Intermediate: ${named?.title ?? titles(input, training)}`
}

const titles = (input: ReportInput, training: Pick<TrainingRecord, 'settings'>) =>
  tasksOf(training)
    .map((id) => input.tasks[id]?.title ?? id)
    .join(' + ')

/** A trained phase with all arms that use it. */
export interface SharedTraining {
  readonly record: TrainingRecord
  readonly title: string
  readonly arms: readonly string[]
}

/** Trained phases, each once, in the order of the study. */
export function sharedTrainings(input: ReportInput): SharedTraining[] {
  const byKey = groupBy(input.trainings, (training) => training.key)
  return [...byKey.values()].map((records) => {
    const record = records[0]!
    const pretraining = 'stage' in record.step && record.step.stage === 0
    return {
      record,
      title: stepTitle(input, record),
      arms: pretraining ? input.results.arms.slice() : [...new Set(records.map((each) => each.arm))],
    }
  })
}

/** One panel a training step: the pretraining first, then stages, then targets. */
export function panels(input: ReportInput): Panel[] {
  const rank = ({ record: { step } }: SharedTraining) => ('target' in step ? 1000 : step.stage)
  const steps = groupBy(
    sharedTrainings(input).toSorted((a, b) => rank(a) - rank(b)),
    (each) => each.title,
  )
  return [...steps].map(([title, runs]) => ({
    title,
    score: runs.some(({ record }) => record.evaluations.length > 0) ? 'main metric of the task' : null,
    lines: runs.map(({ record, arms }) => ({
      arms: [...arms],
      seed: record.seed,
      loss: record.losses
        .filter(({ loss }) => Number.isFinite(loss))
        .map(({ step, loss }): [number, number] => [step, fourDecimals(loss)]),
      development: record.evaluations.map(({ step, score, kept }) => ({
        step,
        score: fourDecimals(score),
        kept,
      })),
    })),
  }))
}

export function trainedPhases(input: ReportInput): Report['manifest']['trainings'] {
  return sharedTrainings(input).map(({ record, title, arms }) => ({
    title,
    arms: [...arms],
    seed: record.seed,
    key: record.key,
    steps: record.steps,
    tokens: record.tokens,
    seconds: fourDecimals(record.seconds),
    tensors: { ...record.handover },
  }))
}

/** Four decimals. */
export function fourDecimals(value: number): number {
  return Math.round(value * 1e4) / 1e4 + 0
}

/** What a stage of a study means: shorthand written out, languages, heads, metrics of selection. */
import { kinds, namedStage, type TaskEntry } from '#catalog'
import { type KeyedMetric, keyedMetric, metricSet } from '#score'
import type { Stage, Training } from '#study'
import { DualEncoderError, StageLanguageError } from './errors.ts'
import type { TrainTask } from './train-parameters.ts'

/** A stage with all that is left open left out. */
export type TrainedStage = Pick<Stage, 'tasks' | 'languages' | 'sampling'> & {
  readonly heads?: Stage['heads']
  readonly translated?: boolean
  readonly training?: Training | undefined
}

/** Metric of development data, by which the best weights are kept. */
export function selectionMetric(entry: TaskEntry): KeyedMetric | null {
  const { selection } = kinds[entry.kind]
  if (selection === null) return null
  return selection === 'main' ? metricSet(entry)[0]! : keyedMetric(selection)
}

/** A stage named by task, or by the catalogue, or written out. */
export function expandStage(stage: string | Stage): TrainedStage {
  if (typeof stage !== 'string') return stage
  return namedStage(stage) ?? { tasks: [stage] }
}

export const haveOneHead = (one: TaskEntry, other: TaskEntry, heads: TrainedStage['heads'] = 'own') =>
  (heads === 'shared' || (Array.isArray(heads) && heads.includes(one.id) && heads.includes(other.id))) &&
  one.kind === other.kind &&
  JSON.stringify(one.labels) === JSON.stringify(other.labels)

export function dualEncoderOf({ id, dualEncoder }: TaskEntry): NonNullable<TrainTask['dualEncoder']> {
  if (dualEncoder === undefined) throw new DualEncoderError(id)
  const { pooling, scale, learnScale } = dualEncoder
  return { pooling, scale, learnScale }
}

/**
 * English, or what the stage lists. In a stage with masked-LM the list is for the text; a task without any of these
 * languages stays English.
 */
export function trainedLanguages(
  entry: TaskEntry,
  listed: readonly string[] | undefined,
  withText: boolean,
): readonly string[] {
  const own = entry.splits.train?.languages ?? entry.languages
  if (listed === undefined)
    return kinds[entry.kind].trainedLanguages === 'english' && own.includes('en') ? ['en'] : own
  const both = listed.filter((language) => own.includes(language))
  if (both.length > 0) return both
  if (withText) return ['en']
  throw new StageLanguageError(entry.id, listed, own)
}

/** English where the task has it, so that selection stays English; else the first trained language. */
export function developmentLanguage(entry: TaskEntry, trained: readonly string[]): string {
  const own = entry.splits.development?.languages ?? entry.languages
  return own.includes('en') ? 'en' : (trained.find((language) => own.includes(language)) ?? own[0]!)
}

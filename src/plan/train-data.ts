import { kinds, type TaskEntry } from '#catalog'
import type { Training } from '#study'
import type { DatasetRef } from './dataset.ts'
import type { Draft } from './draft.ts'
import { UntrainableError } from './errors.ts'
import type { TrainSettings } from './settings.ts'
import { developmentLanguage, type TrainedStage, trainedLanguages } from './stages.ts'

/** One task of a trained phase: the tasks of a kind of text, such as masked-LM, are one, over the text of all. */
export interface TrainData {
  readonly entry: TaskEntry
  readonly training: readonly DatasetRef[]
  readonly development: DatasetRef | null
  /** Under sampling by weights. */
  readonly weight: number
}

/** Tasks of a stage, translated where it says so. */
export function stageTasks({ tasks }: Draft, stage: TrainedStage): TaskEntry[] {
  const entries = stage.tasks.map((id) =>
    stage.translated ? tasks.translated(id, stage.languages) : tasks.of(id),
  )
  for (const { id, kind } of entries)
    if (kinds[kind].objective === null) throw new UntrainableError(id, kinds[kind].title)
  return entries
}

/** Training data of each task of a stage, and English development data where it is evaluated. */
export async function stageData(
  draft: Draft,
  stage: TrainedStage,
  settings: TrainSettings,
  defaults: Training,
): Promise<TrainData[]> {
  const weights = new Map(
    stage.sampling?.by === 'weights' ? Object.entries(stage.sampling.weights) : undefined,
  )
  const weightOf = (id: string) => (stage.sampling?.by === 'weights' ? (weights.get(id) ?? 0) : 1)
  const entries = stageTasks(draft, stage)
  const streams = entries.filter(isStream)
  const data: TrainData[] = []
  for (const kind of new Set(streams.map((entry) => entry.kind))) {
    const text = streams.filter((entry) => entry.kind === kind)
    data.push({
      entry: text[0]!,
      training: await stageText(draft, stage, text, defaults),
      development: null,
      weight: text.reduce((sum, { id }) => sum + weightOf(id), 0),
    })
  }
  const drawn = ({ value }: TrainSettings['limit']) => (value === null ? null : { drawn: value })
  for (const entry of entries.filter((each) => !isStream(each))) {
    const languages = trainedLanguages(entry, stage.languages, streams.length > 0)
    const training = await Promise.all(
      languages.map((language) => draft.pins.pin(entry, language, 'train', drawn(settings.limit))),
    )
    const evaluated =
      settings.evaluations.value > 0 && entry.splits.development && kinds[entry.kind].selection !== null
    const development = evaluated
      ? await draft.pins.pin(
          entry,
          developmentLanguage(entry, languages),
          'development',
          drawn(settings.developmentLimit),
        )
      : null
    data.push({ entry, training, development, weight: weightOf(entry.id) })
  }
  return data
}

/** Text of some tasks of a stage, in its languages. */
export async function stageText(
  { pins }: Draft,
  stage: TrainedStage,
  text: readonly TaskEntry[],
  defaults: Training,
): Promise<DatasetRef[]> {
  const limit = stage.training?.limit ?? defaults.limit
  const subset = limit === undefined ? null : { drawn: limit }
  const pinned = text.flatMap((entry) =>
    (stage.languages ?? entry.languages)
      .filter((language) => entry.languages.includes(language))
      .map((language) => pins.pin(entry, language, 'train', subset, stage.languages)),
  )
  return Promise.all(pinned)
}

export const isStream = ({ kind }: TaskEntry): boolean => kinds[kind].stream

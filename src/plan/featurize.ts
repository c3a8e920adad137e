import type { Key } from '#kernel'
import type { Encoder } from './checkpoint.ts'
import type { DatasetRef } from './dataset.ts'
import type { Draft } from './draft.ts'
import type { Operations } from './operations.ts'
import type { TrainSettings } from './settings.ts'

type Lengths = Pick<
  Operations['featurize']['parameters'],
  'maxLength' | 'stride' | 'questionLength' | 'queryLength'
>

const lengthsOf = (settings: TrainSettings, task: string): Lengths => ({
  maxLength: settings.maxLength[task]!.value,
  stride: settings.stride[task]?.value ?? null,
  questionLength: settings.questionLength[task]?.value ?? null,
  queryLength: settings.queryLength[task]?.value ?? null,
})

/**
 * Token ids of datasets of one kind, with the lengths of a task. `side` picks the sentence of a translation pair; `prefix`
 * stands before every text.
 */
export function planFeatures(
  draft: Draft,
  { tokenizer }: Encoder,
  datasets: readonly DatasetRef[],
  {
    settings,
    task,
    prefix = '',
  }: { readonly settings: TrainSettings; readonly task: string; readonly prefix?: string },
  side: 'text' | 'english' | null,
  label: string,
): Key {
  const { kind, labels } = datasets[0]!.entry
  const lengths = lengthsOf(settings, task)
  const contents = datasets.map(({ content }) => content)
  // Looked up before the key is made: each arm and seed asks for the same features again.
  const asked = JSON.stringify([tokenizer.key, contents, kind, labels, lengths, side, prefix, label])
  const known = draft.features.get(asked)
  if (known !== undefined) return known
  const key = draft.phases.add(
    {
      operation: 'featurize',
      inputs: { tokenizer: tokenizer.key },
      parameters: {
        datasets: contents,
        kind,
        labels: labels ?? null,
        ...lengths,
        side,
        ...(prefix === '' ? {} : { prefix }),
      },
      local: { folders: draft.pins.places.data, datasets, tokenizer: tokenizer.folder },
    },
    label,
  )
  draft.features.set(asked, key)
  return key
}

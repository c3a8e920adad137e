import { kinds } from '#catalog'
import type { Key } from '#kernel'
import type { Encoder } from './checkpoint.ts'
import type { DatasetRef } from './dataset.ts'
import type { Draft } from './draft.ts'
import type { TrainSettings } from './settings.ts'

/** Most tokens of a sequence, and of a query where queries are encoded apart. */
export interface Lengths {
  readonly maxLength: number
  readonly queryLength: number
}

export const lengthsOf = ({ maxLength, queryLength }: TrainSettings, task: string): Lengths => ({
  maxLength: maxLength[task]!.value,
  queryLength: queryLength[task]?.value ?? maxLength[task]!.value,
})

/** Token ids of datasets of one kind. `side` picks the sentence of a translation pair. */
export function planFeatures(
  draft: Draft,
  { tokenizer }: Encoder,
  datasets: readonly DatasetRef[],
  { maxLength, queryLength }: Lengths,
  side: 'text' | 'english' | null,
  label: string,
): Key {
  const { kind, labels } = datasets[0]!.entry
  const { lengths } = kinds[kind]
  // 128 as BERT, XTREME and jiant; shorter windows advance by half their length.
  const stride = lengths.includes('stride') ? Math.min(128, Math.floor(maxLength / 2)) : null
  return draft.phases.add(
    {
      operation: 'featurize',
      inputs: { tokenizer: tokenizer.key },
      parameters: {
        datasets: datasets.map(({ content }) => content),
        kind,
        labels: labels ?? null,
        maxLength,
        ...(lengths.includes('queryLength') ? { queryLength } : {}),
        stride,
        side,
      },
      local: { folders: draft.pins.places.data, datasets, tokenizer: tokenizer.folder },
    },
    label,
  )
}

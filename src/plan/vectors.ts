import type { Key } from '#kernel'
import type { Checkpoint } from './checkpoint.ts'
import type { DatasetRef } from './dataset.ts'
import type { Draft } from './draft.ts'
import type { Use } from './evaluate/evaluation.ts'
import { useLabel } from './evaluate/evaluation.ts'
import { planFeatures } from './featurize.ts'
import type { EmbedOutput } from './operations.ts'
import { computingOf } from './settings.ts'

/** What an encoder's vectors are taken from: fixed, several at once, or what a `select` phase chose. */
export type Outputs = readonly EmbedOutput[] | { readonly selection: Key }

/** Embeds texts with one layer and pooling, or with many in one pass. */
export function planVectors(
  draft: Draft,
  checkpoint: Checkpoint,
  datasets: readonly DatasetRef[],
  side: 'text' | 'english' | null,
  outputs: Outputs,
  use: Use,
  what: string,
): Key {
  const languages =
    datasets.length > 2 ? `${datasets.length} languages` : datasets.map((each) => each.language).join(', ')
  const { entry, settings } = use
  const features = planFeatures(
    draft,
    checkpoint.encoder,
    datasets,
    { settings, task: entry.id },
    side,
    `${entry.id} ${languages} ${what}`,
  )
  const chosen = 'selection' in outputs
  return draft.phases.add(
    {
      operation: 'embed',
      inputs: {
        checkpoint: checkpoint.key,
        features,
        ...(chosen ? { selection: outputs.selection } : {}),
      },
      parameters: { outputs: chosen ? 'selected' : outputs, computing: computingOf(settings) },
      local: {},
    },
    `${useLabel(use, languages)}, ${what}`,
  )
}

/**
 * Both sides of translations against each other. XTREME's Tatoeba asks with the English sentence; that is the forward
 * direction here.
 */
export function planSearchBothWays(
  draft: Draft,
  checkpoint: Checkpoint,
  ref: DatasetRef,
  outputs: Outputs,
  use: Use,
  k: number,
): Key {
  const queries = planVectors(draft, checkpoint, [ref], 'english', outputs, use, 'English sentences')
  const candidates = planVectors(draft, checkpoint, [ref], 'text', outputs, use, 'sentences')
  return draft.phases.add(
    {
      operation: 'neighbours',
      inputs: { queries, candidates },
      parameters: { k, similarity: 'cosine', backward: true },
      local: {},
    },
    useLabel(use, ref.language),
  )
}

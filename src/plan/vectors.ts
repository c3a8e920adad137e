import type { Prefixes } from '#catalog'
import type { Key } from '#kernel'
import type { Checkpoint } from './checkpoint.ts'
import type { DatasetRef } from './dataset.ts'
import type { Draft } from './draft.ts'
import type { Use } from './evaluate/evaluation.ts'
import { useLabel } from './evaluate/evaluation.ts'
import { planFeatures } from './featurize.ts'
import type { EmbedOutput } from './operations.ts'
import { computingOf } from './settings.ts'

/** How vectors are taken of an encoder. */
export interface VectorChoice {
  /** Fixed, several at once, or what a `select` phase chose. */
  readonly outputs: readonly EmbedOutput[] | { readonly selection: Key }
  /** null: the encoder was trained for the task, on texts as they are. */
  readonly prefixes: Prefixes | null
}

/** Embeds texts with one layer and pooling, or with many in one pass. */
export function planVectors(
  draft: Draft,
  checkpoint: Checkpoint,
  datasets: readonly DatasetRef[],
  side: 'text' | 'english' | null,
  { outputs, prefixes }: VectorChoice,
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
    { settings, task: entry.id, prefix: prefixes?.[roleOf(datasets)] ?? '' },
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

const roleOf = (datasets: readonly DatasetRef[]): keyof Prefixes =>
  datasets[0]!.split === 'candidates' ? 'passage' : 'query'

/**
 * Both sides of translations against each other. XTREME's Tatoeba asks with the English sentence; that is the forward
 * direction here.
 */
export function planSearchBothWays(
  draft: Draft,
  checkpoint: Checkpoint,
  ref: DatasetRef,
  choice: VectorChoice,
  use: Use,
  k: number,
): Key {
  const queries = planVectors(draft, checkpoint, [ref], 'english', choice, use, 'English sentences')
  const candidates = planVectors(draft, checkpoint, [ref], 'text', choice, use, 'sentences')
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

import { z } from 'zod'
import type { Operation } from './versions.ts'

/** What a store keeps of a study, as far as it is complete. */
export const Keep = z
  .enum(['all', 'needed', 'scores'])
  .describe(
    'all = every artifact; needed = no checkpoints and vectors that no phase of the study will read; scores = no features, predictions and neighbours either',
  )
export type Keep = z.infer<typeof Keep>

/** From which policy on the artifacts of an operation are dropped once nothing reads them, and the files that last. */
const DROPPED: {
  readonly [O in Operation]: { readonly by: Keep; readonly lasting: readonly string[] } | null
} = {
  initialize: { by: 'needed', lasting: [] },
  train: { by: 'needed', lasting: ['losses.safetensors', 'evaluations.json'] },
  embed: { by: 'needed', lasting: [] },
  featurize: { by: 'scores', lasting: [] },
  predict: { by: 'scores', lasting: [] },
  neighbours: { by: 'scores', lasting: [] },
  // Small, and shown in reports.
  tokenizer: null,
  'masked-lm-loss': null,
  select: null,
  score: null,
  overlap: null,
}

const LEVELS = Keep.options

/** Files that last of a dropped artifact; null where it is never dropped. */
export function lastingFiles(operation: Operation, keep: Keep): readonly string[] | null {
  const dropped = DROPPED[operation]
  return dropped !== null && LEVELS.indexOf(keep) >= LEVELS.indexOf(dropped.by) ? dropped.lasting : null
}

import type { TaskEntry } from '#catalog'
import type { Target } from '#study'
import type { Checkpoint } from '../checkpoint.ts'
import type { Draft, Run } from '../draft.ts'
import { type Evaluation, newEvaluation } from './evaluation.ts'
import { evaluateFineTuned } from './fine-tuned.ts'
import { evaluateMining } from './mining.ts'
import { evaluatePassageRetrieval } from './passage-retrieval.ts'
import { evaluateSentenceRetrieval } from './sentence-retrieval.ts'

/** How an encoder is scored on a target of each kind. */
const WAYS = {
  classification: evaluateFineTuned,
  regression: evaluateFineTuned,
  'multiple-choice': evaluateFineTuned,
  'span-extraction': evaluateFineTuned,
  tagging: evaluateFineTuned,
  'masked-lm': evaluateFineTuned,
  'sentence-retrieval': evaluateSentenceRetrieval,
  mining: evaluateMining,
  'passage-retrieval': evaluatePassageRetrieval,
} satisfies Record<TaskEntry['kind'], (draft: Draft, evaluation: Evaluation) => Promise<void>>

/** Plans the scores of one encoder on one target. */
export function planEvaluation(draft: Draft, encoder: Checkpoint, target: Target, run: Run): Promise<void> {
  const evaluation = newEvaluation(draft, encoder, target, run)
  return WAYS[evaluation.entry.kind](draft, evaluation)
}

import { kinds, type Evaluation as Way } from '#catalog'
import type { Target } from '#study'
import type { Checkpoint } from '../checkpoint.ts'
import type { Draft, Run } from '../draft.ts'
import { UnscorableError, UntunedError } from '../errors.ts'
import { isFineTuned } from '../targets.ts'
import { newEvaluation, type PlannedEvaluation } from './evaluation.ts'
import { evaluateMining } from './mining.ts'
import { evaluatePassages } from './passages.ts'
import { evaluatePredictions } from './predictions.ts'
import { evaluateTranslations } from './translations.ts'

const WAYS: Readonly<Record<Way, (draft: Draft, evaluation: PlannedEvaluation) => Promise<void>>> = {
  predictions: evaluatePredictions,
  translations: evaluateTranslations,
  mining: evaluateMining,
  passages: evaluatePassages,
}

/** Plans the scores of one encoder on one target, in the way that its kind declares. */
export function planEvaluation(draft: Draft, encoder: Checkpoint, target: Target, run: Run): Promise<void> {
  const evaluation = newEvaluation(draft, encoder, target, run)
  const { evaluation: way, title } = kinds[evaluation.entry.kind]
  if (way === null) throw new UnscorableError(target.task, title)
  if (!target.fineTune && isFineTuned(evaluation.entry.kind, target))
    throw new UntunedError(target.task, title)
  return WAYS[way](draft, evaluation)
}

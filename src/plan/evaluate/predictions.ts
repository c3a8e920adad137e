import type { Draft } from '../draft.ts'
import { planFeatures } from '../featurize.ts'
import { planFineTuning } from '../fine-tune.ts'
import { answerLengthOf } from '../lengths.ts'
import { computingOf } from '../settings.ts'
import { trainedLanguages } from '../stages.ts'
import { type PlannedEvaluation, planScore, useLabel } from './evaluation.ts'

/** Fine-tuned, then predicted in every language. */
export async function evaluatePredictions(draft: Draft, evaluation: PlannedEvaluation): Promise<void> {
  const { target, entry, encoder, settings, subset } = evaluation
  const trained = await planFineTuning(draft, encoder, target, evaluation.run)
  const drawn = settings.limit.value === null ? null : { drawn: settings.limit.value }
  // What chance is made of: English, or what a task without English is fine-tuned on.
  const [trainedOn] = trainedLanguages(entry, undefined, false)
  const training = await draft.pins.pin(entry, trainedOn!, 'train', drawn)
  for (const language of evaluation.languages) {
    const gold = await draft.pins.pin(entry, language, 'test', subset)
    const lengths = { settings, task: entry.id }
    const label = `${entry.id} ${language} test`
    const features = planFeatures(draft, trained.encoder, [gold], lengths, null, label)
    const predictions = draft.phases.add(
      {
        operation: 'predict',
        inputs: { checkpoint: trained.key, features },
        parameters: {
          head: entry.kind,
          answerLength: answerLengthOf(settings),
          computing: computingOf(settings),
        },
        local: {},
      },
      useLabel(evaluation, language),
    )
    planScore(draft, evaluation, { predictions, features }, gold, { training })
  }
}

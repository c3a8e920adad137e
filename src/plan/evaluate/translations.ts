import type { Draft } from '../draft.ts'
import { SEARCH_DEPTH } from '../search-depth.ts'
import { planVectorChoice } from '../vector-choice.ts'
import { planSearchBothWays } from '../vectors.ts'
import { type PlannedEvaluation, planScore } from './evaluation.ts'

/** Each sentence looks for its translation, with the encoder as it is. */
export async function evaluateTranslations(draft: Draft, evaluation: PlannedEvaluation): Promise<void> {
  const { encoder, entry, subset } = evaluation
  const choice = await planVectorChoice(draft, encoder, evaluation.run)
  for (const language of evaluation.languages) {
    const gold = await draft.pins.pin(entry, language, 'test', subset)
    const neighbours = planSearchBothWays(
      draft,
      encoder,
      gold,
      choice,
      evaluation,
      SEARCH_DEPTH.translations.value,
    )
    planScore(draft, evaluation, { neighbours }, gold)
  }
}

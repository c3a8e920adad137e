import type { DatasetRef } from '../dataset.ts'
import type { Draft } from '../draft.ts'
import { SEARCH_DEPTH } from '../search-depth.ts'
import { planVectorChoice } from '../vector-choice.ts'
import { planSearchBothWays } from '../vectors.ts'
import { type PlannedEvaluation, planScore } from './evaluation.ts'

/** Translations are found in two collections; the threshold comes from the development collections. */
export async function evaluateMining(draft: Draft, evaluation: PlannedEvaluation): Promise<void> {
  const { encoder, entry } = evaluation
  const choice = await planVectorChoice(draft, encoder, evaluation.run)
  const search = (ref: DatasetRef) =>
    planSearchBothWays(draft, encoder, ref, choice, evaluation, SEARCH_DEPTH.mining.value)
  for (const language of evaluation.languages) {
    const gold = await draft.pins.pin(entry, language, 'test')
    const development = await draft.pins.pin(entry, language, 'development')
    const found = { neighbours: search(gold), development: search(development) }
    planScore(draft, evaluation, found, gold, { development })
  }
}

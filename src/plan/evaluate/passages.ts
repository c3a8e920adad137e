import type { Draft } from '../draft.ts'
import { planFineTuning } from '../fine-tune.ts'
import { SEARCH_DEPTH } from '../search-depth.ts'
import { dualEncoderOf } from '../stages.ts'
import { planVectorChoice } from '../vector-choice.ts'
import { planVectors } from '../vectors.ts'
import { type PlannedEvaluation, planScore, useLabel } from './evaluation.ts'

/** Queries look for passages among all candidates of all languages, with a trained or an untrained encoder. */
export async function evaluatePassages(draft: Draft, evaluation: PlannedEvaluation): Promise<void> {
  const { target, entry, encoder, languages, subset } = evaluation
  const trained = target.fineTune ? await planFineTuning(draft, encoder, target, evaluation.run) : encoder
  const { layers } = trained.encoder.architecture
  const choice = target.fineTune
    ? { outputs: [{ layer: layers, pooling: dualEncoderOf(entry).pooling }], prefixes: null }
    : await planVectorChoice(draft, encoder, evaluation.run)
  const pool = await Promise.all(
    (entry.splits.candidates?.languages ?? languages).map((language) =>
      draft.pins.pin(entry, language, 'candidates'),
    ),
  )
  const candidates = planVectors(draft, trained, pool, null, choice, evaluation, 'candidates')
  for (const language of languages) {
    const gold = await draft.pins.pin(entry, language, 'test', subset)
    const queries = planVectors(draft, trained, [gold], null, choice, evaluation, 'queries')
    const neighbours = draft.phases.add(
      {
        operation: 'neighbours',
        inputs: { queries, candidates },
        parameters: { k: SEARCH_DEPTH.passages.value, similarity: 'cosine', backward: false },
        local: {},
      },
      useLabel(evaluation, language),
    )
    planScore(draft, evaluation, { neighbours }, gold, { pool })
  }
}

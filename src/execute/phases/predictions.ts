import type { Evaluation } from '#catalog'
import type { Dataset } from '#data'
import { type Plan, type PlannedPhase, readDataset } from '#plan'
import { minedPairs } from '#score'
import type { Store } from '#store'
import { evaluationOf, headPredictions, readMined, readNeighbours, type Scoring } from './score.ts'

/** What one checkpoint said on a test set. */
export interface TestPredictions {
  readonly dataset: Dataset
  /**
   * One an example: label, value, choice, answer text or tags; row of the nearest sentence (translations); ids of the
   * nearest candidates, best first (passages). Mining: the pairs of ids.
   */
  readonly predictions: readonly unknown[]
}

/** Reads the predictions that a finished score was made of. */
export function readPredictions(
  phase: PlannedPhase<'score'>,
  plan: Plan,
  store: Store,
): Promise<TestPredictions> {
  const context: Scoring = {
    phase,
    environment: { store, models: plan.models },
  }
  return WAYS[evaluationOf(context)](context)
}

const WAYS: { readonly [E in Evaluation]: (context: Scoring) => Promise<TestPredictions> } = {
  predictions: headPredictions,
  translations: async (context) => ({
    dataset: await readGold(context),
    predictions: nearest(context).map(([first]) => first),
  }),
  async mining(context) {
    const { entry, language } = context.phase.local.gold
    const pairs = minedPairs({ task: entry.id, language }, await readMined(context))
    return {
      dataset: await readGold(context),
      predictions: pairs.map(({ text, english }) => [text, english]),
    }
  },
  async passages(context) {
    const { pool, folders } = context.phase.local
    const ids: string[] = []
    for (const ref of pool) for (const { id } of (await readDataset(ref, folders)).examples) ids.push(id)
    return {
      dataset: await readGold(context),
      predictions: nearest(context).map((row) => Array.from(row, (candidate) => ids[candidate]!)),
    }
  },
}

const readGold = ({ phase: { local } }: Scoring) => readDataset(local.gold, local.folders)

/** Rows of the nearest candidates of every query, best first. */
function nearest(context: Scoring): Int32Array[] {
  const { indices } = readNeighbours(context, context.phase.inputs.neighbours)
  const [queries, depth] = indices.shape as [number, number]
  return Array.from({ length: queries }, (_, query) =>
    indices.data.subarray(query * depth, (query + 1) * depth),
  )
}

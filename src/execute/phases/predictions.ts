import type { Dataset, ExamplesByKind } from '#data'
import { type Plan, readDataset, type ScorePhase } from '#plan'
import { minedPairs } from '#score'
import type { Store } from '#store'
import { readHead, readMined, readNeighbours, type Scoring } from './score.ts'

/** What one checkpoint said on a test set. */
export interface TestPredictions {
  readonly dataset: Dataset
  /**
   * One an example: label, value, choice, answer text or tags; row of the nearest sentence (sentence retrieval); ids of the
   * nearest candidates, best first (passage retrieval). Mining: the pairs of ids.
   */
  readonly predictions: readonly unknown[]
}

/** Reads the predictions that a finished score was made of. */
export async function readPredictions(phase: ScorePhase, plan: Plan, store: Store): Promise<TestPredictions> {
  const { gold, pool, folders } = phase.local
  const context: Scoring = {
    phase,
    environment: { store, models: plan.models, checkpointSeconds: 0, maxTokens: 0 },
  }
  if (phase.inputs.predictions !== undefined) return readHead(context)
  const dataset = await readDataset(gold, folders)
  if (dataset.kind === 'mining') {
    const pairs = minedPairs({ task: gold.entry.id, language: gold.language }, await readMined(context))
    return { dataset, predictions: pairs.map(({ text, english }) => [text, english]) }
  }
  const { indices } = readNeighbours(context, phase.inputs.neighbours)
  const [queries, depth] = indices.shape as [number, number]
  const rows = Array.from({ length: queries }, (_, query) =>
    indices.data.subarray(query * depth, (query + 1) * depth),
  )
  if (dataset.kind === 'sentence-retrieval') return { dataset, predictions: rows.map((row) => row[0]) }
  const ids: string[] = []
  for (const ref of pool) {
    const candidates = (await readDataset(ref, folders)).examples as ExamplesByKind['passage-retrieval'][]
    for (const { id } of candidates) ids.push(id)
  }
  return { dataset, predictions: rows.map((row) => Array.from(row, (candidate) => ids[candidate]!)) }
}

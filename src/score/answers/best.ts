import { f1Of } from '../metrics/answer-f1.ts'
import type { AnswerOutcome } from './answer-rules.ts'

/**
 * Best exact match and best F1 over the gold answers, each on its own, as the official scorers take them.
 * @param prediction Normalised, as are `golds`: tokens parted by single spaces.
 */
export function bestOutcome(prediction: string, golds: readonly string[]): AnswerOutcome {
  const predicted = tokensOf(prediction)
  let best = { overlap: 0, predicted: predicted.length, gold: 0 }
  let bestF1 = -1
  for (const gold of golds) {
    const tokens = tokensOf(gold)
    const overlap = countOverlap(predicted, tokens)
    const f1 = f1Of(overlap, predicted.length, tokens.length)
    if (f1 <= bestF1) continue
    bestF1 = f1
    best = { overlap, predicted: predicted.length, gold: tokens.length }
  }
  return { exact: golds.includes(prediction), ...best }
}

const tokensOf = (normalized: string) => (normalized === '' ? [] : normalized.split(' '))

/** Size of the multiset intersection of two token lists. */
function countOverlap(predicted: readonly string[], gold: readonly string[]): number {
  const left = new Map<string, number>()
  for (const token of gold) left.set(token, (left.get(token) ?? 0) + 1)
  let same = 0
  for (const token of predicted) {
    const copies = left.get(token) ?? 0
    if (copies === 0) continue
    left.set(token, copies - 1)
    same++
  }
  return same
}

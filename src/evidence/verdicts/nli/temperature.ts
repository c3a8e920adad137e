import type { Label } from '../../bundle/claims.ts'
import type { LabelProbabilities } from '../entailment.ts'

/** What a head says before the softmax. A head of two outputs has none for "contradicted": null. */
export interface Logits {
  readonly supported: number
  readonly contradicted: number | null
  readonly insufficient: number
}

/** Softmax of logits divided by a temperature: above 1 it takes confidence back, and never changes which label is first. */
export function probabilities(
  { supported, contradicted, insufficient }: Logits,
  temperature: number,
): LabelProbabilities {
  const top = Math.max(supported, contradicted ?? insufficient, insufficient)
  const weight = (logit: number | null) => (logit === null ? 0 : Math.exp((logit - top) / temperature))
  const sum = weight(supported) + weight(contradicted) + weight(insufficient)
  return {
    supported: weight(supported) / sum,
    contradicted: weight(contradicted) / sum,
    insufficient: weight(insufficient) / sum,
  }
}

const [COLDEST, HOTTEST] = [0.05, 20]

/**
 * Temperature under which the labels are most likely (Guo et al. 2017, On Calibration of Modern Neural Networks): golden
 * section on its logarithm, in which the loss has one minimum, between 1/20 and 20. 1 without pairs.
 */
export function fitTemperature(pairs: readonly { readonly logits: Logits; readonly label: Label }[]): number {
  if (pairs.length === 0) return 1
  const loss = (logarithm: number) => {
    const temperature = Math.exp(logarithm)
    let sum = 0
    for (const { logits, label } of pairs)
      sum -= Math.log(Math.max(probabilities(logits, temperature)[label], Number.MIN_VALUE))
    return sum
  }
  const ratio = (Math.sqrt(5) - 1) / 2
  let [low, high] = [Math.log(COLDEST), Math.log(HOTTEST)]
  let [left, right] = [high - ratio * (high - low), low + ratio * (high - low)]
  let [atLeft, atRight] = [loss(left), loss(right)]
  while (high - low > 1e-4)
    if (atLeft <= atRight) {
      ;[high, right, atRight] = [right, left, atLeft]
      left = high - ratio * (high - low)
      atLeft = loss(left)
    } else {
      ;[low, left, atLeft] = [left, right, atRight]
      right = low + ratio * (high - low)
      atRight = loss(right)
    }
  return Number(Math.exp((low + high) / 2).toFixed(3))
}

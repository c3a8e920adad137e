/**
 * How often each task is drawn, n_i being its number of items.
 * - uniform: p_i = 1 / tasks
 * - size: p_i ~ min(n_i, cap)
 * - temperature: p_i ~ min(n_i, cap)^(1 / temperature)
 * - weights: p_i ~ weights[i]
 */
export type SamplingRule =
  | { readonly by: 'uniform' }
  | { readonly by: 'size'; readonly cap?: number | undefined }
  | { readonly by: 'temperature'; readonly temperature: number; readonly cap?: number | undefined }
  | { readonly by?: 'weights' | undefined; readonly weights: readonly number[] }

/** Probability of each task, from their numbers of items. They sum to 1. */
export function samplingProbabilities(rule: SamplingRule, sizes: readonly number[]): number[] {
  const shares = sharesOf(rule, sizes)
  const total = shares.reduce((sum, share) => sum + share, 0)
  if (shares.length !== sizes.length || !(total > 0) || shares.some((share) => !(share >= 0)))
    throw new RangeError(`sampling shares [${shares}] for ${sizes.length} tasks`)
  return shares.map((share) => share / total)
}

function sharesOf(rule: SamplingRule, sizes: readonly number[]): readonly number[] {
  if ('weights' in rule) return rule.weights
  if (rule.by === 'uniform') return sizes.map(() => 1)
  const capped = sizes.map((size) => Math.min(size, rule.cap ?? Number.POSITIVE_INFINITY))
  return rule.by === 'size' ? capped : capped.map((size) => size ** (1 / rule.temperature))
}

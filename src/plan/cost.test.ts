import { describe, expect, it } from 'vitest'
import type { Key } from '#kernel'
import { costs } from './cost.ts'
import type { FeatureSize } from './feature-size.ts'
import type { Plan } from './index.ts'

/** 12 layers of 384, feed-forward 1536, vocabulary 1000. */
const architecture = {
  layers: 12,
  hidden: 384,
  heads: 12,
  feedForward: 1536,
  vocabulary: 1000,
  maxLength: 512,
  modelType: 'bert',
  initializerRange: 0.02,
}
const sequences = (count: number, length: number): FeatureSize => ({
  items: count,
  tokens: count * length,
  squares: count * length ** 2,
  exact: true,
})
const WEIGHTS = 4 * (12 * (4 * 384 ** 2 + 2 * 384 * 1536) + (1000 + 512) * 384)

const priced = (phases: readonly object[], sizes: Readonly<Record<string, FeatureSize>>) =>
  costs({ architecture, phases } as unknown as Plan, (key) => sizes[key]!)

const training = {
  key: 't',
  operation: 'train',
  inputs: { checkpoint: 'c', features0: 'f', development0: 'd' },
  parameters: {
    tasks: [{ development: true }],
    batch: { items: 4 },
    length: { steps: 10 },
    masking: null,
    evaluations: 2,
    freeze: null,
  },
}
const predicting = (key: string, checkpoint: string, features: string) => ({
  key,
  operation: 'predict',
  inputs: { checkpoint, features },
  parameters: {},
})

describe('costs', () => {
  // torch.utils.flop_counter of torch 2.13.0 over BertModel of transformers in this size, eager attention, without a pooler.
  it.each([
    [4, 40, 6_912_737_280],
    [2, 200, 18_461_491_200],
  ])('count %d x %d tokens as the flop counter of torch does', (count, length, flops) => {
    const predicted = priced([predicting('p', 'c', 'f')], { f: sequences(count, length) })
    expect(predicted.get('p' as Key)!.flops).toBe(flops)
  })

  it('count three forward passes for a step, and development data at every evaluation', () => {
    const cost = priced([training], { f: sequences(100, 40), d: sequences(2, 200) }).get('t' as Key)!
    expect(cost.flops).toBe(10 * 3 * 6_912_737_280 + 2 * 18_461_491_200)
    // Opened, kept as the best at two evaluations, and written.
    expect(cost.stored).toBe(4 * WEIGHTS)
  })

  it('move only the embedding rows that can be read', () => {
    const read = (count: number) =>
      priced([training], { f: sequences(count, 40), d: sequences(2, 200) }).get('t' as Key)!.moved
    // 10 tokens more are 10 rows more at most, until the vocabulary is through.
    expect(read(20) - read(10)).toBe(10 * 28 * 384 * 400)
    expect(read(100)).toBe(read(50))
    expect(read(100)).toBe(10 * 7 * WEIGHTS)
  })

  it('count frozen layers forward only, and let the optimiser move the others alone', () => {
    const sizes = { f: sequences(100, 40), d: sequences(2, 200) }
    const cost = (freeze: number) =>
      priced([{ ...training, parameters: { ...training.parameters, freeze } }], sizes).get('t' as Key)!
    expect(cost(0).flops).toBe(10 * 3 * 6_912_737_280 + 2 * 18_461_491_200)
    expect(cost(3).flops).toBe(10 * 2.5 * 6_912_737_280 + 2 * 18_461_491_200)
    const layers = 12 * (4 * 384 ** 2 + 2 * 384 * 1536)
    expect(cost(0).moved).toBe(10 * 28 * layers)
    expect(cost(3).moved).toBe(10 * 28 * layers * 0.75)
  })

  it('open a checkpoint once for all that is asked of it', () => {
    const cost = priced(
      [predicting('a', 'c', 'f'), predicting('b', 'c', 'f'), predicting('other', 'e', 'f')],
      { f: sequences(1, 40) },
    )
    expect(['a', 'b', 'other'].map((key) => cost.get(key as Key)!.stored)).toEqual([WEIGHTS, 0, WEIGHTS])
  })
})

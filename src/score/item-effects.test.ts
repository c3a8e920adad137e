import { describe, expect, test } from 'vitest'
import { randomStream } from '#kernel'
import { designEffect, itemCorrelation, meanOf } from '../../test/support/score/item-effects.ts'

/** Standard normal draws. */
function normal(name: string): () => number {
  const stream = randomStream(1, 'item effects', name)
  const uniform = () => (stream.below(2 ** 30) + 0.5) / 2 ** 30
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}

describe('itemCorrelation', () => {
  test('is that of numpy on the items that two languages share', () => {
    const a = new Map([1, 2, 3, 4, 9].map((item, at) => [item, [0.1, 0.9, 0.4, 0.3, 5][at]!]))
    const b = new Map([4, 3, 2, 1, 7].map((item, at) => [item, [0.2, 0.6, 0.7, 0.3, -5][at]!]))
    // python3 -c 'import numpy; print(numpy.corrcoef([.1, .9, .4, .3], [.3, .7, .6, .2])[0, 1])'
    expect(itemCorrelation(a, b)).toBeCloseTo(0.8022925256144371, 12)
  })

  test('is nothing where too little is shared, or nothing varies', () => {
    const a = new Map([1, 2, 3].map((item) => [item, item]))
    expect(
      itemCorrelation(
        a,
        new Map([
          [1, 1],
          [2, 5],
          [8, 3],
        ]),
      ),
    ).toBe(null)
    expect(itemCorrelation(a, new Map([1, 2, 3].map((item) => [item, 7])))).toBe(null)
  })

  test('finds the correlation that values were made with', () => {
    const [item, own] = [normal('item'), normal('own')]
    const items = Array.from({ length: 20_000 }, () => item())
    // Variance 1 of the item and 3 of its own: a quarter is shared.
    const language = () => new Map(items.map((effect, at) => [at, effect + Math.sqrt(3) * own()]))
    expect(itemCorrelation(language(), language())).toBeCloseTo(0.25, 1)
  })
})

describe('designEffect', () => {
  test('is one where every example is its own cluster', () => {
    const draw = normal('alone')
    const values = Array.from({ length: 50 }, draw)
    expect(designEffect([{ values, clusters: values.map((_, at) => at) }])).toBeCloseTo(1, 12)
  })

  test('is 1 + (m - 1) rho for clusters of m with the correlation rho', () => {
    const draw = normal('clusters')
    const strata = { values: [] as number[], clusters: [] as number[] }
    for (let cluster = 0; cluster < 8000; cluster++) {
      const common = draw()
      for (let member = 0; member < 5; member++) {
        strata.values.push(common + 2 * draw())
        strata.clusters.push(cluster)
      }
    }
    // rho = 1 / (1 + 4).
    expect(designEffect([strata])).toBeCloseTo(1 + 4 * 0.2, 1)
  })

  test('is 1 + (L - 1) rho for the mean over L languages of the same items', () => {
    const [item, own] = [normal('items'), normal('owns')]
    const items = Array.from({ length: 20_000 }, () => item())
    const clusters = items.map((_, at) => at)
    const strata = Array.from({ length: 4 }, () => ({
      values: items.map((effect) => effect + Math.sqrt(3) * own()),
      clusters,
    }))
    expect(designEffect(strata)).toBeCloseTo(1 + 3 * 0.25, 1)
  })

  test('is nothing where nothing varies', () => {
    expect(designEffect([{ values: [1, 1], clusters: [0, 1] }])).toBe(null)
    expect(meanOf([1, 2, 6])).toBe(3)
  })
})

import { describe, expect, it } from 'vitest'
import { metric } from '#score'
import { chance } from './chance.ts'
import { MEASURES } from './measures.ts'
import { TestSet } from './test-set.ts'
import { drawStudy } from './world.ts'

const ITEMS = 200_000

describe.each(Object.values(MEASURES).map((each) => [each.metric, each] as const))('%s', (id, measure) => {
  it('is over many items what its formula says', () => {
    const random = chance(1, id)
    const items = new TestSet({}, ITEMS, 1, random)
    const [facts] = items.facts()
    for (const skill of [-0.3, 0.4, 1.1]) {
      const [deviation] = items.effects({ cluster: 0.2, item: 0.3, cell: 0.5 })
      const value = metric(id).value(measure.outcomes(skill, deviation!, facts!))
      // One item's share has a standard deviation below 50 points: 4 * 50 / sqrt(200,000) = 0.45.
      expect(Math.abs(value - measure.mean(skill))).toBeLessThan(0.45)
    }
  })
})

describe('a simulated study', () => {
  it('has the gain that was asked for, whatever the noise of the arms', () => {
    const targets = [{ name: 'target', measure: 'accuracy' as const, parallel: true, clusterSize: 5 }]
    const world = {
      targets,
      arms: 2,
      seeds: 60,
      items: 4000,
      languages: 2,
      noise: 1.5,
      noiseOf: [1, 3],
      gain: 2,
    }
    const { results, gain } = drawStudy(world, 'gain')
    expect(gain('arm-1', 'target', 'de')).toBe(2)
    const mean = (arm: string) => {
      const own = results.cells.filter((cell) => cell.arm === arm)
      return own.reduce((sum, { score }) => sum + score.metrics.accuracy! / own.length, 0)
    }
    // Runs: sqrt(1.5^2 + 4.5^2) / sqrt(60) = 0.6, less over two languages; items that an arm finds hard: about 0.2.
    expect(Math.abs(mean('arm-1') - mean('baseline') - 2)).toBeLessThan(4 * 0.6)
  })

  it('has translations and clusters where the test set has, and nowhere else', () => {
    const together = new TestSet({ parallel: true, clusterSize: 5 }, 100, 2, chance(1)).dependence
    expect(together[0]).toEqual(together[1])
    expect(new Set(together[0]!.cluster).size).toBe(20)
    const apart = new TestSet({}, 100, 2, chance(1)).dependence
    expect(new Set([...apart[0]!.item, ...apart[1]!.item]).size).toBe(200)
    expect(new Set([...apart[0]!.cluster, ...apart[1]!.cluster]).size).toBe(200)
  })
})

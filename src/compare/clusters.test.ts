import { describe, expect, it } from 'vitest'
import { clusterings } from './clusters.ts'

const language = (code: string, item: readonly number[], cluster: readonly number[]) => ({
  language: code,
  score: {
    examples: item.length,
    dependence: { item: Float64Array.from(item), cluster: Float64Array.from(cluster) },
  },
})

describe('clusterings', () => {
  it('let every example stand alone where nothing is said', () => {
    const { space, of, clusters } = clusterings([{ language: 'de', score: { examples: 3 } }]).get('de')!
    expect([space.clusters, clusters, [...of]]).toEqual([3, 3, [0, 1, 2]])
  })

  it('keep languages apart that have nothing in common', () => {
    const found = clusterings([language('de', [1, 2, 3], [7, 7, 8]), language('sw', [4, 5, 6], [9, 10, 10])])
    expect(found.get('de')!.space).not.toBe(found.get('sw')!.space)
    expect([...found.get('de')!.of]).toEqual([0, 0, 1])
    expect([...found.get('sw')!.of]).toEqual([0, 1, 1])
  })

  it('join the clusters that hold translations of one example, though they are numbered apart', () => {
    const found = clusterings([
      language('de', [1, 2, 3, 4], [70, 70, 80, 80]),
      language('sw', [4, 3, 1, 9], [11, 11, 12, 13]),
    ])
    const [de, sw] = [found.get('de')!, found.get('sw')!]
    expect(de.space).toBe(sw.space)
    expect(de.space.clusters).toBe(3)
    expect([...de.of]).toEqual([0, 0, 1, 1])
    expect([...sw.of]).toEqual([1, 1, 0, 2])
    expect([de.clusters, sw.clusters]).toEqual([2, 3])
  })

  it('join clusters that have one number in several languages', () => {
    const found = clusterings([language('de', [1, 2], [5, 6]), language('fr', [3, 4], [5, 8])])
    expect(found.get('de')!.space).toBe(found.get('fr')!.space)
    expect(found.get('de')!.space.clusters).toBe(3)
  })

  it('join clusters of a language that another language has as one', () => {
    const found = clusterings([language('de', [1, 2], [5, 6]), language('fr', [1, 2], [8, 8])])
    expect(found.get('de')!.space.clusters).toBe(1)
  })
})

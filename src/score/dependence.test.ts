import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kinds, task } from '#catalog'
import { loadDataset } from '#data'
import { nameNumber } from '#kernel'
import { type DependenceRule, dependenceOf } from './dependence.ts'
import type { Dependence } from './metric.ts'

const rule: DependenceRule = { cluster: 'premise', placeholders: [], parallel: 'id', items: 'test' }
const premises = (language: string, ...texts: string[]) => ({
  kind: 'classification' as const,
  language,
  examples: texts.map((text, at) => ({ id: String(at), text, pair: `${at}`, label: null })),
})
const sizes = (numbers: Float64Array) => {
  const counts = new Map<number, number>()
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1)
  return [...counts.values()]
}

describe('nameNumber', () => {
  test('is the first 48 bits of the SHA-256 of the JSON', () => {
    // python3 -c 'import hashlib; print(int(hashlib.sha256(b"[\"test\",\"7\"]").hexdigest()[:12], 16))'
    expect(nameNumber(['test', '7'])).toBe(276149740607756)
  })

  test('is a whole number that a double holds, another one for another name', () => {
    const name = fc.array(fc.string(), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(name, name, (a, b) => {
        const [x, y] = [nameNumber(a), nameNumber(b)]
        expect(Number.isInteger(x) && x >= 0 && x < 2 ** 48).toBe(true)
        expect(x === y).toBe(JSON.stringify(a) === JSON.stringify(b))
      }),
    )
  })
})

describe('dependenceOf', () => {
  const german = dependenceOf(premises('de', 'eins', 'eins', 'zwei'), rule)!
  const english = dependenceOf(premises('en', 'one', 'one', 'two'), rule)!

  test('gives translations one item, and premises of a language one cluster', () => {
    expect(german.item).toEqual(english.item)
    expect(new Set(german.item).size).toBe(3)
    expect(sizes(german.cluster)).toEqual([2, 1])
    // The clusters of two languages are told by the items they share.
    expect([...german.cluster].filter((each) => english.cluster.includes(each))).toEqual([])
  })

  test('has no item in two languages where they are no translations, or of other examples', () => {
    for (const other of [{ parallel: null }, { items: 'development' }]) {
      const [a, b] = [
        dependenceOf(premises('de', 'x', 'y'), { ...rule, ...other })!,
        dependenceOf(premises('en', 'x', 'y'), rule)!,
      ]
      expect([...a.item].filter((item) => b.item.includes(item))).toEqual([])
    }
  })

  test('has clusters in common where they are the same thing in every language', () => {
    const concept: DependenceRule = { ...rule, cluster: 'concept', parallel: null }
    const of = (language: string) =>
      dependenceOf(
        {
          kind: 'classification',
          language,
          examples: [{ id: '1', text: language, label: null, cluster: 'sun' }],
        },
        concept,
      )!
    expect(of('de').cluster).toEqual(of('en').cluster)
    expect(of('de').item).not.toEqual(of('en').item)
  })

  test('finds one sentence in two languages by its English side, and counts those that recur', () => {
    const of = (language: string, ...english: string[]) =>
      dependenceOf(
        {
          kind: 'sentence-retrieval',
          language,
          examples: english.map((each, at) => ({ id: String(at), text: `${language} ${at}`, english: each })),
        },
        { ...rule, cluster: 'example', parallel: 'english' },
      )!.item
    const [af, de] = [of('af', 'Go.', 'Stop.', 'Go.'), of('de', 'Stop.', 'Go.')]
    expect(new Set(af).size).toBe(3)
    expect([...de]).toEqual([af[1], af[0]])
  })

  test('is nothing where every example stands alone', () => {
    expect(dependenceOf(premises('de', 'x', 'x'), { ...rule, cluster: 'example', parallel: null })).toBe(
      undefined,
    )
  })

  test('any number of examples have one item each, and clusters of those with the same premise', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 2 }), { minLength: 1 }), (texts) => {
        const { item, cluster } = dependenceOf(premises('de', ...texts), rule)!
        expect(new Set(item).size).toBe(texts.length)
        for (const [at, text] of texts.entries())
          for (const [other, another] of texts.entries())
            expect(cluster[at] === cluster[other]).toBe(text === another)
      }),
    )
  })
})

/** Copies of the public benchmarks, which are not part of the repository. */
const FOLDER = resolve(import.meta.dirname, '../../../shared/data')

describe.skipIf(!existsSync(FOLDER))('benchmark data', () => {
  const read = async (id: string, language: string, items = 'test'): Promise<Dependence> => {
    const entry = task(id)
    const dataset = await loadDataset(entry, language, 'test', { folders: [FOLDER] })
    const { cluster = kinds[entry.kind].cluster, placeholders, parallel = null } = entry
    return dependenceOf(dataset, { cluster, placeholders, parallel, items })!
  }
  const counts = ({ item, cluster }: Dependence) => [new Set(item).size, new Set(cluster).size]

  test.each([
    ['xnli', 'en de sw', 5010, 1670, 3],
    ['xquad', 'en de hi', 1190, 48, 74],
    ['lareqa', 'en de hi', 1190, 48, 74],
    ['cldr-phrases', 'de hi', 321, 289, 4],
  ])('%s: the same items in %s, in clusters', async (id, languages, items, clusters, largest) => {
    const [first, ...others] = await Promise.all(languages.split(' ').map((each) => read(id, each)))
    expect(counts(first!)[0]).toBe(items)
    for (const other of others) expect(other.item).toEqual(first!.item)
    if (id === 'xnli') expect(new Set(sizes(first!.cluster))).toEqual(new Set([3]))
    for (const each of [first!, ...others]) {
      // One Swahili premise translates two English ones.
      expect(Math.abs(counts(each)[1]! - clusters)).toBeLessThanOrEqual(1)
      if (id !== 'xnli') expect(Math.max(...sizes(each.cluster))).toBe(largest)
    }
  })

  test('XQuAD: five questions a paragraph, and paragraphs of 48 articles', async () => {
    const dataset = await loadDataset(task('xquad'), 'en', 'test', { folders: [FOLDER] })
    const paragraphs = new Set(dataset.examples.map((example) => 'context' in example && example.context))
    expect(paragraphs.size).toBe(240)
  })

  test('MLQA: languages hold parts of the English questions', async () => {
    const [english, german] = await Promise.all(['en', 'de'].map((each) => read('mlqa', each)))
    expect(counts(english!)).toEqual([1148, 520])
    expect(counts(german!)).toEqual([512, 281])
    const all = new Set(english!.item)
    expect([...german!.item].every((item) => all.has(item))).toBe(true)
  })

  test('PAWS-X: pairs of shared sentences; the tests of two languages are the same, the development file is not', async () => {
    const [german, korean, japanese] = await Promise.all([
      read('pawsx', 'de'),
      read('pawsx', 'ko'),
      read('pawsx', 'ja', 'development'),
    ])
    expect(counts(german!)).toEqual([2000, 1823])
    expect(korean!.item).toEqual(german!.item)
    // Not 32: "NS" stands for a sentence that was not translated.
    expect(Math.max(...sizes(german!.cluster))).toBe(5)
    const all = new Set(german!.item)
    expect([...japanese!.item].some((item) => all.has(item))).toBe(false)
  })

  test('Tatoeba: French and German share a fifth of their English sentences', async () => {
    const [french, german] = await Promise.all(['fr', 'de'].map((each) => read('tatoeba', each)))
    const all = new Set(french!.item)
    expect(counts(german!)).toEqual([1000, 1000])
    expect([...german!.item].filter((item) => all.has(item))).toHaveLength(228)
  })

  test('UD: documents where the file tells them', async () => {
    expect(counts(await read('ud', 'en'))).toEqual([2077, 316])
    expect(counts(await read('ud', 'fr'))).toEqual([416, 416])
  })
})

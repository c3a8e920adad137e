import { describe, expect, test } from 'vitest'
import { task } from '#catalog'
import { failure, read } from '../../../test/support/data/material.ts'
import type { ClassificationExample, TextExample, TranslationExample } from '../examples.ts'
import { loadDataset } from '../load.ts'

const folders: string[] = []
const load = (id: string, language: string, split: 'train' | 'development' | 'test') =>
  loadDataset(task(id), language, split, { folders })

const cldr = (entries: Record<string, [string, ...string[]]>) =>
  JSON.stringify({
    annotations: {
      annotations: Object.fromEntries(
        Object.entries(entries).map(([emoji, [tts, ...words]]) => [emoji, { default: words, tts: [tts] }]),
      ),
    },
  })
const english = cldr({
  '🐈': ['cat', 'pet', 'cat'],
  '🐕': ['dog', 'pet'],
  '🐶': ['Dog'],
  '🏽': ['medium skin tone'],
  '{': ['bracket'],
})
const emoji = JSON.stringify({
  '🐈': { group: 'Animals' },
  '🐕': { group: 'Animals' },
  '🐶': { group: 'Animals' },
  '🏽': { group: 'Component' },
})
const french = cldr({ '🐈': ['chat'], '🐕': ['chien'], '{': ['accolade'] })

describe('concepts', () => {
  const all = (options: object) =>
    ['train', 'development', 'test'].flatMap(
      (split) =>
        read(
          'cldr-phrases',
          { annotations: french, english, emoji },
          { ...options },
          { language: 'fr', split },
        ).examples as unknown as TranslationExample[],
    )

  test('leave out skin tones and later characters with the same English phrase', () => {
    expect(new Set(all({}).map((example) => example.english))).toEqual(new Set(['cat', 'dog']))
  })

  test('hold symbols when asked to', () => {
    expect(new Set(all({ concepts: 'all' }).map((example) => example.text))).toEqual(
      new Set(['chat', 'chien', 'accolade']),
    )
  })

  test('keep man, woman and person of one activity in one split', async () => {
    const splitOf = new Map<string, string>()
    for (const split of ['train', 'development', 'test'] as const)
      for (const { id } of (await load('cldr-group', 'en', split)).examples) splitOf.set(id, split)
    const runners = ['🏃', '🏃‍♂', '🏃‍♀'].map((character) => splitOf.get(character))
    expect(runners[0]).toBeDefined()
    expect(new Set(runners).size).toBe(1)
  })
})

test('cldrText never holds a concept or phrase of the tests', async () => {
  const tested = new Set((await load('cldr-phrases', 'de', 'test')).examples.map((example) => example.id))
  const text = (await loadDataset(task('cldr-text'), 'de', 'train', { folders, among: ['de', 'en', 'tr'] }))
    .examples as TextExample[]
  expect(text.length).toBeGreaterThan(2000)
  for (const { id } of text) expect(tested.has(id.replace(/#\d+$/, ''))).toBe(false)
})

describe('cldrText', () => {
  const compose = (options: object) =>
    read(
      'cldr-text',
      { annotations: french, english, emoji, others: { en: english, fr: french } },
      { concepts: 'all', copies: 30, keywords: 0, ...options },
      { language: 'fr', split: 'train' },
    ).examples as unknown as TextExample[]

  test('puts the same concept in another language into the second segment', () => {
    const pairs = new Set(
      compose({ compose: 'pair' }).map(({ text, pair }) => [text, pair!].sort().join('|')),
    )
    for (const pair of pairs) expect(['cat|chat', 'chien|dog', 'accolade|bracket']).toContain(pair)
  })

  test('stays in one language when alone', () => {
    for (const example of compose({ compose: 'alone' })) expect(example).not.toHaveProperty('pair')
  })

  test('shows the emoji in its share of examples', () => {
    const count = (share: number) =>
      compose({ emojiShare: share }).filter((each) => /[🐈🐕{]/u.test(each.text + each.pair)).length
    expect(count(0)).toBe(0)
    expect(count(1)).toBe(compose({}).length)
  })

  test('adds keywords, and is the same every time', () => {
    expect(compose({ keywords: 4 })).toEqual(compose({ keywords: 4 }))
    expect(compose({ keywords: 4, seed: 2 })).not.toEqual(compose({ keywords: 4 }))
  })

  test('packs several concepts, the same in both segments', async () => {
    const entry = task('cldr-text')
    const packed = await loadDataset(
      { ...entry, options: { ...entry.options, compose: 'pack', pieces: 3, keywords: 0, separator: ' / ' } },
      'sw',
      'development',
      { folders, among: ['sw', 'en'] },
    )
    for (const { text, pair } of packed.examples as TextExample[])
      expect(text.split(' / ')).toHaveLength(pair!.split(' / ').length)
  })

  test('spreads one concept in many languages over both segments', async () => {
    const entry = task('cldr-text')
    const multi = await loadDataset(
      { ...entry, options: { ...entry.options, compose: 'multi', pieces: 6, keywords: 0, separator: ' / ' } },
      'sw',
      'development',
      { folders, among: ['sw', 'en', 'de', 'fr', 'ja', 'ko', 'tr'] },
    )
    const { text, pair } = multi.examples[0] as TextExample
    expect([...text.split(' / '), ...pair!.split(' / ')]).toHaveLength(6)
  })
})

test('cldrGroup asks for the group by the phrase alone', async () => {
  const examples = (await load('cldr-group', 'sw', 'test')).examples as ClassificationExample[]
  expect(examples.length).toBe(319)
  for (const { id, text, label } of examples) {
    expect(text).not.toContain(id)
    expect(task('cldr-group').labels).toContain(label)
  }
})

test('cldrKeywords has as many negatives as positives, and no negative is a keyword of the phrase', async () => {
  const { examples } = await load('cldr-keywords', 'en', 'train')
  const known = new Map<string, Set<string>>()
  for (const { id, pair, label } of examples as ClassificationExample[]) {
    const concept = id.split(' ')[0]!
    if (label === 'related') known.set(concept, (known.get(concept) ?? new Set()).add(pair!))
  }
  const negatives = (examples as ClassificationExample[]).filter((example) => example.label === 'unrelated')
  expect(negatives.length).toBe(examples.length / 2)
  for (const { id, pair } of negatives) expect(known.get(id.split(' ')[0]!)!.has(pair!)).toBe(false)
})

test('cldrPhrases has no phrase twice, so that each has one right answer', async () => {
  const examples = (await load('cldr-phrases', 'tr', 'test')).examples as TranslationExample[]
  expect(new Set(examples.map((example) => example.text.toLowerCase())).size).toBe(examples.length)
  expect(new Set(examples.map((example) => example.english.toLowerCase())).size).toBe(examples.length)
})

test('CLDR files of another form are named', () => {
  const error = failure(() => read('cldr-group', { annotations: '{"a": 1}', english, emoji }))
  expect(error.code).toBe('DATA_INVALID')
  expect(error.message).toContain('"annotations"')
})

import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { NGRAM } from './ngrams.ts'
import { LEAST_WORDS, OverlapSearch, SEEN_SHARE } from './search.ts'
import type { ExampleTexts } from './texts.ts'
import { wordsOf } from './words.ts'

function search(items: readonly Omit<ExampleTexts, 'id'>[], training: readonly Omit<ExampleTexts, 'id'>[]) {
  const found = new OverlapSearch()
  for (const [at, item] of items.entries()) found.add({ id: `item ${at}`, ...item })
  for (const [at, example] of training.entries()) found.read(0, { id: `example ${at}`, ...example })
  return [...found.found()].flatMap((each) => each ?? [])
}

/** The definition word by word: every item against every training example, with texts and no hashes. */
function reference(
  items: readonly Omit<ExampleTexts, 'id'>[],
  training: readonly Omit<ExampleTexts, 'id'>[],
) {
  const bare = (text: string) => wordsOf(text).join('')
  const runs = (text: string) => {
    const words = wordsOf(text)
    return words.flatMap((_, at) =>
      at + NGRAM > words.length ? [] : [words.slice(at, at + NGRAM).join(' ')],
    )
  }
  const all = training.map(({ texts, choices = [] }) => [...texts, ...choices])
  return items.map(({ texts, choices = [] }) => {
    const own = texts.filter((text) => bare(text) !== '')
    const whole = [...own, ...choices.filter((text) => bare(text) !== '')]
    const size = new Map(whole.map((text) => [bare(text), wordsOf(text).length]))
    const words = [...size.values()].reduce((sum, each) => sum + each, 0)
    const isIn = (text: string, example: readonly string[]) =>
      example.some((each) => bare(each) === bare(text))
    if (own.length === 0) return null
    if (words >= LEAST_WORDS && all.some((example) => whole.every((text) => isIn(text, example))))
      return 'whole'
    const isTold = (text: string) => wordsOf(text).length >= LEAST_WORDS
    if (own.some((text) => isTold(text) && all.some((example) => isIn(text, example)))) return 'text'
    const isRead = (run: string) => all.some((example) => example.some((text) => runs(text).includes(run)))
    const isMostlyRead = (text: string) =>
      runs(text).length > 0 && runs(text).filter(isRead).length / runs(text).length >= SEEN_SHARE
    return own.some(isMostlyRead) ? 'ngrams' : null
  })
}

/** Pieces of one text, so that they have much in common, with a word changed here and there. */
const SOURCE = wordsOf(
  'the cat 我们今天去北京 sat on a mat and the dog saw that it was a very old one ! 他们也来了 so',
)
const text = fc
  .tuple(fc.nat(SOURCE.length), fc.nat(14), fc.option(fc.nat(40)))
  .map(([from, length, changed]) =>
    SOURCE.slice(from, from + length)
      .map((word, at) => (at === changed ? 'other' : word))
      .join(' '),
  )
const example = fc.record(
  { texts: fc.array(text, { minLength: 1, maxLength: 2 }), choices: fc.array(text, { maxLength: 2 }) },
  { requiredKeys: ['texts'] },
)

describe('OverlapSearch', () => {
  test.prop([fc.array(example, { maxLength: 6 }), fc.array(example, { maxLength: 6 })], {
    numRuns: 500,
    seed: 1,
  })('finds what a comparison of every item with every example finds', (items, training) => {
    const seen = search(items, training)
    const hows = items.map((_, at) => seen.find(({ item }) => item === at)?.how ?? null)
    expect(hows).toEqual(reference(items, training))
  })

  test.prop([fc.array(example, { minLength: 1, maxLength: 5 })], { seed: 1 })(
    'finds an example that was trained on whole, also with other punctuation, case and spaces',
    (examples) => {
      const other = examples.map(({ texts }) => ({
        texts: texts.map((each) => `«${each.toUpperCase()}» ...`),
      }))
      const withWords = examples.filter(({ texts }) =>
        texts.some((each) => wordsOf(each).length >= LEAST_WORDS),
      )
      const seen = search(
        withWords.map(({ texts }) => ({ texts })),
        other,
      )
      expect(seen.map(({ how }) => how)).toEqual(withWords.map(() => 'whole'))
    },
  )

  it('tells the text, the share, and the training example with most of it', () => {
    const sentence = 'one two three four five six seven eight nine ten eleven'
    const seen = search(
      [{ texts: [sentence, 'and a hypothesis'] }],
      [
        { texts: ['nothing of it'] },
        { texts: ['x two three four five six seven eight nine'] },
        { texts: ['x three four five six seven eight nine ten eleven'] },
      ],
    )
    // Four n-grams, of which the last three are read: one in the second example, two in the third.
    expect(seen).toEqual([
      { item: 0, how: 'ngrams', text: sentence, share: 0.75, by: { from: 0, id: 'example 2' } },
    ])
  })

  it('takes a pair for seen whole only where one example has both texts', () => {
    const pair = { texts: ['A man sleeps.', 'Someone rests.'] }
    expect(search([pair], [{ texts: ['someone rests', 'a man sleeps'] }])).toMatchObject([{ how: 'whole' }])
    const apart = [{ texts: ['A man sleeps.', 'x'] }, { texts: ['y', 'Someone rests.'] }]
    expect(search([pair], apart)).toMatchObject([{ how: 'text', by: { id: 'example 0' } }])
  })

  it('does not take choices for the item', () => {
    const item = { texts: ['Which is a colour?'], choices: ['red', 'seven'] }
    expect(search([item], [{ texts: ['Red'] }, { texts: ['seven'] }])).toEqual([])
    expect(search([item], [item])).toMatchObject([{ how: 'whole' }])
    expect(search([item], [{ ...item, choices: ['blue', 'eight'] }])).toMatchObject([{ how: 'text' }])
  })

  it('takes one or two words for no text, but for a pair that is seen together', () => {
    expect(search([{ texts: ['red apple', 'roter Apfel'] }], [{ texts: ['Red apple'] }])).toEqual([])
    const pair = { texts: ['red apple', 'roter Apfel'] }
    expect(search([pair], [pair])).toMatchObject([{ how: 'whole' }])
    expect(search([{ texts: ['e-mail', 'E-Mail'] }], [{ texts: ['E-Mail'] }])).toEqual([])
  })

  it('says nothing of a short text inside a longer one, nor of texts without words', () => {
    expect(search([{ texts: ['a b c d e f g'] }], [{ texts: ['a b c d e f g h'] }])).toEqual([])
    expect(search([{ texts: ['?!'] }], [{ texts: ['?!'] }])).toEqual([])
  })
})

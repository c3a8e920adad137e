import { describe, expect, test } from 'vitest'
import { keepsHyphen, vocabularyOf, withoutLineEnds } from './hyphens.ts'

const LINES = [
  'We fine-tuned language models of pre-trained rep-',
  'resentations. The baseline of end-to-end training represents the',
  'word order without a dataset for the with and out of the data set.',
]
const keeps = (word: string, lines = LINES) => {
  const [before, after] = word.split('-/')
  return keepsHyphen(before!, after!, vocabularyOf(lines))
}

describe('a hyphen at the end of a line', () => {
  test.each([
    ['a link of a compound', 'state-of-the-/art'],
    ['a link that begins the next line', 'state-/of-the-art'],
    ['one letter before it', 'p-/value'],
    ['one letter behind it', 'type-/I'],
    ['a name in capitals', 'XLM-/roberta'],
    ['a capital behind it', 'non-/English'],
    ['the word elsewhere', 'end-to-/end'],
    ['another form of it elsewhere', 'fine-/tuning'],
    ['the way in which its prefix is written', 'pre-/training'],
    ['a first part that always has one', 'cross-/lingual'],
    ['a last part that always has one', 'frequency-/based'],
    ['two words of the document', 'word-/order'],
  ])('stays: %s (%s)', (_, word) => expect(keeps(word)).toBe(true))

  test.each([
    ['a divided word', 'inter-/mediate'],
    ['another form elsewhere', 'represen-/tation'],
    ['two words that are one', 'with-/out'],
    ['the same of this field', 'data-/set'],
    ['a small word at its end', 'qual-/ity'],
    ['multilingual', 'multi-/lingual'],
  ])('goes: %s (%s)', (_, word) => expect(keeps(word)).toBe(false))

  test('is decided by how often the document writes which', () => {
    const both = ['co-training co-training cotraining', 'pretraining pretraining pre-training']
    expect(keeps('co-/training', both)).toBe(true)
    expect(keeps('pre-/training', both)).toBe(false)
  })
})

test('what is cut between two lines is no word of the document', () => {
  const { words } = vocabularyOf(['a rep-', 'resentation b'])
  expect([...words.keys()]).toEqual(['a', 'b'])
})

test.each([
  [
    'A represen- tation of state-of-the- art cross- lingual models.',
    'A representation of state-of-the-art cross-lingual models.',
  ],
  ['The p- value is small.', 'The p-value is small.'],
  [
    'Both pre- and post-training help low- or high-resource languages.',
    'Both pre- and post-training help low- or high-resource languages.',
  ],
  ['We gain - as before - 2 points.', 'We gain - as before - 2 points.'],
  ['', ''],
])('abstract %j', (text, whole) => expect(withoutLineEnds(text)).toBe(whole))

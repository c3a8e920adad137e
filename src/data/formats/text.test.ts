import { expect, test } from 'vitest'
import { failure, read } from '../../../test/support/data/material.ts'
import type { TextExample } from '../examples.ts'

const files = { text: 'eins\n\ndrei\n', others: { en: 'one\ntwo\nthree\n', fr: 'un\ndeux\ntrois\n' } }
const texts = (options: object, language = 'de') =>
  read('plain-text', files, { ...options }, { language }).examples as unknown as TextExample[]

test('plainText makes one example a line, without blank lines', () => {
  const { examples, skipped } = read('plain-text', files)
  expect(examples).toEqual([
    { id: '1', text: 'eins' },
    { id: '3', text: 'drei' },
  ])
  expect(skipped).toEqual({ 'blank line': 1 })
})

test('plainText pairs a line with its English translation, in random order, the same every time', () => {
  const first = texts({ pairs: 'english', copies: 20 })
  expect(first).toHaveLength(40)
  expect(new Set(first.slice(0, 20).map(({ text, pair }) => `${text} ${pair}`))).toEqual(
    new Set(['eins one', 'one eins']),
  )
  expect(texts({ pairs: 'english', copies: 20 })).toEqual(first)
  expect(texts({ pairs: 'english', copies: 20, seed: 2 })).not.toEqual(first)
})

test('plainText pairs with any language when asked to', () => {
  const pairs = texts({ pairs: 'random', copies: 40 }).map(({ text, pair }) => [text, pair!].sort().join(' '))
  expect(new Set(pairs)).toEqual(new Set(['eins one', 'eins un', 'drei three', 'drei trois']))
})

test('plainText refuses translations with another number of lines', () => {
  const broken = { ...files, others: { en: 'one\n' } }
  const error = failure(() => read('plain-text', broken, { pairs: 'english' }, { language: 'de' }))
  expect(error.message).toContain('"others.en" at line 2: it has 1 lines, "text" has 3')
})

const bible = (verses: string) =>
  `<?xml version="1.0" ?>\n<cesDoc><text><body id="Bible"><div type="book"><div type="chapter">${verses}</div></div></body></text></cesDoc>`

test('bibleXml reads verses by their number', () => {
  const text = bible(
    '<seg id="b.MAT.1.1" type="verse">\n  A &amp; b\n c\n</seg><seg id="b.MAT.1.2" type="verse"></seg>',
  )
  const { examples, skipped } = read('bible-xml', { text })
  expect(examples).toEqual([{ id: 'b.MAT.1.1', text: 'A & b c' }])
  expect(skipped).toEqual({ 'verse without text': 1 })
})

test('bibleXml names the line of broken XML, and files without verses', () => {
  expect(failure(() => read('bible-xml', { text: `${bible('').slice(0, -4)}` })).message).toContain(
    'not well-formed XML',
  )
  expect(failure(() => read('bible-xml', { text: '<a></a>' })).message).toContain(
    'there is no <seg id="...">',
  )
  expect(
    failure(() => read('bible-xml', { text: bible('<seg id="x">a</seg><seg id="x">b</seg>') })).message,
  ).toContain('the verse x is there twice')
})

test('textRows makes an example of every line of an article, and counts what is too short', () => {
  const rows = [
    { id: '7', text: 'Ada Lovelace\n\nShe wrote the first program.\n' },
    { id: '9', text: 'Another long enough line' },
  ]
  const { examples, skipped } = read(
    'text-rows',
    { examples: rows.map((row) => JSON.stringify(row)).join('\n') },
    { form: 'jsonl', text: 'text', id: 'id', shortest: 15 },
  )
  expect(examples).toEqual([
    { id: '7:3', text: 'She wrote the first program.' },
    { id: '9:1', text: 'Another long enough line' },
  ])
  expect(skipped).toEqual({ 'line shorter than 15 characters': 1, 'blank line': 1 })
})

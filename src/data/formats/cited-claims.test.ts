import { expect, test } from 'vitest'
import { failure, read } from '../../../test/support/data/material.ts'

const jsonl = (...rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')
const corpus = jsonl(
  {
    doc_id: 7,
    title: 'T',
    abstract: ['Mice ran.', 'The drug  helped mice.', 'It cost\nmuch.'],
    structured: false,
  },
  { doc_id: 8, title: 'U', abstract: ['Nothing here.', 'The drug was given.'] },
)
const labels = ['contradiction', 'entailment', 'neutral']
const options = { labelNames: { SUPPORT: 'entailment', CONTRADICT: 'contradiction' }, open: 'neutral' }
const claim = (evidence: object, more: object = {}) => ({
  id: 3,
  claim: 'The drug helps.',
  evidence,
  cited_doc_ids: [7, 8],
  ...more,
})
const parse = (rows: readonly object[], more: object = {}) =>
  read('cited-claims', { examples: jsonl(...rows), corpus }, { ...options, ...more }, { labels })

test('citedClaims makes a pair of each set of evidence sentences, and one of a document without any', () => {
  const evidence = {
    7: [
      { sentences: [1], label: 'SUPPORT' },
      { sentences: [0, 2], label: 'CONTRADICT' },
    ],
  }
  expect(parse([claim(evidence)]).examples).toEqual([
    {
      id: '3-7-0',
      text: 'The drug helped mice.',
      pair: 'The drug helps.',
      label: 'entailment',
      cluster: '3',
    },
    {
      id: '3-7-1',
      text: 'Mice ran. It cost much.',
      pair: 'The drug helps.',
      label: 'contradiction',
      cluster: '3',
    },
    { id: '3-8', text: 'The drug was given.', pair: 'The drug helps.', label: 'neutral', cluster: '3' },
  ])
})

test('citedClaims takes the first sentence, or leaves documents without evidence out and counts them', () => {
  expect(parse([claim({})], { openSentence: 'first' }).examples).toMatchObject([
    { text: 'Mice ran.' },
    { text: 'Nothing here.' },
  ])
  expect(parse([claim({})], { open: undefined })).toMatchObject({
    examples: [],
    skipped: { 'cited document without evidence': 2 },
  })
})

test('citedClaims takes marks out of claims', () => {
  const marked = claim({}, { claim: 'The drug <|cit|> helps [<|cit|>].', cited_doc_ids: [8] })
  expect(parse([marked], { remove: ['[<|cit|>]', '<|cit|>'] }).examples).toMatchObject([
    { pair: 'The drug helps .' },
  ])
})

test.each([
  ['a document that is not in the corpus', claim({}, { cited_doc_ids: [9] }), '"9" is not in the corpus'],
  ['a sentence that is not there', claim({ 8: [{ sentences: [2], label: 'SUPPORT' }] }), 'has 2 sentences'],
  ['an unknown label', claim({ 8: [{ sentences: [1], label: 'REFUTE' }] }), '"REFUTE" is not one of'],
  ['an empty claim', claim({}, { claim: ' ' }), 'the claim is empty'],
  ['another shape', { id: 1, claim: 'x', label: 'SUPPORT' }, 'evidence'],
])('citedClaims names the line of %s', (_, row, reason) => {
  const error = failure(() => parse([claim({}), row]))
  expect(error.message).toContain(reason)
  expect(error.place).toMatchObject({ line: 2 })
})

test('citedClaims refuses a corpus with a document twice', () => {
  const twice = { examples: jsonl(claim({})), corpus: corpus + corpus }
  expect(failure(() => read('cited-claims', twice, options, { labels })).message).toContain('"7" recurs')
})

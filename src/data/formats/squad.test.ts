import { expect, test } from 'vitest'
import { failure, read, readOne } from '../../../test/support/data/material.ts'
import type { SpanExtractionExample } from '../examples.ts'

const question = (answers: unknown[], more = {}) => ({ id: 'q1', question: 'Who?', answers, ...more })
const json = (context: string, ...qas: unknown[]) =>
  JSON.stringify({ version: '1.1', data: [{ title: 't', paragraphs: [{ context, qas }] }] }, null, 1)

test('squad turns code point positions into UTF-16 positions', () => {
  // U+1F600 is one code point for Python and two code units here: "Ada" starts at 2, here at 3.
  const context = '😀 Ada and 😀😀 Bob'
  const example = readOne('squad', {
    examples: json(
      context,
      question([
        { text: 'Ada', answer_start: 2 },
        { text: 'Bob', answer_start: 13 },
      ]),
    ),
  }) as SpanExtractionExample
  expect(example.answers).toEqual([
    { text: 'Ada', start: 3 },
    { text: 'Bob', start: 16 },
  ])
  expect(example.cluster).toBe('t')
  for (const { text, start } of example.answers) expect(context.slice(start, start + text.length)).toBe(text)
})

test('squad names file, line and question of an answer that is not at its place', () => {
  const error = failure(() =>
    read('squad', { examples: json('Ada and Bob', question([{ text: 'Bob', answer_start: 7 }])) }),
  )
  expect(error.code).toBe('DATA_INVALID')
  expect(error.exitCode).toBe(1)
  expect(error.message).toContain('Cannot read "examples" at line')
  expect(error.message).toContain(
    '"Bob" of question q1 is not at answer_start 7, where the context has " Bo"',
  )
  expect(error.hint).toContain('misaligned: skip')
  expect(error.place).toMatchObject({ file: 'examples', field: 'question q1' })
})

test('squad skips and counts such answers when asked to', () => {
  const { examples, skipped } = read(
    'squad',
    {
      examples: json(
        'Ada and Bob',
        question([
          { text: 'Bob', answer_start: 7 },
          { text: 'Bob', answer_start: 8 },
        ]),
        { id: 'q2', question: 'Who?', answers: [{ text: 'Eve', answer_start: 0 }] },
        { id: 'q3', question: 'Who?', answers: [{ text: 'Ada', answer_start: -1 }] },
      ),
    },
    { misaligned: 'skip' },
  )
  expect(examples).toHaveLength(1)
  expect(skipped).toEqual({
    'answer text is not at answer_start': 3,
    'question without an answer at its place': 2,
  })
})

test('squad reads unanswerable questions of version 2 as gold', () => {
  const { examples, gold } = read('squad', {
    examples: json(
      'Ada',
      question([], { is_impossible: true, plausible_answers: [{ text: 'Ada', answer_start: 0 }] }),
    ),
  })
  expect((examples[0] as SpanExtractionExample).answers).toEqual([])
  expect(gold).toBe(true)
})

test('squad reads blanked answers, as XTREME distributes them, as withheld', () => {
  expect(read('squad', { examples: json('Ada', question([{ text: '', answer_start: 0 }])) }).gold).toBe(false)
  expect(read('squad', { examples: json('Ada', question([])) }).gold).toBe(false)
})

test('squad keeps questions of one language and numbers those whose ids recur', () => {
  const text = json(
    'Ada',
    { id: 'finnish-1', question: 'a', answers: [] },
    { id: 'korean-1', question: 'b', answers: [] },
  )
  expect(read('squad', { examples: text }, { idPrefix: 'korean-' }).examples).toMatchObject([
    { question: 'b' },
  ])
  expect(read('squad', { examples: text }, { ids: 'position' }).examples.map((each) => each.id)).toEqual([
    '0',
    '1',
  ])
})

test('squad says where JSON ends or has another form', () => {
  const cut = failure(() => read('squad', { examples: json('Ada', question([])).slice(0, 60) }))
  expect(cut.code).toBe('DATA_INVALID')
  expect(cut.place.line).toBeGreaterThan(1)
  const other = failure(() =>
    read('squad', { examples: '{"version": 1, "data": [{"paragraphs": [{"qas": []}]}]}' }),
  )
  expect(other.place.field).toBe('data[0].paragraphs[0].context')
})

test('squad counts answers and questions that are empty in a file that has others', () => {
  const { examples, gold, skipped } = read('squad', {
    examples: json(
      'Ada',
      question([
        { text: 'Ada', answer_start: 0 },
        { text: '', answer_start: 0 },
      ]),
      { id: 'q2', question: 'Who?', answers: [{ text: '', answer_start: 0 }] },
    ),
  })
  expect([examples.length, gold]).toEqual([1, true])
  expect(skipped).toEqual({ 'empty answer': 1, 'question whose answers are empty': 1 })
})

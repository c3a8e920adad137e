import { expect, test } from 'vitest'
import { failure, read, readOne } from '../../../test/support/data/material.ts'

const labels = ['contradiction', 'entailment', 'neutral']
const xtreme = { form: 'tsv', quoting: 'csv', header: false, columns: { text: 0, pair: 1, label: 2 } }
const raw = { ...xtreme, quoting: 'raw' }

test('sentencePairs reads the XTREME form, quoted as a csv writer does, with CRLF', () => {
  expect(
    read('sentence-pairs', { examples: '"He said ""no""."\tb\tneutral\r\nc\td\tentailment\r\n' }, xtreme, {
      labels,
    }).examples,
  ).toEqual([
    { id: '0', text: 'He said "no".', pair: 'b', label: 'neutral' },
    { id: '1', text: 'c', pair: 'd', label: 'entailment' },
  ])
})

test('sentencePairs takes quotes for text in raw files', () => {
  expect(readOne('sentence-pairs', { examples: '"a\tb"\tneutral\n' }, raw, { labels })).toMatchObject({
    text: '"a',
    pair: 'b"',
  })
})

test('sentencePairs reads a test file without the label column as withheld', () => {
  const { examples, gold } = read('sentence-pairs', { examples: 'a\tb\r\nc\td\r\n' }, xtreme, { labels })
  expect(gold).toBe(false)
  expect(examples).toMatchObject([{ label: null }, { label: null }])
})

test('sentencePairs takes labels from another file, row by row', () => {
  const options = { ...xtreme, labels: { form: 'tsv', quoting: 'raw', header: false, label: 1 } }
  const files = { examples: 'a\tb\r\nc\td\r\n', labels: 'x\tneutral\ny\tentailment\n' }
  const { examples, gold } = read('sentence-pairs', files, options, { labels })
  expect(gold).toBe(true)
  expect(examples).toMatchObject([{ label: 'neutral' }, { label: 'entailment' }])
  expect(
    failure(() => read('sentence-pairs', { ...files, labels: 'x\tneutral\n' }, options, { labels })).message,
  ).toContain('"labels" at line 2: it has 1 labels, "examples" has 2 rows')
  expect(
    failure(() => read('sentence-pairs', { ...files, labels: 'x\tneutral\ny\tmaybe\n' }, options, { labels }))
      .message,
  ).toContain('"labels" at line 2: the label "maybe" is not one of')
})

test('sentencePairs reads named columns of JSON lines, maps and skips labels', () => {
  const options = {
    form: 'jsonl',
    columns: { text: 'premise', pair: ['hypothesis', 'statement'], label: 'gold', id: 'uid' },
    labelNames: { e: 'entailment' },
    skipLabels: ['-'],
  }
  const examples =
    '{"uid":"u1","premise":"a","statement":"b","gold":"e"}\n\n{"uid":"u2","premise":"a","statement":"b","gold":"-"}\n'
  const parsed = read('sentence-pairs', { examples }, options, { labels })
  expect(parsed.examples).toEqual([{ id: 'u1', text: 'a', pair: 'b', label: 'entailment' }])
  expect(parsed.skipped).toEqual({ 'label "-"': 1 })
})

test('sentencePairs keeps rows with given values and several files in order', () => {
  const options = { form: 'tsv', quoting: 'raw', columns: { text: 't', label: 'l' }, where: { lang: 'sw' } }
  const header = 'lang\tt\tl\n'
  const parsed = read(
    'sentence-pairs',
    { examples2: `${header}sw\tc\t1\n`, examples1: `${header}sw\ta\t0\nen\tb\t1\n` },
    options,
    { labels: ['0', '1'] },
  )
  expect(parsed.examples).toEqual([
    { id: '0:0', text: 'a', label: '0' },
    { id: '1:0', text: 'c', label: '1' },
  ])
})

test('sentencePairs names file, line and reason of what it cannot read', () => {
  const at = (text: string, options: object = raw) =>
    failure(() => read('sentence-pairs', { examples: text }, { ...options }, { labels }))
  expect(at('a\tb\tneutral\nc\td\n').message).toContain('at line 2: there are 2 columns, the first row has 3')
  expect(at('a\tb\tneutral\n\n').message).toContain('at line 2: the line is blank')
  expect(at('a\tb\tmaybe\n').message).toContain(
    'at line 1: the label "maybe" is not one of contradiction, entailment, neutral',
  )
  expect(at('a\t \tneutral\n').message).toContain('at line 1: column "1" is empty')
  const quotes = at('a\tb\tneutral\n"a" x\tb\tneutral\n', xtreme)
  expect(quotes.place.line).toBe(2)
  expect(quotes.hint).toContain('quoting: raw')
  const json = { form: 'jsonl', columns: { text: 'a', label: 'b' } }
  expect(at('{"a":"x","b":"neutral"}\n{"a":"x"', json).message).toContain('at line 2: this is not JSON')
  expect(at('[1]', json).message).toContain('at line 1: there is JSON, but not an object')
  expect(at('{"c":"x"}', json).message).toContain('there is no column "b"; the row has columns c')
  expect(at('{"a":{},"b":"neutral"}', json).message).toContain('holds object, text was expected')
})

test('sentencePairs explains wrong options', () => {
  const error = failure(() => read('sentence-pairs', { examples: 'a' }, { form: 'excel', columns: {} }))
  expect(error.code).toBe('FORMAT_INVALID')
  expect(error.exitCode).toBe(2)
  expect(error.message).toContain('Options of format "sentence-pairs" are wrong')
})

test('scoredPairs reads scores and refuses what is none', () => {
  const options = { form: 'csv', header: false, columns: { text: 0, pair: 1, value: 2 }, range: [0, 5] }
  expect(
    read('scored-pairs', { examples: '"A man, tall.",b,5.0\r\nc,d,2.615\r\n' }, options).examples,
  ).toEqual([
    { id: '0', text: 'A man, tall.', pair: 'b', value: 5 },
    { id: '1', text: 'c', pair: 'd', value: 2.615 },
  ])
  const at = (text: string) => failure(() => read('scored-pairs', { examples: text }, options)).message
  expect(at('a,b,x\n')).toContain('at line 1: the score "x" is not a number')
  expect(at('a,b,3\na,b,6\n')).toContain('at line 2: the score 6 is not in 0 to 5')
})

test('multipleChoice words XCOPA as XTREME does', () => {
  const options = {
    form: 'jsonl',
    context: '{premise} What was the {question}?',
    choices: ['choice1', 'choice2'],
    answer: 'label',
  }
  const line =
    '{"premise": "The man fell.", "choice1": "He slipped.", "choice2": "He sat.", "question": "cause", "label": 0}\r\n'
  expect(readOne('multiple-choice', { examples: line }, options)).toEqual({
    id: '0',
    context: 'The man fell. What was the cause?',
    choices: ['He slipped.', 'He sat.'],
    answer: 0,
    cluster: 'The man fell.',
  })
  expect(
    failure(() => read('multiple-choice', { examples: line.replace('0}', '2}') }, options)).message,
  ).toContain('at line 1: the answer "2" is not one of 0 to 1')
})

test('multipleChoice reads HellaSwag as published: ctx_a, then ctx_b with each ending', () => {
  const options = {
    form: 'jsonl',
    context: '{ctx_a}',
    choices: 'endings',
    choice: '{ctx_b} {choice}',
    answer: 'label',
    id: 'ind',
  }
  const row = {
    ind: 24,
    ctx_a: 'A boy runs.',
    ctx_b: 'he',
    ctx: 'A boy runs. he',
    endings: ['stops.', 'flies.'],
    label: 1,
  }
  expect(readOne('multiple-choice', { examples: JSON.stringify(row) }, options)).toEqual({
    id: '24',
    context: 'A boy runs.',
    choices: ['he stops.', 'he flies.'],
    answer: 1,
  })
  expect(
    failure(() => read('multiple-choice', { examples: JSON.stringify({ ...row, endings: 'x' }) }, options))
      .message,
  ).toContain('column "endings" is no list')
})

test('multipleChoice reads lettered answers, and none as withheld', () => {
  const options = {
    form: 'jsonl',
    context: '{c}',
    choices: ['a', 'b'],
    answer: 'correct',
    answers: ['A', 'B'],
  }
  const { examples, gold } = read(
    'multiple-choice',
    { examples: '{"c":"x","a":"1","b":"2","correct":"B"}\n{"c":"x","a":"1","b":"2"}' },
    options,
  )
  expect(examples).toMatchObject([{ answer: 1 }, { answer: null }])
  expect(gold).toBe(false)
})

test('multipleChoice looks into nested JSON: choices as a list of objects, as lists, and by letter', () => {
  const answers = ['A', 'B']
  const same = { id: 'q', context: 'Where?', choices: ['bank', 'mall'], answer: 1 }
  const read1 = (row: object, options: object) =>
    readOne(
      'multiple-choice',
      { examples: JSON.stringify(row) },
      { form: 'jsonl', id: 'id', answers, ...options },
    )
  const inList = [
    { label: 'A', text: 'bank' },
    { label: 'B', text: 'mall' },
  ]
  expect(
    read1(
      { id: 'q', question: { stem: 'Where?', choices: inList }, answerKey: 'B' },
      { context: '{question.stem}', choices: 'question.choices[].text', answer: 'answerKey' },
    ),
  ).toEqual(same)
  expect(
    read1(
      { id: 'q', question: 'Where?', choices: { label: answers, text: ['bank', 'mall'] }, answerKey: 'B' },
      { context: '{question}', choices: 'choices.text', answer: 'answerKey' },
    ),
  ).toEqual(same)
  const byLetter = { context: '{question}', choices: ['choices.A', 'choices.B'], answer: 'answer' }
  const row = { id: 'q', question: 'Where?', choices: { A: 'bank', B: 'mall' }, answer: 'B' }
  expect(read1(row, byLetter)).toEqual(same)
  const file = { examples: JSON.stringify({ name: 'x', dev: [row] }) }
  const whole = { form: 'json', under: 'dev', id: 'id', answers, ...byLetter }
  expect(readOne('multiple-choice', file, whole)).toEqual(same)
  expect(failure(() => readOne('multiple-choice', file, { ...whole, under: 'test' })).message).toContain(
    'there is no list of objects in the field "test"',
  )
  expect(failure(() => read1({ ...row, choices: { A: 'bank' } }, byLetter)).message).toContain(
    'there is no column "choices.B"',
  )
})

test('columns inside a column: the groups of a pattern that matches all of the text', () => {
  const options = {
    form: 'csv',
    parts: [{ of: 'q', pattern: 'Does "(?<one>.*)" mean "(?<two>.*)"\\?' }],
    columns: { text: 'one', pair: 'two', label: 'a' },
  }
  const file = 'q,a\n"Does ""He said ""no""\nand left"" mean ""no""?",neutral\n'
  expect(readOne('sentence-pairs', { examples: file }, options, { labels })).toEqual({
    id: '0',
    text: 'He said "no"\nand left',
    pair: 'no',
    label: 'neutral',
  })
  const error = failure(() =>
    read('sentence-pairs', { examples: `${file}Is it?,neutral\n` }, options, { labels }),
  )
  expect(error.message).toContain('at line 4: column "q" is not of the form Does')
  expect(error.hint).toContain('"parts"')
  const wrong = { ...options, parts: [{ of: 'q', pattern: '(' }] }
  expect(failure(() => read('sentence-pairs', { examples: file }, wrong)).message).toContain(
    'not a regular expression',
  )
})

test('a record of several lines, and the line of one that is not whole', () => {
  const options = {
    form: 'lines',
    lines: ['context', 'answer', 'one', 'two'],
    context: '{context}',
    choices: ['one', 'two'],
    answer: 'answer',
  }
  const { examples } = read('multiple-choice', { examples: 'a\n1\nb\nc\nd\n0\ne\nf\n' }, options)
  expect(examples).toEqual([
    { id: '0', context: 'a', choices: ['b', 'c'], answer: 1 },
    { id: '1', context: 'd', choices: ['e', 'f'], answer: 0 },
  ])
  const at = (text: string) => failure(() => read('multiple-choice', { examples: text }, options)).message
  expect(at('a\n1\nb\nc\nd\n')).toContain('at line 5: a record has 4 lines, the last one has 1')
  expect(at('a\n1\nb\nc\nd\n2\ne\nf\n')).toContain('at line 5: the answer "2" is not one of 0 to 1')
  const { lines: _, ...without } = options
  expect(failure(() => read('multiple-choice', { examples: 'a' }, without)).code).toBe('FORMAT_INVALID')
})

test('multipleChoice takes answers as text and from a file of their own', () => {
  const options = { form: 'jsonl', context: '{c}', choices: 'e', answer: 'a', answers: 'text' }
  const rows =
    '{"c":"x","e":["no","yes"],"a":"yes"}\n{"c":"y","e":["no","no"],"a":"no"}\n{"c":"z","e":["no","no","yes"],"a":"yes"}\n'
  expect(read('multiple-choice', { examples: rows }, options)).toMatchObject({
    examples: [
      { id: '0', answer: 1 },
      { id: '2', answer: 2 },
    ],
    skipped: { 'question with the right choice twice': 1 },
  })
  const wrong = '{"c":"x","e":["no","yes"],"a":"maybe"}\n'
  expect(failure(() => read('multiple-choice', { examples: wrong }, options)).message).toContain(
    'at line 1: the answer "maybe" is not one of no, yes',
  )
  const beside = {
    form: 'jsonl',
    context: '{c}',
    choices: 'e',
    answers: ['1', '2'],
    labels: { form: 'tsv', quoting: 'raw', header: false, answer: 0 },
    cluster: '{g}',
  }
  const examples = '{"c":"x","e":["no","yes"],"g":"t"}\n{"c":"y","e":["no","yes"],"g":"t"}\n'
  expect(read('multiple-choice', { examples, labels: '2\n1\n' }, beside).examples).toMatchObject([
    { answer: 1, cluster: 't' },
    { answer: 0, cluster: 't' },
  ])
  expect(failure(() => read('multiple-choice', { examples, labels: '2\n' }, beside)).message).toContain(
    '"labels" at line 2: it has 1 labels, "examples" has 2 rows',
  )
  expect(failure(() => read('multiple-choice', { examples, labels: '2\n3\n' }, beside)).message).toContain(
    '"labels" at line 2: the answer "3" is not one of 1, 2',
  )
})

test('scoredPairs leaves out pairs without a score and those of another set, in either order, and counts both', () => {
  const options = {
    form: 'tsv',
    quoting: 'raw',
    header: false,
    columns: { text: 1, pair: 2, value: 0 },
    range: [0, 5],
    without: { form: 'csv', header: false, text: 0, pair: 1 },
  }
  const files = { examples: '1\ta\tb\n\tc\td\n2\tE  f\tg\n', without1: 'x,y\n', without2: 'G,e f\n' }
  expect(read('scored-pairs', files, { ...options, unscored: 'skip' })).toEqual({
    examples: [{ id: '0', text: 'a', pair: 'b', value: 1 }],
    gold: true,
    skipped: { 'pair without a score': 1, 'pair that is in the set to leave out': 1 },
  })
  expect(failure(() => read('scored-pairs', files, options)).message).toContain(
    'at line 2: the score "" is not',
  )
})

test('sentencePairs joins the sentences of a passage where it is told to, and refuses lists otherwise', () => {
  const options = { form: 'jsonl', columns: { text: 'e[].s', pair: 'c', label: 'l' }, empty: 'skip' }
  const examples = '{"e":[{"s":"a."},{"s":"b."}],"c":"x","l":"neutral"}\n{"e":[],"c":"x","l":"neutral"}\n'
  const parsed = read('sentence-pairs', { examples }, { ...options, lists: 'join' }, { labels })
  expect(parsed.examples).toEqual([{ id: '0', text: 'a. b.', pair: 'x', label: 'neutral' }])
  expect(parsed.skipped).toEqual({ 'pair with an empty text': 1 })
  expect(failure(() => read('sentence-pairs', { examples }, options, { labels })).message).toContain(
    'at line 1: column "e[].s" holds object',
  )
})

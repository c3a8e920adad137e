import { describe, expect, test } from 'vitest'
import { failure, read, readOne } from '../../../test/support/data/material.ts'

const jsonl = (...rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')

describe('squad-rows', () => {
  const row = {
    id: 'q1',
    question: 'Who?',
    context: '😀 Ada and Bob',
    answers: { text: ['Bob'], answer_start: [10] },
  }
  const example = { id: 'q1', question: 'Who?', context: row.context, answers: [{ text: 'Bob', start: 11 }] }

  test('reads answers as lists or as objects, in JSON lines or a list inside a file, alike', () => {
    const objects = { ...row, answers: [{ text: 'Bob', answer_start: 10 }] }
    for (const each of [row, objects]) {
      expect(readOne('squad-rows', { examples: jsonl(each) }, { form: 'jsonl' })).toEqual(example)
      const whole = JSON.stringify({ version: 2, data: [each] })
      expect(readOne('squad-rows', { examples: whole }, { form: 'json', under: 'data' })).toEqual(example)
    }
  })

  test('takes rows without answers as the task says', () => {
    const none = { ...row, id: 'q2', answers: { text: [], answer_start: [] } }
    const files = { examples: jsonl(row, none) }
    expect(read('squad-rows', files, { form: 'jsonl', noAnswer: 'unanswerable' })).toMatchObject({
      examples: [{ id: 'q1' }, { id: 'q2', answers: [] }],
      gold: true,
      skipped: {},
    })
    expect(read('squad-rows', files, { form: 'jsonl' })).toMatchObject({
      examples: [{ id: 'q1' }],
      skipped: { 'question whose answers are empty': 1 },
    })
    expect(read('squad-rows', { examples: jsonl(none) }, { form: 'jsonl' }).gold).toBe(false)
  })

  test('refuses answers that are out of place, or that are not as many as their positions', () => {
    const moved = { ...row, answers: { text: ['Bob'], answer_start: [11] } }
    const error = failure(() => read('squad-rows', { examples: jsonl(row, moved) }, { form: 'jsonl' }))
    expect(error.message).toContain('at line 2: the answer "Bob" of question q1 is not at answer_start 11')
    const uneven = { ...row, answers: { text: ['Bob'], answer_start: [] } }
    expect(
      failure(() => read('squad-rows', { examples: jsonl(uneven) }, { form: 'jsonl' })).message,
    ).toContain('column "answers" holds no answers')
  })
})

test('squad leaves out the questions of another file, and counts them', () => {
  const file = (...ids: string[]) =>
    JSON.stringify({
      data: [
        {
          paragraphs: [
            {
              context: 'Bob',
              qas: ids.map((id) => ({ id, question: id, answers: [{ text: 'Bob', answer_start: 0 }] })),
            },
          ],
        },
      ],
    })
  expect(read('squad', { examples: file('a', 'b', 'c'), without: file('b', 'z') })).toMatchObject({
    examples: [{ id: 'a' }, { id: 'c' }],
    skipped: { 'question that is in the set to leave out': 1 },
  })
})

describe('tagging-rows', () => {
  const columns = { words: 'tokens', tags: 'tags' }

  test('reads tags by name and by number alike', () => {
    const named = { examples: jsonl({ tokens: ['Ada', 'ran'], tags: ['PER', 'O'] }) }
    const numbered = { examples: jsonl({ tokens: ['Ada', 'ran'], tags: [1, 0] }) }
    const sentence = { id: '0', words: ['Ada', 'ran'], tags: ['PER', 'O'] }
    expect(readOne('tagging-rows', named, { form: 'jsonl', columns })).toEqual(sentence)
    expect(readOne('tagging-rows', numbered, { form: 'jsonl', columns, labels: ['O', 'PER'] })).toEqual(
      sentence,
    )
  })

  test('has no gold where no row has tags', () => {
    const { examples, gold } = read(
      'tagging-rows',
      { examples: jsonl({ tokens: ['Ada'] }) },
      { form: 'jsonl', columns },
    )
    expect(gold).toBe(false)
    expect(examples).toEqual([{ id: '0', words: ['Ada'], tags: null }])
  })

  test.each([
    [{ tokens: ['Ada'], tags: [1, 0] }, 'there are 1 words and 2 tags'],
    [{ tokens: ['Ada'], tags: [2] }, 'the tag 2 is not one of the 2 of "labels"'],
    [{ tokens: ['Ada'], tags: [-1] }, 'the tag -1 is not one of the 2 of "labels"'],
    [{ tokens: [], tags: [] }, 'the sentence has no words'],
    [{ tokens: [''], tags: [0] }, 'the word is empty'],
    [{ tokens: 'Ada', tags: [0] }, 'column "tokens" is no list'],
    [{ tokens: ['Ada'] }, 'there is no column "tags"'],
  ])('refuses a broken row (%#)', (row, reason) => {
    const files = { examples: jsonl({ tokens: ['Ada'], tags: [0] }, row) }
    const error = failure(() => read('tagging-rows', files, { form: 'jsonl', columns, labels: ['O', 'PER'] }))
    expect(error.message).toContain(reason)
    expect(error.place).toMatchObject({ line: 2 })
  })
})

test('sentencePairs reads labels that are numbers of a list', () => {
  const options = {
    form: 'jsonl',
    columns: { text: 't', label: 'l' },
    labels: ['no', 'yes'],
    skipLabels: ['-1'],
  }
  const files = { examples: jsonl({ t: 'a', l: 1 }, { t: 'b', l: -1 }, { t: 'c', l: 0 }) }
  const parsed = read('sentence-pairs', files, options, { labels: ['no', 'yes'] })
  expect(parsed.examples).toMatchObject([{ label: 'yes' }, { label: 'no' }])
  expect(parsed.skipped).toEqual({ 'label "-1"': 1 })
  const outside = { examples: jsonl({ t: 'a', l: 2 }) }
  expect(
    failure(() => read('sentence-pairs', outside, options, { labels: ['no', 'yes'] })).message,
  ).toContain('the label "2" is not one of no, yes')
})

test('scoredPairs reads scores from a file of their own', () => {
  const options = {
    form: 'tsv',
    quoting: 'raw',
    header: false,
    columns: { text: 0, pair: 1, value: 2 },
    range: [0, 5],
    values: { form: 'tsv', quoting: 'raw', header: false, value: 0 },
  }
  const examples = 'a\tb\nc\td\n'
  expect(read('scored-pairs', { examples, values: '1.5\n4\n' }, options).examples).toMatchObject([
    { text: 'a', pair: 'b', value: 1.5 },
    { text: 'c', pair: 'd', value: 4 },
  ])
  const short = failure(() => read('scored-pairs', { examples, values: '1\n' }, options))
  expect(short.message).toContain('it has 1 scores, "examples" has 2 rows')
  expect(short.place).toMatchObject({ file: 'values', line: 2 })
  expect(failure(() => read('scored-pairs', { examples, values: '1\n6\n' }, options)).place).toMatchObject({
    file: 'values',
    line: 2,
  })
})

describe('nli-triplets', () => {
  const options = { form: 'jsonl', columns: { premise: 'p', hypothesis: 'h', label: 'l' } }
  const pair = (p: string, h: string, l: string) => ({ p, h, l })
  const rows = [
    pair('A', 'a1', 'entailment'),
    pair('A', 'a2', 'entailment'),
    pair('A', 'not a', 'contradiction'),
    pair('A', 'maybe', 'neutral'),
    pair('B', 'b', 'entailment'),
    pair('C', 'not c', 'contradiction'),
    pair('A', '', 'contradiction'),
    pair('A', 'also not', '-'),
  ]

  test('makes each entailed hypothesis an example against one that is contradicted', () => {
    expect(read('nli-triplets', { examples: jsonl(...rows) }, options)).toEqual({
      examples: [
        { id: '0.0', text: 'A', keys: ['0'], passages: [{ text: 'a1' }, { text: 'not a' }] },
        { id: '0.1', text: 'A', keys: ['0'], passages: [{ text: 'a2' }, { text: 'not a' }] },
      ],
      gold: true,
      skipped: {
        'premise without both an entailed and a contradicted hypothesis': 2,
        'pair with an empty text': 1,
      },
    })
  })

  test('takes a premise together over several files, and pairs in both directions where asked', () => {
    const files = {
      examples1: jsonl(pair('B', 'b', 'entailment')),
      examples2: jsonl(pair('not b', 'B', 'contradiction')),
    }
    expect(read('nli-triplets', files, options).examples).toEqual([])
    expect(read('nli-triplets', files, { ...options, bothWays: true }).examples).toMatchObject([
      { text: 'B', passages: [{ text: 'b' }, { text: 'not b' }] },
    ])
  })
})

describe('triplets', () => {
  test('reads a text, one that means the same, and one that does not', () => {
    const columns = { text: 'sent0', positive: 'sent1', negative: 'hard_neg' }
    const files = { examples: 'sent0,sent1,hard_neg\na,"a, too",no\n' }
    expect(read('triplets', files, { form: 'csv', columns }).examples).toEqual([
      { id: '0', text: 'a', keys: ['0'], passages: [{ text: 'a, too' }, { text: 'no' }] },
    ])
    expect(
      failure(() => read('triplets', { examples: 'sent0,sent1,hard_neg\na,,no\n' }, { form: 'csv', columns }))
        .message,
    ).toContain('a text is empty')
  })

  test('takes pairs as positive from a score on', () => {
    const options = {
      form: 'csv',
      header: false,
      columns: { text: 0, positive: 1 },
      atLeast: { column: 2, value: 4 },
    }
    expect(read('triplets', { examples: 'a,b,4.0\nc,d,3.9\n' }, options)).toMatchObject({
      examples: [{ id: '0', passages: [{ text: 'b' }] }],
      skipped: { 'pair scored below 4': 1 },
    })
    expect(failure(() => read('triplets', { examples: 'a,b,\n' }, options)).message).toContain(
      'is not a number',
    )
  })
})

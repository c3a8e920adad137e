import { describe, expect, test } from 'vitest'
import { failure, read } from '../../../test/support/data/material.ts'
import type { MiningExample, PassageRetrievalExample } from '../examples.ts'

const retrieval = (...given: Parameters<typeof read>) => read(...given).examples as PassageRetrievalExample[]

describe('bucc', () => {
  const files = {
    text: 'de-1\teins\nde-2\tzwei\n',
    english: 'en-1\tone\nen-2\ttwo\nen-3\tthree\n',
    gold: 'de-2\ten-2\nde-2\ten-3\n',
  }

  test('reads both collections and the gold pairs', () => {
    const { examples, gold } = read('bucc', files)
    expect(gold).toBe(true)
    expect(examples).toEqual([
      { id: 'de-1', text: 'eins', side: 'text', translations: [] },
      { id: 'de-2', text: 'zwei', side: 'text', translations: ['en-2', 'en-3'] },
      { id: 'en-1', text: 'one', side: 'english' },
      { id: 'en-2', text: 'two', side: 'english' },
      { id: 'en-3', text: 'three', side: 'english' },
    ])
  })

  test('withholds translations where there is no gold file', () => {
    const { examples, gold } = read('bucc', { text: files.text, english: files.english })
    expect(gold).toBe(false)
    expect((examples as MiningExample[])[1]!.translations).toBeNull()
  })

  test.each([
    ['text', 'de-1\teins\nde-1\tzwei\n', 'the id "de-1" recurs', 2],
    ['text', 'de-1\teins\nde-2\n', 'expected is an id, a tab and a sentence', 2],
    ['english', 'en-1\tone\nen-2\t \n', 'expected is an id, a tab and a sentence', 2],
    ['gold', 'de-1\ten-1\nde-9\ten-1\n', 'the sentence "de-9" is not in "text"', 2],
    ['gold', 'de-1\ten-9\n', 'the sentence "en-9" is not in "english"', 1],
  ])('refuses a broken file in the role %s', (role, text, reason, line) => {
    const error = failure(() => read('bucc', { ...files, [role]: text }))
    expect(error.message).toContain(reason)
    expect(error.place).toMatchObject({ file: role, line })
  })
})

describe('squad-sentences', () => {
  const squad = (paragraphs: unknown[]) => JSON.stringify({ data: [{ paragraphs }] })
  const question = (id: string, text: string, answer_start: number) => ({
    id,
    question: `${id}?`,
    answers: [{ text, answer_start }],
  })
  const marked = squad([
    {
      context: '😀 Yes.\nNo. Yes. Ada ran.',
      sentence_breaks: [
        [2, 6],
        [7, 10],
        [11, 15],
        [16, 24],
      ],
      qas: [question('q1', 'Yes', 2), question('q2', 'Ada', 16), question('q3', 'Yes', 3)],
    },
    { context: 'Nobody asks.', sentence_breaks: [[0, 12]], qas: [] },
    { context: 'Bob sat.', sentence_breaks: [[0, 8]], qas: [question('q4', 'Bob', 0)] },
  ])

  test('candidates are all sentences of paragraphs with questions, followed by their paragraph', () => {
    const context = '😀 Yes.No. Yes. Ada ran.'
    // Both sentences of the same text are right, as in utils_lareqa.py. q3 has no answer at its place.
    expect(
      retrieval('squad-sentences', { examples: marked }, { rows: 'candidates', passage: 'joined' }),
    ).toEqual([
      { id: 'en_1_0', text: `Yes.${context}`, keys: ['q1'] },
      { id: 'en_1_1', text: `No.${context}`, keys: [] },
      { id: 'en_1_2', text: `Yes.${context}`, keys: ['q1'] },
      { id: 'en_1_3', text: `Ada ran.${context}`, keys: ['q2'] },
      { id: 'en_3_0', text: 'Bob sat.Bob sat.', keys: ['q4'] },
    ])
  })

  test('queries and pairs go by the sentence in which the answer starts', () => {
    const { examples, skipped } = read(
      'squad-sentences',
      { examples: marked },
      { rows: 'queries', passage: 'pair' },
    )
    expect(examples).toEqual([
      { id: 'q1', text: 'q1?', keys: ['q1'], cluster: '😀 Yes.\nNo. Yes. Ada ran.' },
      { id: 'q2', text: 'q2?', keys: ['q2'], cluster: '😀 Yes.\nNo. Yes. Ada ran.' },
      { id: 'q4', text: 'q4?', keys: ['q4'], cluster: 'Bob sat.' },
    ])
    const titled = marked.replace('"paragraphs"', '"title":"Ada","paragraphs"')
    expect(
      retrieval('squad-sentences', { examples: titled }, { rows: 'queries', passage: 'pair' }),
    ).toMatchObject([{ cluster: 'Ada' }, { cluster: 'Ada' }, { cluster: 'Ada' }])
    expect(skipped).toEqual({ 'question whose answer is in no sentence, or not at its place': 1 })
    expect(retrieval('squad-sentences', { examples: marked }, { rows: 'pairs', passage: 'pair' })[2]).toEqual(
      {
        id: 'q4',
        text: 'q4?',
        keys: ['q4'],
        passages: [{ text: 'Bob sat.', pair: 'Bob sat.' }],
      },
    )
  })

  test('splits sentences itself where the file does not', () => {
    const plain = squad([{ context: ' Ada sat.  Bob ran! ', qas: [question('q', 'Bob', 11)] }])
    expect(
      retrieval('squad-sentences', { examples: plain }, { rows: 'pairs', passage: 'pair' }),
    ).toMatchObject([{ passages: [{ text: 'Bob ran!' }] }])
    expect(
      retrieval('squad-sentences', { examples: plain }, { rows: 'candidates', passage: 'joined' }),
    ).toHaveLength(2)
  })

  test('refuses sentences outside the context', () => {
    const broken = squad([{ context: 'Bob.', sentence_breaks: [[0, 9]], qas: [question('q', 'Bob', 0)] }])
    expect(
      failure(() => read('squad-sentences', { examples: broken }, { rows: 'queries', passage: 'pair' }))
        .message,
    ).toContain('a sentence of paragraph 1 does not lie in its context')
  })
})

// Expected texts: google-research/xtreme (838c13b), third_party/utils_mewslix.py, preprocess_mention and
// preprocess_entity_description, run on these records.
describe('mewsli-x', () => {
  const context = {
    language: 'en',
    text: 'Zero.\n😀 A {b} c Ada\nLovelace d {e} { f.  End. ',
    sentence_spans: [
      { start: 0, end: 5 },
      { start: 6, end: 39 },
    ],
  }
  const mention = {
    example_id: 'm1',
    mention_span: { start: 16, end: 28, text: 'Ada\nLovelace' },
    entity_id: 'Q7',
  }
  const entity = {
    entity_id: 'Q7',
    description: 'Ada\u2028was   a 😀 woman. She  wrote.',
    sentence_spans: [
      { start: 0, end: 21 },
      { start: 22, end: 32 },
    ],
  }
  const query = 'Ada Lovelace: 😀 A (b) c { Ada Lovelace } d (e) { f.'
  const passage = 'Ada was  a 😀 woman. he wrote.'
  const lines = (...objects: unknown[]) => ({
    examples: objects.map((each) => `${JSON.stringify(each)}\n`).join(''),
  })

  test('marks the mention in its sentence', () => {
    const foreign = { context: { ...context, language: 'de' }, mentions: [{ ...mention, example_id: 'm2' }] }
    const files = lines({ context, mentions: [mention] }, foreign)
    expect(read('mewsli-x', files, { rows: 'mentions' })).toEqual({
      examples: [{ id: 'm1', text: query, keys: ['Q7'], cluster: 'Q7' }],
      gold: true,
      skipped: {},
    })
  })

  test('has no gold where entities are blanked', () => {
    const files = lines({ context, mentions: [{ ...mention, entity_id: '' }] })
    expect(read('mewsli-x', files, { rows: 'mentions' })).toMatchObject({
      gold: false,
      examples: [{ keys: [] }],
    })
  })

  test('joins the sentences of an entity', () => {
    expect(retrieval('mewsli-x', lines(entity), { rows: 'entities' })).toEqual([
      { id: 'Q7', text: passage, keys: ['Q7'] },
    ])
  })

  test('pairs a mention with its entity', () => {
    const pair = { contextual_mention: { context, mention }, entity }
    expect(retrieval('mewsli-x', lines(pair), { rows: 'pairs' })).toEqual([
      { id: 'm1', text: query, keys: ['Q7'], cluster: 'Q7', passages: [{ text: passage }] },
    ])
    const other = { ...pair, entity: { ...entity, entity_id: 'Q8' } }
    expect(failure(() => read('mewsli-x', lines(pair, other), { rows: 'pairs' }))).toMatchObject({
      message: expect.stringContaining('the mention is of another entity'),
      place: { line: 2 },
    })
  })

  test.each([
    [{ ...context, text: '' }, mention, 'the article has no text'],
    [context, { ...mention, mention_span: { ...mention.mention_span, start: 15 } }, 'is not at its place'],
    [{ ...context, sentence_spans: [{ start: 0, end: 20 }] }, mention, 'is in no sentence'],
    [{ ...context, text: 7 }, mention, 'context.text'],
  ])('refuses a mention that does not lie in its article (%#)', (context, mention, reason) => {
    expect(
      failure(() => read('mewsli-x', lines({ context, mentions: [mention] }), { rows: 'mentions' })).message,
    ).toContain(reason)
  })

  test('refuses an entity without description', () => {
    const empty = { ...entity, sentence_spans: [] }
    expect(failure(() => read('mewsli-x', lines(empty), { rows: 'entities' })).message).toContain(
      'Q7 has no description',
    )
    const outside = { ...entity, sentence_spans: [{ start: 0, end: 99 }] }
    expect(failure(() => read('mewsli-x', lines(outside), { rows: 'entities' })).message).toContain(
      'does not lie in its description',
    )
  })
})

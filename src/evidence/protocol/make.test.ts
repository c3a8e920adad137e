import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { Protocol, SourceId } from '../bundle/protocol.ts'
import { QuestionError } from './errors.ts'
import { makeProtocol } from './make.ts'

const protocolOf = (question: string) =>
  makeProtocol({ question, date: '2026-11-21', sources: SourceId.options })
/** `role: text` of each part. */
const partsOf = (question: string) => protocolOf(question).parts.map(({ role, text }) => `${role}: ${text}`)

describe('what a question speaks of, and in which role', () => {
  test.each([
    [
      'How does intermediate-task training on morphologically rich languages impact zero-shot cross-lingual transfer accuracy on XTREME-R sentence retrieval tasks compared to English-only baselines?.',
      [
        'intervention: intermediate-task training',
        'intervention: morphologically rich languages',
        'outcome: zero-shot cross-lingual transfer accuracy',
        'setting: XTREME-R sentence retrieval tasks',
        'comparator: English-only baselines',
      ],
    ],
    [
      'To what extent does intermediate-task training with English question-answering tasks generalize to cross-lingual retrieval tasks in XTREME-R, as measured by recall@10 compared to multilingual QA intermediate tasks?.',
      [
        'intervention: intermediate-task training',
        'intervention: English question-answering tasks',
        'outcome: cross-lingual retrieval tasks',
        'setting: XTREME-R',
        'outcome: recall@10',
        'comparator: multilingual QA intermediate tasks',
      ],
    ],
    [
      'Is Sentence-BERT better than LaBSE at bitext mining?',
      ['intervention: Sentence-BERT', 'comparator: LaBSE', 'setting: bitext mining'],
    ],
    [
      'Does vitamin D supplementation reduce the risk of respiratory infections?',
      ['intervention: vitamin D supplementation', 'outcome: respiratory infections'],
    ],
    ['prompt injection', ['intervention: prompt injection']],
    ['多语言模型如何影响低资源语言？', ['intervention: 多语言模型如何影响低资源语言']],
  ])('%s', (question, parts) => expect(partsOf(question)).toEqual(parts))

  test('other names of the field stand beside', () => {
    const [qa] = protocolOf('Does multilingual QA help retrieval?').parts
    expect(qa).toMatchObject({
      text: 'multilingual QA',
      names: expect.arrayContaining(['multilingual question answering']),
    })
  })
})

describe('which kind of answer is wanted', () => {
  test.each([
    ['Does question answering as intermediate task help retrieval?', 'does'],
    ['To what extent does QA generalize to retrieval?', 'does'],
    ['How does the performance of English vs. non-English fine-tuning compare?', 'compare'],
    ['Is Sentence-BERT better than LaBSE at bitext mining?', 'compare'],
    ['How much does XLM-R gain over mBERT on XNLI?', 'how-much'],
    ['By how many points does SQuAD improve Tatoeba?', 'how-much'],
    ['Um wie viel ist XLM-R besser als mBERT?', 'how-much'],
    ['Which intermediate task helps most?', 'which'],
    ['Welche Sprachen profitieren am meisten?', 'which'],
    ['Quelles langues en profitent ?', 'which'],
    ['Why does mBERT transfer without a shared vocabulary?', 'why'],
    ['Warum überträgt mBERT ohne gemeinsames Vokabular?', 'why'],
    ['¿Por qué funciona mBERT?', 'why'],
    ['prompt injection', 'open'],
  ])('%s: %s', (question, form) => expect(protocolOf(question).form).toBe(form))
})

describe('the question as a statement', () => {
  test.each([
    ['Does QA help retrieval?', 'QA helps retrieval.'],
    ['Do vaccines prevent influenza in children?', 'Vaccines prevent influenza in children.'],
    ['Can adapters replace full fine-tuning?', null],
    [
      'How does tagging affect retrieval compared to no intermediate task?',
      'Tagging improves retrieval compared to no intermediate task.',
    ],
    ['Is Sentence-BERT better than LaBSE at mining?', 'Sentence-BERT is better than LaBSE at mining.'],
    ['Which intermediate task helps retrieval most?', null],
    ['Warum hilft QA?', null],
  ])('%s: %s', (question, statement) => expect(protocolOf(question).statement).toBe(statement))
})

test.each(['', '  ', '?!', 'What is it?'])('"%s" is no question', (question) =>
  expect(() => protocolOf(question)).toThrow(QuestionError),
)

test('a period that ends before it begins is refused', () => {
  expect(() =>
    makeProtocol({
      question: 'Vaccines',
      date: '2026-11-21',
      sources: ['arxiv'],
      from: '2021-01-01',
      until: '2020-01-01',
    }),
  ).toThrow('2021-01-01')
})

describe('queries', () => {
  const { queries } = protocolOf('Does intermediate-task training improve recall@10 for Swahili?')

  test('begin with the whole question and go on with its pairs, in the syntax of the source', () => {
    expect(queries.crossref).toEqual([
      'intermediate-task training recall@10 Swahili',
      'intermediate-task training recall@10',
      'intermediate-task training Swahili',
    ])
    expect(queries.arxiv?.[0]).toMatch(
      /^\((?:ti:"[^"]+" OR abs:"[^"]+"(?: OR )?)+\) AND \(.*\) AND \(ti:"Swahili" OR abs:"Swahili"\)$/,
    )
    expect(queries.openalex?.[0]).toMatch(
      /^\("intermediate-task training" OR "intermediate task training" OR .*\) AND \(.*\) AND \("Swahili"\)$/,
    )
    expect(queries['semantic-scholar']?.[0]).toMatch(
      /^\("intermediate task training".*\) \+ \(.*\) \+ \("Swahili"\)$/,
    )
  })

  test('name hyphenated terms in both forms, without a hyphen where that means "not"', () => {
    expect(queries.arxiv?.[0]).toContain('abs:"intermediate-task training"')
    expect(queries.arxiv?.[0]).toContain('abs:"intermediate task training"')
    expect(queries['semantic-scholar']?.join()).not.toContain('-')
  })

  test('for local rankings are plain words, none twice', () => {
    for (const query of queries['acl-anthology'] ?? []) {
      expect(query).toMatch(/^[\p{L}\p{N}@\s.'-]+$/u)
      const words = query.toLowerCase().split(' ')
      expect(new Set(words).size).toBe(words.length)
    }
    expect(queries.folder).toEqual(queries['acl-anthology'])
  })

  test('take nothing of the question for an operator', () => {
    const { queries } = protocolOf('Does "foo\\" OR all:*" improve (bar) | baz?')
    for (const query of queries.arxiv ?? [])
      expect(query.match(/"/g)?.length).toSatisfy((n: number) => n % 2 === 0)
    expect(queries.openalex?.join(' ')).not.toMatch(/\\|\*|\|/)
  })
})

test('criteria name the period, the limit and every reason once', () => {
  const protocol = makeProtocol({
    question: 'Do vaccines prevent influenza?',
    date: '2026-11-21',
    sources: ['folder'],
    from: '2019-01-01',
    until: '2020-12-31',
    limits: { fullTexts: 7 },
  })
  expect(protocol.criteria.map(({ code }) => code)).toEqual([
    'near-the-question',
    'passage-near',
    'no-title',
    'not-a-study',
    'too-early',
    'too-late',
    'language',
    'no-word-in-common',
    'below-the-limit',
    'no-passage-near',
  ])
  expect(protocol.criteria.map(({ text }) => text).join()).toMatch(/the 7 works.*2019-01-01.*2020-12-31/)
})

property.prop([fc.string({ unit: 'grapheme', maxLength: 200 })])(
  'any text gives a protocol, the same one each time, or the one error',
  (question) => {
    let protocol: Protocol
    try {
      protocol = protocolOf(question)
    } catch (error) {
      expect(error).toBeInstanceOf(QuestionError)
      return
    }
    expect(Protocol.parse(protocol)).toEqual(protocol)
    expect(protocolOf(question)).toEqual(protocol)
    expect(new Set(protocol.parts.map(({ id }) => id)).size).toBe(protocol.parts.length)
  },
)

const WORDS =
  'does the effect of on in for compared to than English Turkish vaccines improve and "a b" XNLI zero-shot tasks ? ,'.split(
    ' ',
  )
property.prop([fc.array(fc.constantFrom(...WORDS), { maxLength: 14 })])(
  'any row of function words and terms is read',
  (row) => {
    try {
      expect(protocolOf(row.join(' ')).parts.length).toBeGreaterThan(0)
    } catch (error) {
      expect(error).toBeInstanceOf(QuestionError)
    }
  },
)

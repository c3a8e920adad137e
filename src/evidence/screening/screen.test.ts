import { describe, expect, test } from 'vitest'
import { document, work } from '../../../test/support/evidence/screened-works.ts'
import { Screening } from '../bundle/works.ts'
import { makeProtocol } from '../protocol/make.ts'
import { screenAbstracts, screenTexts } from './screen.ts'

const QUESTION =
  'How does intermediate-task training on morphologically rich languages impact zero-shot cross-lingual transfer accuracy on XTREME-R sentence retrieval tasks compared to English-only baselines?'
const protocolOf = (options: Partial<Parameters<typeof makeProtocol>[0]> = {}) =>
  makeProtocol({ question: QUESTION, date: '2026-11-21', sources: ['openalex'], ...options })

const ON_TOPIC = {
  title: 'Intermediate-task training for Turkish',
  abstract: 'We test zero-shot cross-lingual transfer on sentence retrieval.',
}
const OFF_TOPIC = { title: 'Parsing sentences of Latin', abstract: 'Nothing of the kind.' }
const others = ['a', 'b', 'c'].map((id) => work({ id: `doi:10.1000/${id}`, ...OFF_TOPIC }))

describe('a work is excluded for one reason, the first that applies', () => {
  test.each<[string, Partial<Parameters<typeof work>[0]>]>([
    ['no-title', { title: null, type: 'erratum' }],
    ['no-title', { title: ' ' }],
    ['not-a-study', { type: 'erratum', date: '2010' }],
    ['not-a-study', { type: 'retraction-notice' }],
    ['too-early', { date: '2018-12-31', language: 'de' }],
    ['too-early', { date: null, year: 2018 }],
    ['too-late', { date: '2021-07-01' }],
    ['language', { language: 'de', abstract: null, title: 'Etwas' }],
    ['language', { title: '多语言预训练模型的跨语言迁移', abstract: null }],
    ['off-topic', OFF_TOPIC],
    ['off-topic', { title: 'Sentence retrieval', abstract: null }],
    ['off-topic', { title: 'English-only baselines for sentence retrieval', abstract: null }],
  ])('%s %j', (reason, given) => {
    const protocol = protocolOf({ from: '2019-01-01', until: '2021-06-30' })
    const [row] = screenAbstracts(protocol, [work({ id: 'doi:10.1000/x', ...ON_TOPIC, ...given }), ...others])
    expect(row).toMatchObject({ decision: 'exclude', reason })
    expect(protocol.criteria.map(({ code }) => code)).toContain(reason)
  })

  test.each<[string, Partial<Parameters<typeof work>[0]>]>([
    ['on topic', {}],
    ['retracted', { retracted: true }],
    ['of a year that the period begins in', { date: '2019' }],
    ['of a month that the period ends in', { date: '2021-06' }],
    ['of an unknown date', { date: null, year: null }],
    ['in English, as one source or another writes it', { language: 'eng' }],
    [
      'a preprint without an abstract',
      { type: 'preprint', title: `${ON_TOPIC.title} in cross-lingual transfer`, abstract: null },
    ],
  ])('not so what is %s', (_, given) => {
    const protocol = protocolOf({ from: '2019-06-01', until: '2021-06-30' })
    const [row] = screenAbstracts(protocol, [work({ id: 'doi:10.1000/x', ...ON_TOPIC, ...given }), ...others])
    expect(row).toMatchObject({ decision: 'include', reason: null })
  })
})

test('works are ranked by how much of the question they speak of, rare parts first', () => {
  const works = [
    work({ id: 'doi:1', title: 'Cross-lingual transfer for sentence retrieval', abstract: null }),
    work({ id: 'doi:2', ...ON_TOPIC }),
    work({ id: 'doi:3', title: 'Cross-lingual transfer', abstract: 'Cross-lingual transfer for Turkish.' }),
    ...others,
  ]
  const rows = screenAbstracts(protocolOf(), works)
  expect(rows.map((row) => Screening.parse(row))).toEqual(rows)
  const score = (id: string) => rows.find((row) => row.work === id)?.score ?? 0
  expect(score('doi:2')).toBeGreaterThan(score('doi:1'))
  expect(score('doi:2')).toBeGreaterThan(score('doi:3'))
  expect(rows.find((row) => row.work === 'doi:2')?.facets).toEqual([
    'intermediate-task-training',
    'morphologically-rich-languages',
    'zero-shot-cross-lingual-transfer',
    'sentence-retrieval',
  ])
})

test('what is beyond the limit is left out by rank, and says so', () => {
  const works = ['c', 'b', 'a'].map((id) => work({ id, ...ON_TOPIC }))
  const better = work({ id: 'd', ...ON_TOPIC, abstract: `${ON_TOPIC.abstract} XTREME-R too.` })
  const rows = screenAbstracts(protocolOf({ limits: { fullTexts: 2 } }), [...works, better, ...others])
  expect(rows.slice(0, 4).map(({ work, reason }) => [work, reason])).toEqual([
    ['c', 'not-sought-limit'],
    ['b', 'not-sought-limit'],
    ['a', null],
    ['d', null],
  ])
  expect(rows.at(-1)?.reason).toBe('off-topic')
})

test('"question answering" within "multilingual question answering" is no second part', () => {
  const protocol = protocolOf({ question: 'Does question answering help multilingual question answering?' })
  const [inside, both] = screenAbstracts(protocol, [
    work({ id: 'a', title: 'Multilingual question answering' }),
    work({ id: 'b', title: 'From question answering to multilingual question answering' }),
    ...others,
  ])
  expect([inside?.decision, both?.decision]).toEqual(['exclude', 'include'])
})

test('a question of one part asks for that part alone', () => {
  const protocol = protocolOf({ question: 'prompt injection' })
  const rows = screenAbstracts(protocol, [work({ id: 'a', title: 'Prompt injections of today' }), ...others])
  expect(rows.map(({ reason }) => reason)).toEqual([null, 'off-topic', 'off-topic', 'off-topic'])
})

test('texts are screened by what one paragraph says together with the title', () => {
  const works = ['a', 'b', 'c', 'd'].map((id) => work({ id, title: 'Of tasks' }))
  works.push(work({ id: 'e', title: 'Intermediate-task training' }))
  const rows = screenTexts(protocolOf(), works, [
    document('e', ['It helps cross-lingual transfer.']),
    document('a', ['Intermediate-task training.', 'Sentence retrieval is hard.']),
    document('b', ['Intermediate-task training helps sentence retrieval.']),
    document('c', ['Nothing at all.'], 'abstract'),
  ])
  expect(rows.map(({ work, stage, decision, reason }) => [work, stage, decision, reason])).toEqual([
    ['a', 'full-text', 'exclude', 'text-off-topic'],
    ['b', 'full-text', 'include', null],
    ['c', 'full-text', 'exclude', 'text-off-topic'],
    ['e', 'full-text', 'include', null],
  ])
})

test('nothing gives nothing', () => {
  expect(screenAbstracts(protocolOf(), [])).toEqual([])
  expect(screenTexts(protocolOf(), [], [])).toEqual([])
})

describe('a work is on topic however it says so', () => {
  const protocol = protocolOf({
    question: 'Does intermediate-task training improve zero-shot cross-lingual transfer?',
  })
  const decisionOn = (means: string, end: string) => {
    const text = `${means} and ${end}`
    const both = [work({ id: 'doi:10.1000/x', title: text, abstract: `${text} by 2 points.` }), ...others]
    return screenAbstracts(protocol, both)[0]?.decision
  }

  test.each([
    'Intermediate NLI training',
    'Intermediate training on MNLI',
    'Supplementary training on NLI (STILTs)',
    'Pre-finetuning on many tasks',
    'Pre-fine-tuning on MNLI',
    'An intermediate question-answering stage',
    'Intermediate (SQuAD) fine-tuning',
    'Intermediate and target task training',
    'Two-stage fine-tuning',
  ])('%s', (means) => expect(decisionOn(means, 'zero-shot cross-lingual transfer')).toBe('include'))

  test.each([
    'zero-shot transfer to Swahili',
    'transfer across languages',
    'transfer to low-resource African languages',
    'cross-lingual generalisation',
    'cross-language transfer',
    'cross-lingual sentence-level transfer',
    'how models generalise to other languages',
    'zero-shot performance in Tamil',
  ])('%s', (end) => expect(decisionOn('Intermediate-task training', end)).toBe('include'))

  test.each([
    'Representations of intermediate layers',
    'Intermediate reasoning steps',
    'A supplementary corpus',
  ])('%s: it is not', (means) =>
    expect(decisionOn(means, 'zero-shot cross-lingual transfer')).toBe('exclude'),
  )
})

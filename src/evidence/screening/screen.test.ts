import { describe, expect, test } from 'vitest'
import { document, work } from '../../../test/support/evidence/screened-works.ts'
import type { RankedPassage } from '../bundle/passages.ts'
import { Screening } from '../bundle/works.ts'
import { makeProtocol } from '../protocol/make.ts'
import { fuse, wordScores } from '../ranking/rank.ts'
import { rankedText, screenAbstracts, screenTexts } from './screen.ts'

const QUESTION =
  'How does intermediate-task training on morphologically rich languages impact zero-shot cross-lingual transfer accuracy on XTREME-R sentence retrieval tasks compared to English-only baselines?'
const protocolOf = (options: Partial<Parameters<typeof makeProtocol>[0]> = {}) =>
  makeProtocol({ question: QUESTION, date: '2026-11-21', sources: ['openalex'], ...options })

const screened = (protocol: ReturnType<typeof protocolOf>, works: Parameters<typeof screenAbstracts>[1]) =>
  screenAbstracts(
    protocol,
    works,
    fuse(
      wordScores(protocol, works.map(rankedText)),
      works.map(() => null),
    ),
  )

const ON_TOPIC = {
  title: 'Intermediate-task training for Turkish',
  abstract: 'We test zero-shot cross-lingual transfer on sentence retrieval.',
}
const OFF_TOPIC = { title: 'Parsing Latin', abstract: 'Nothing of the kind.' }
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
    ['no-word-in-common', OFF_TOPIC],
  ])('%s %j', (reason, given) => {
    const protocol = protocolOf({ from: '2019-01-01', until: '2021-06-30' })
    const [row] = screened(protocol, [work({ id: 'doi:10.1000/x', ...ON_TOPIC, ...given }), ...others])
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
    const [row] = screened(protocol, [work({ id: 'doi:10.1000/x', ...ON_TOPIC, ...given }), ...others])
    expect(row).toMatchObject({ decision: 'include', reason: null })
  })
})

test('works are ranked by their words, and by meaning where an encoder has read them', () => {
  const works = [
    work({ id: 'doi:1', title: 'Cross-lingual transfer', abstract: null }),
    work({ id: 'doi:2', ...ON_TOPIC }),
    ...others,
  ]
  const protocol = protocolOf()
  const rows = screened(protocol, works)
  expect(rows.map((row) => Screening.parse(row))).toEqual(rows)
  expect(rows.slice(0, 2).map(({ rank }) => rank)).toEqual([2, 1])
  const words = wordScores(protocol, works.map(rankedText))
  // The encoder finds the one without a word in common the nearest.
  const near = fuse(words, [0.8, 0.81, 0.9, 0.7, 0.6])
  const read = screenAbstracts({ ...protocol, meaning: 'made-up' }, works, near)
  expect(read.map(({ decision }) => decision)).toEqual(works.map(() => 'include'))
  expect(read[2]).toMatchObject({ words: 0, meaning: 0.9, rank: 3 })
})

test('what is beyond the limit is left out by rank, and says so', () => {
  const works = ['c', 'b', 'a'].map((id) => work({ id, ...ON_TOPIC }))
  const better = work({ id: 'd', ...ON_TOPIC, abstract: `${ON_TOPIC.abstract} XTREME-R too.` })
  const rows = screened(protocolOf({ limits: { fullTexts: 2 } }), [...works, better, ...others])
  expect(rows.slice(0, 4).map(({ work, reason }) => [work, reason])).toEqual([
    ['c', null],
    ['b', 'below-the-limit'],
    ['a', 'below-the-limit'],
    ['d', null],
  ])
  expect(rows.at(-1)?.reason).toBe('no-word-in-common')
})

test('texts are screened by whether they have a part in the nearest passages', () => {
  const works = ['a', 'b', 'c'].map((id) => work({ id }))
  const passage = (of: string, rank: number): RankedPassage => ({
    work: of,
    sha256: 'x',
    section: [],
    start: 0,
    end: 1,
    quote: 'q',
    before: null,
    words: 3,
    meaning: null,
    rank,
  })
  const documents = ['a', 'b'].map((id) => document(id, ['Text.']))
  const rows = screenTexts(works, documents, [passage('b', 1), passage('b', 2)])
  expect(rows.map(({ work, decision, reason, rank }) => [work, decision, reason, rank])).toEqual([
    ['a', 'exclude', 'no-passage-near', null],
    ['b', 'include', null, 1],
  ])
})

test('nothing gives nothing', () => {
  expect(screened(protocolOf(), [])).toEqual([])
  expect(screenTexts([], [], [])).toEqual([])
})

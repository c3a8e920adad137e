import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { people, record } from '../../../test/support/evidence/records.ts'
import { document } from '../../../test/support/evidence/screened-works.ts'
import type { RankedPassage } from '../bundle/passages.ts'
import type { TextDocument } from '../bundle/texts.ts'
import type { Search, SourceRecord } from '../bundle/works.ts'
import { makeProtocol } from '../protocol/make.ts'
import { fuse, wordScores } from '../ranking/rank.ts'
import { clusterRecords } from '../works/cluster.ts'
import { checkPrisma, Prisma, prismaFlow } from './prisma.ts'
import { rankedText, screenAbstracts, screenTexts } from './screen.ts'

const search = (source: Search['source'], records: readonly string[]): Search => ({
  source,
  platform: 'test',
  query: 'q',
  filters: {},
  reported: null,
  retrieved: records.length,
  stopped: 'complete',
  problem: null,
  records: [...records],
  exchanges: [],
})

const protocol = makeProtocol({
  question: 'Do vaccines prevent influenza in children?',
  date: '2026-11-21',
  sources: ['openalex', 'arxiv'],
  from: '2015-01-01',
  limits: { fullTexts: 3 },
})

/** A review of these records: `searches` are lists of places in them, `fates` what becomes of each sought text. */
function reviewOf(records: SourceRecord[], places: number[][], fates: string[]) {
  const searches = places.map((list) => {
    const source = records[list[0] ?? 0]?.source ?? 'arxiv'
    const own = list.map((at) => records[at % records.length]).filter((found) => found?.source === source)
    return search(
      source,
      own.map((found) => found!.id),
    )
  })
  const ids = new Set(searches.flatMap((each) => each.records))
  const found = records.filter(({ id }) => ids.has(id))
  const works = clusterRecords(found)
  const first = screenAbstracts(
    protocol,
    works,
    fuse(
      wordScores(protocol, works.map(rankedText)),
      works.map(() => null),
    ),
  )
  const sought = works.filter(({ id }) => first.some((row) => row.work === id && row.decision === 'include'))
  const fateOf = (id: string) => fates[works.findIndex((each) => each.id === id) % fates.length] ?? 'none'
  const documents = sought.flatMap(({ id }) => {
    const fate = fateOf(id)
    if (fate === 'none' || fate === 'untried') return []
    return [
      document(
        id,
        [fate === 'good' ? 'Vaccines for children.' : 'Else.'],
        fate === 'good' ? 'html' : 'abstract',
      ),
    ]
  })
  const retrievals = sought
    .filter(({ id }) => fateOf(id) !== 'untried')
    .map(({ id }) => {
      const read = documents.find((each) => each.work === id)
      return { work: id, sha256: read?.sha256 ?? null, kind: read?.kind ?? null, failures: [] }
    })
  const screening = [...first, ...screenTexts(sought, documents, passagesOf(documents))]
  return { protocol, searches, records: found, works, screening, retrievals }
}

/** Of texts that speak of vaccines. */
const passagesOf = (documents: readonly TextDocument[]): RankedPassage[] =>
  documents
    .filter(({ text }) => /vaccines/i.test(text))
    .map(({ work, sha256, text }, at) => ({
      work,
      sha256,
      section: [],
      start: 0,
      end: text.length,
      quote: text,
      before: null,
      words: 1,
      meaning: null,
      rank: at + 1,
    }))

const TITLES = [
  'Vaccines against influenza in schools',
  'Influenza in children of the city',
  'Erratum to: Vaccines against influenza in schools',
  'Parsing of natural language',
]
const anyRecord = fc
  .record({
    source: fc.constantFrom('openalex', 'arxiv'),
    number: fc.nat(12),
    title: fc.constantFrom(...TITLES, null),
    year: fc.option(fc.integer({ min: 2012, max: 2020 })),
    doi: fc.option(fc.constantFrom('10.1000/1', '10.1000/2', '10.1000/3')),
  })
  .map(({ source, number, title, year, doi }) =>
    record({
      id: `${source}:${number}`,
      source: source as SourceRecord['source'],
      title,
      year,
      authors: people('Ada', `B${number % 3}`),
      ids: doi === null ? {} : { doi },
    }),
  )
const anyReview = fc
  .tuple(
    fc.uniqueArray(anyRecord, { selector: ({ id }) => id, minLength: 1, maxLength: 20 }),
    fc.array(fc.array(fc.nat(40), { maxLength: 15 }), { maxLength: 4 }),
    fc.array(fc.constantFrom('good', 'bad', 'none', 'untried'), { minLength: 1, maxLength: 5 }),
  )
  .map(([records, places, fates]) => reviewOf(records, places, fates))

property.prop([anyReview])('the sums of any review hold', (review) => {
  const prisma = prismaFlow(review)
  expect(checkPrisma(prisma)).toEqual([])
  expect(Prisma.parse(prisma)).toEqual(prisma)
})

property.prop([anyReview, fc.nat(100)])('a lost decision is noticed', (review, at) => {
  fc.pre(review.screening.length > 0)
  const screening = review.screening.filter((_, index) => index !== at % review.screening.length)
  expect(checkPrisma(prismaFlow({ ...review, screening }))).not.toEqual([])
})

const some = () =>
  reviewOf(
    [
      record({
        id: 'openalex:1',
        title: TITLES[0]!,
        year: 2016,
        ids: { doi: '10.1000/1' },
        authors: people('A'),
      }),
      record({ id: 'arxiv:1', source: 'arxiv', title: TITLES[0]!, year: 2016, authors: people('A') }),
      record({ id: 'openalex:2', title: TITLES[1]!, year: 2016 }),
      record({ id: 'openalex:3', title: TITLES[3]!, year: 2016 }),
      record({ id: 'openalex:4', title: TITLES[2]!, year: 2016 }),
    ],
    [[0, 2, 3, 4], [0, 2], [1]],
    ['good', 'none', 'none', 'none'],
  )

test('each box counts what its name says', () => {
  expect(prismaFlow(some())).toEqual({
    identified: { openalex: 6, arxiv: 1 },
    removedBeforeScreening: {
      duplicates: { sameRecord: 2, sameWork: 1 },
      automationIneligible: 0,
      other: 0,
    },
    screened: 4,
    excludedTitleAbstract: { 'not-a-study': 1, 'no-word-in-common': 1 },
    soughtForRetrieval: 2,
    notRetrieved: { 'no-text': 1 },
    assessedFullText: 1,
    assessedByAbstractOnly: 0,
    excludedFullText: {},
    includedReports: 1,
    includedStudies: 1,
    unexplained: 0,
    automatic: [
      'search',
      'removal of duplicates',
      'screening by title and abstract',
      'retrieval',
      'screening by text',
    ],
  })
})

describe('what does not add up is said', () => {
  const problems = (change: (review: ReturnType<typeof some>) => void) => {
    const review = some()
    change(review)
    return checkPrisma(prismaFlow(review))
  }

  test('a record that no work has', () =>
    expect(
      problems(({ works }) => {
        works.pop()
      }),
    ).toEqual(['7 records identified less 4 removed before screening: 3, but screened were 4']))

  test('an exclusion without a reason, or with one that is no criterion', () => {
    const rows = (reason: string | null) =>
      problems(({ screening }) => {
        const row = screening.find(({ decision }) => decision === 'exclude')
        if (row !== undefined) row.reason = reason
      })
    expect(rows(null)).toEqual(['decisions of screening without exactly the reason that they need: 1'])
    expect(rows('because')).toEqual(['decisions of screening without exactly the reason that they need: 1'])
  })

  test('a text that was read and not judged', () =>
    expect(
      problems(({ retrievals }) => {
        for (const row of retrievals) row.sha256 = 'x'
      }),
    ).toEqual(['2 texts sought less 0 not retrieved: 2, but assessed were 1']))
})

import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { people, record } from '../../../test/support/evidence/records.ts'
import type { SourceId } from '../bundle/protocol.ts'
import { type SourceRecord, Work } from '../bundle/works.ts'
import { crossref } from '../sources/crossref.ts'
import { SOURCES } from '../sources/index.ts'
import { clusterRecords } from './cluster.ts'

const TITLE = 'English Intermediate-Task Training Improves Zero-Shot Cross-Lingual Transfer Too'
const study = (given: Partial<SourceRecord>) =>
  record({ title: TITLE, authors: people('Phang', 'Calixto', 'Htut'), year: 2020, ...given })
const groups = (...records: SourceRecord[]) =>
  clusterRecords(records).map(({ records, match }) => ({ records: records.length, ...match }))

describe('records of one work', () => {
  test.each<[string, Partial<SourceRecord>, Partial<SourceRecord>, string]>([
    [
      'DOI in two spellings',
      { ids: { doi: '10.1000/A' } },
      { ids: { doi: 'https://doi.org/10.1000/a' } },
      'doi',
    ],
    [
      'arXiv id with and without version',
      { ids: { arxiv: '2005.13013v1' } },
      { ids: { arxiv: '2005.13013' } },
      'arxiv',
    ],
    [
      "arXiv's own DOI",
      { ids: { doi: '10.48550/arXiv.2005.13013' } },
      { ids: { arxiv: '2005.13013' } },
      'arxiv',
    ],
    [
      "the Anthology's DOI",
      { ids: { doi: '10.18653/v1/2020.aacl-main.56' } },
      { ids: { acl: '2020.aacl-main.56' } },
      'acl',
    ],
    ['PMID', { ids: { pmid: '12' } }, { ids: { pmid: '12' } }, 'pmid'],
    ['corpus id', { ids: { corpus: '9' } }, { ids: { corpus: '9' } }, 'corpus'],
    [
      'a link of a registry',
      { ids: { arxiv: '2005.13013' } },
      { ids: { doi: '10.1000/a' }, related: [{ relation: 'published-as', ids: { arxiv: '2005.13013' } }] },
      'registry',
    ],
  ])('share %s', (_, one, other, rule) =>
    expect(groups(record({ title: 'One', ...one }), record({ title: 'Other', ...other }))).toEqual([
      { records: 2, rules: [rule], probable: false },
    ]),
  )

  test.each<[string, Partial<SourceRecord>]>([
    ['title, first author and year', { year: 2021 }],
    ['title and half of the authors', { authors: people('Calixto', 'Phang') }],
    [
      'title in another spelling',
      { title: 'English Intermediate‑Task training improves zero–shot cross-lingual transfer, too' },
    ],
    ['title without "RETRACTED"', { title: `RETRACTED: ${TITLE}` }],
    ['title where the year is unknown', { year: null }],
  ])('share %s, which is only probable', (_, other) =>
    expect(
      groups(study({ ids: { doi: '10.1000/a' } }), study({ ids: { arxiv: '2005.13013' }, ...other })),
    ).toEqual([{ records: 2, rules: ['title'], probable: true }]),
  )

  test('are not probable where an identifier holds them anyway', () =>
    expect(groups(study({ ids: { doi: '10.1000/a' } }), study({ ids: { doi: '10.1000/a' } }))).toEqual([
      { records: 2, rules: ['doi'], probable: false },
    ]))

  test.each<[string, Partial<SourceRecord>, boolean]>([
    ['one author, the last words of names', { authors: people('Nobody', 'van Htut') }, true],
    ['no author, but the year', { authors: [], year: 2021 }, true],
    ['nothing but its long title', { authors: [], year: null }, true],
    ['no author, and another year', { authors: [], year: 2017 }, false],
    ['other authors', { authors: people('Nobody', 'Else') }, false],
  ])('a file with %s: %s', (_, file, one) =>
    expect(
      clusterRecords([study({ ids: { doi: '10.1000/a' } }), study({ source: 'folder', ...file })]),
    ).toHaveLength(one ? 1 : 2),
  )

  test.each<[string, Partial<SourceRecord>, boolean]>([
    ['blanks where others have hyphens', { title: TITLE.replaceAll('-', '') }, true],
    ['formulas as letters', { title: 'Zero-shot transfer in k-shot settings of XLM-R' }, true],
    ['a short title, all authors and the year', { title: 'Blank Language Models' }, true],
    ['a short title of another year', { title: 'Blank Language Models', year: 2019 }, false],
    ['a short title of fewer authors', { title: 'Blank Language Models', authors: people('Phang') }, false],
    ['a title that all volumes have', { title: 'Table of contents' }, false],
  ])('a file with %s: %s', (_, file, one) => {
    const title = file.title!.startsWith('Zero')
      ? 'Zero-shot transfer in $k$-shot settings of {XLM-R}'
      : file.title!.startsWith('English')
        ? TITLE
        : file.title!
    const works = clusterRecords([study({ title }), study({ source: 'folder', ...file })])
    expect(works).toHaveLength(one ? 1 : 2)
  })

  test('may be held together by one between them', () =>
    expect(
      groups(
        record({ ids: { doi: '10.1000/a' } }),
        record({ ids: { arxiv: '2005.13013', doi: '10.1000/a' } }),
        record({ ids: { arxiv: '2005.13013' } }),
      ),
    ).toEqual([{ records: 3, rules: ['doi', 'arxiv'], probable: false }]))

  test('in other scripts are told apart by their own signs', () => {
    const title = '多语言预训练模型的跨语言迁移'
    const authors = people('王')
    expect(groups(record({ title, authors }), record({ title: `${title}。`, authors }))).toHaveLength(1)
    expect(
      groups(record({ title, authors }), record({ title: title.replace('迁移', '检索'), authors })),
    ).toHaveLength(2)
  })

  test('that two queries found count once', () => {
    const one = study({ ids: { doi: '10.1000/a' } })
    expect(clusterRecords([one, one])[0]?.records).toEqual([one.id])
  })
})

describe('records of two works', () => {
  test.each<[string, Partial<SourceRecord>, Partial<SourceRecord>]>([
    ['have the same title by others', {}, { authors: people('Else', 'Phang', 'Other', 'Another') }],
    ['have the same title years apart', {}, { year: 2023 }],
    ['have the same title and nobody to name', { authors: [] }, { authors: [] }],
    ['have a short title', { title: 'Unsupervised Parsing' }, { title: 'Unsupervised Parsing' }],
    [
      'have a title of every volume',
      { title: 'Introduction to the Special Issue' },
      { title: 'Introduction to the Special Issue' },
    ],
    ['have no title', { title: null }, { title: null }],
    ['are parts of a series', { title: `${TITLE}, Part I` }, { title: `${TITLE}, Part II` }],
    ['are the study and its erratum', {}, { type: 'erratum', title: `Erratum to: ${TITLE}` }],
    [
      'are the study and its correction under its DOI',
      { ids: { doi: '10.1000/a' } },
      { ids: { doi: '10.1000/a' }, type: 'correction', title: `Correction: ${TITLE}` },
    ],
    ['are the study and a comment', {}, { title: `Comment on “${TITLE}”` }],
    ['are the study and a reply', {}, { type: 'comment', title: TITLE }],
  ])('%s', (_, one, other) => expect(groups(study(one), study(other))).toHaveLength(2))

  test('parts are one where they are numbered in two ways', () =>
    expect(groups(study({ title: `${TITLE}, Part 2` }), study({ title: `${TITLE} (Part II)` }))).toHaveLength(
      1,
    ))

  test.each([
    'Response to intervention in schools of today',
    'Correction of errors in optical text',
    'Retraction-based planning of motion',
  ])('"%s" is a study', (title) => expect(clusterRecords([record({ title })])[0]?.type).toBe('article'))
})

describe('notices', () => {
  const original = () => study({ ids: { doi: '10.1000/a' } })
  const notice = (given: Partial<SourceRecord>) => study({ ids: { doi: '10.1000/n' }, ...given })
  const of = (...records: SourceRecord[]) =>
    clusterRecords(records)
      .filter(({ id }) => id === 'doi:10.1000/a')
      .map(({ retracted, notices }) => ({ retracted, notices }))[0]

  test('an erratum is attached and retracts nothing', () => {
    const related: SourceRecord['related'] = [{ relation: 'corrects', ids: { doi: '10.1000/A' } }]
    expect(of(original(), notice({ title: 'Erratum', type: 'erratum', related }))).toEqual({
      retracted: false,
      notices: ['doi:10.1000/n'],
    })
    expect(of(original(), notice({ title: `Corrigendum to “${TITLE}”` }))).toEqual({
      retracted: false,
      notices: ['doi:10.1000/n'],
    })
  })

  test('a retraction notice retracts what it points to, or names in its title', () => {
    const related: SourceRecord['related'] = [{ relation: 'retracts', ids: { doi: '10.1000/a' } }]
    const retracted = { retracted: true, notices: ['doi:10.1000/n'] }
    expect(of(original(), notice({ title: 'A note', type: 'article', related }))).toEqual(retracted)
    expect(of(original(), notice({ title: `Retraction Note: ${TITLE}`, authors: [] }))).toEqual(retracted)
    expect(of(original(), notice({ title: 'Retraction notice', type: 'retraction-notice' }))).toEqual({
      retracted: false,
      notices: [],
    })
  })

  test('one registry is enough', () => {
    expect(of(original(), { ...original(), source: 'crossref', retracted: true })?.retracted).toBe(true)
    expect(of({ ...original(), title: `WITHDRAWN: ${TITLE}` })?.retracted).toBe(true)
  })

  test('a notice that one source takes for an article is still one work, with a name of its own', () => {
    const title = `Correction to: ${TITLE} and more words of it`
    const works = clusterRecords([
      original(),
      notice({ ids: { doi: '10.1000/a' }, type: 'correction', title: 'A corrected table of results' }),
      notice({ ids: { doi: '10.1000/a' }, type: 'article', title: 'A corrected table of results' }),
      notice({ title }),
    ])
    expect(works.map(({ id, type, records }) => [id, type, records.length])).toEqual([
      ['doi:10.1000/a', 'article', 1],
      ['doi:10.1000/a#correction', 'correction', 2],
      ['doi:10.1000/n', 'correction', 1],
    ])
  })
})

test('the description takes each field from who knows it best', () => {
  const ids = { doi: '10.18653/v1/2020.aacl-main.56' }
  const [work, ...others] = clusterRecords([
    record({
      id: 'arxiv:2005.13013',
      source: 'arxiv',
      ids: { arxiv: '2005.13013' },
      related: [{ relation: 'published-as', ids }],
      title: 'Old title',
      authors: people('Phang'),
      year: 2020,
      date: '2020-05-26',
      type: 'preprint',
      abstract: 'As on arXiv.',
      arxivVersion: 2,
      links: { pdf: 'https://arxiv.org/pdf/2005.13013v2', landing: 'https://arxiv.org/abs/2005.13013v2' },
    }),
    record({
      id: 'openalex:W1',
      ids,
      title: TITLE,
      abstract: 'rebuilt',
      year: 2020,
      date: '2020-12-01',
      venue: 'AACL',
      language: 'en',
    }),
    record({
      id: 'acl-anthology:2020.aacl-main.56',
      source: 'acl-anthology',
      ids: { acl: '2020.aacl-main.56' },
      title: TITLE,
      authors: people('Phang', 'Calixto'),
      year: 2020,
      date: '2020-12',
      type: 'proceedings-article',
      abstract: 'As in the Anthology.',
      venue: 'AACL-IJCNLP 2020',
      links: { landing: 'https://aclanthology.org/2020.aacl-main.56/' },
      licence: 'CC BY 4.0',
    }),
  ])
  expect(others).toEqual([])
  expect(work).toEqual({
    id: 'acl:2020.aacl-main.56',
    ids: { acl: '2020.aacl-main.56', doi: '10.18653/v1/2020.aacl-main.56', arxiv: '2005.13013' },
    title: TITLE,
    authors: people('Phang', 'Calixto'),
    year: 2020,
    date: '2020-12-01',
    venue: 'AACL-IJCNLP 2020',
    type: 'proceedings-article',
    abstract: 'As on arXiv.',
    language: 'en',
    arxivVersion: 2,
    links: {
      pdf: 'https://arxiv.org/pdf/2005.13013v2',
      landing: 'https://aclanthology.org/2020.aacl-main.56/',
    },
    licence: 'CC BY 4.0',
    retracted: false,
    records: ['acl-anthology:2020.aacl-main.56', 'arxiv:2005.13013', 'openalex:W1'],
    sources: ['acl-anthology', 'arxiv', 'openalex'],
    match: { rules: ['acl', 'registry'], probable: false },
    notices: [],
  })
})

const names = (describedBy: string) =>
  SOURCES.filter((source) => source.describedBy === describedBy).map(({ id }) => id)
test.each(names('index'))(
  '%s, which gathers from others, is believed after a registry and before a preprint',
  (index) => {
    const ids = { doi: '10.1000/a' }
    const [registry] = names('registry')
    const titled = (source: SourceId) => record({ source, ids, title: `As in ${source}`, id: `${source}:1` })
    const titleOf = (...sources: SourceId[]) => clusterRecords(sources.map(titled))[0]?.title
    expect(titleOf(index, registry!)).toBe(`As in ${registry}`)
    expect(titleOf('arxiv', index)).toBe(`As in ${index}`)
  },
)

test('a subtitle that one source keeps apart is no other work', () => {
  const json = {
    status: 'ok',
    message: {
      'total-results': 1,
      items: [
        {
          DOI: '10.1000/x',
          title: ['XTransfer'],
          subtitle: ['Zero-shot Transfer across Tasks'],
          author: [{ given: 'Ada', family: 'Phang' }],
          issued: { 'date-parts': [[2021]] },
        },
      ],
    },
  }
  const { records } = crossref.parse(JSON.stringify(json))
  const preprint = record({
    source: 'arxiv',
    ids: { arxiv: '2101.00001' },
    title: 'XTransfer: Zero-Shot Transfer Across Tasks',
    authors: people('Phang'),
    year: 2020,
  })
  expect(clusterRecords([...records, preprint])).toHaveLength(1)
})

test('a work without identifiers is named after its title and records', () => {
  const one = record({ id: 'folder:a', title: 'A', source: 'folder' })
  const ids = clusterRecords([one, { ...one, id: 'folder:b' }]).map(({ id }) => id)
  expect(ids).toEqual([expect.stringMatching(/^title:[0-9a-f]{16}$/), expect.stringMatching(/^title:/)])
  expect(ids).toContain(clusterRecords([one])[0]?.id)
})

const titles = [
  TITLE,
  `${TITLE}, Part I`,
  `Erratum to: ${TITLE}`,
  `Retraction: ${TITLE}`,
  `RETRACTED: ${TITLE}`,
  '多语言预训练模型的跨语言迁移',
  'Short',
  null,
]
const anyId = fc.constantFrom('1', '2', '3')
const anyIds = fc.record(
  {
    doi: fc.constantFrom(
      '10.1000/1',
      '10.1000/2',
      '10.48550/arXiv.2005.00001',
      '10.18653/v1/2020.acl-main.1',
    ),
    arxiv: fc.constantFrom('2005.00001v2', '2005.00002'),
    acl: fc.constantFrom('2020.acl-main.1', '2020.acl-main.2'),
    pmid: anyId,
    corpus: anyId,
  },
  { requiredKeys: [] },
) as fc.Arbitrary<SourceRecord['ids']>
const anyRecord = fc
  .record({
    number: fc.nat(30),
    source: fc.constantFrom('openalex', 'crossref', 'arxiv', 'acl-anthology', 'folder'),
    ids: anyIds,
    title: fc.constantFrom(...titles),
    authors: fc.subarray(['Ada', 'Ben', 'Cem', 'Dan']).map((names) => people(...names)),
    year: fc.option(fc.integer({ min: 2018, max: 2024 })),
    type: fc.constantFrom('article', 'preprint', 'erratum', 'retraction-notice', 'comment', 'other'),
    abstract: fc.option(fc.constantFrom('One.', 'Two.')),
    retracted: fc.boolean(),
    related: fc.array(
      fc.record({
        relation: fc.constantFrom('preprint-of', 'published-as', 'corrects', 'retracts', 'comments-on'),
        ids: anyIds,
      }),
      { maxLength: 1 },
    ),
  })
  .map(({ number, source, ...given }) =>
    record({ ...given, source, id: `${source}:${number}` } as Partial<SourceRecord>),
  )

property.prop([
  fc
    .array(anyRecord, { maxLength: 14 })
    .chain((records) =>
      fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length })),
    ),
])('the order of records changes nothing, and each record is in one work', ([records, shuffled]) => {
  const works = clusterRecords(records)
  expect(clusterRecords(shuffled)).toEqual(works)
  expect(works.map((work) => Work.parse(work))).toEqual(works)
  expect(works.flatMap((work) => work.records).sort()).toEqual(
    [...new Set(records.map(({ id }) => id))].sort(),
  )
  expect(new Set(works.map(({ id }) => id)).size).toBe(works.length)
  for (const { notices } of works)
    for (const id of notices) expect(works.some((work) => work.id === id)).toBe(true)
})

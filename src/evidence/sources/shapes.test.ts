import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { testProtocol } from '../../../test/support/evidence/databases.ts'
import { SourceRecord } from '../bundle/works.ts'
import { arxiv } from './arxiv.ts'
import { crossref } from './crossref.ts'
import { openalex } from './openalex.ts'
import { PageError } from './pages.ts'
import { authorOf } from './records.ts'
import { semanticScholar } from './semantic-scholar.ts'

const since2019 = testProtocol(10, { from: '2019-01-01' })

test('addresses as the documentation has them', () => {
  expect(decodeURIComponent(arxiv.buildUrl('https://x.org/api', 'ti:"a b"', since2019, '20', 10))).toBe(
    'https://x.org/api/query?search_query=(ti:"a+b")+AND+submittedDate:[201901010000+TO+202611212359]&start=20&max_results=10&sortBy=relevance&sortOrder=descending',
  )
  const inOpenAlex = new URL(openalex.buildUrl('https://x.org', 'a AND b', since2019, '*', 50, 'key'))
    .searchParams
  expect(Object.fromEntries(inOpenAlex)).toMatchObject({
    search: 'a AND b',
    filter: 'from_publication_date:2019-01-01',
    per_page: '50',
    cursor: '*',
    api_key: 'key',
  })
  const inSemanticScholar = new URL(
    semanticScholar.buildUrl('https://x.org/graph/v1', '"a" | b', since2019, 'T0', 9),
  ).searchParams
  expect(Object.fromEntries(inSemanticScholar)).toMatchObject({
    query: '"a" | b',
    publicationDateOrYear: '2019-01-01:',
    token: 'T0',
    sort: 'paperId:asc',
  })
  const inCrossref = new URL(crossref.buildUrl('https://x.org', 'a b', since2019, '200', 100)).searchParams
  expect(Object.fromEntries(inCrossref)).toMatchObject({
    'query.bibliographic': 'a b',
    filter: 'from-pub-date:2019-01-01',
    rows: '100',
    offset: '200',
  })
})

const feed = (entries: string, total: number) => `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom">
  <title>arXiv Query</title><opensearch:totalResults>${total}</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex><opensearch:itemsPerPage>2</opensearch:itemsPerPage>${entries}</feed>`

test('arXiv: version, dates, line breaks, entities, DOI of the published version, old ids, one author', () => {
  const page = arxiv.parse(
    feed(
      `<entry><id>http://arxiv.org/abs/2101.00001v2</id><title>A Fixture Study of Intermediate Tasks
  for Sentence Retrieval</title><updated>2021-05-02T10:00:00Z</updated><published>2021-01-04T09:00:00Z</published>
  <summary type="text">  We train on 3 tasks &amp; test zero-shot. Gains are
  2.5 points (p &lt; 0.05).
</summary><author><name>Ada Example</name><arxiv:affiliation>Example University</arxiv:affiliation></author>
  <author><name>Ben van der Sample</name></author><arxiv:journal_ref>Proc. Fixture Conf. 2021, 1-9</arxiv:journal_ref>
  <arxiv:doi>10.5555/Fixture.2021.1</arxiv:doi><link href="https://arxiv.org/abs/2101.00001v2" rel="alternate"/></entry>
  <entry><id>http://arxiv.org/abs/cs.CL/0501001v1</id><title>Немецкие слова</title><published>2005-01-01T00:00:00Z</published>
  <summary/><author><name>Solo</name></author><arxiv:comment>This paper has been withdrawn by the author</arxiv:comment></entry>`,
      2,
    ),
  )
  expect(page).toMatchObject({ total: 2, received: 2, unreadable: [], next: null })
  expect(page.records).toEqual([
    {
      id: 'arxiv:2101.00001',
      source: 'arxiv',
      ids: { arxiv: '2101.00001' },
      title: 'A Fixture Study of Intermediate Tasks for Sentence Retrieval',
      authors: [
        { given: 'Ada', family: 'Example' },
        { given: 'Ben', family: 'van der Sample' },
      ],
      year: 2021,
      date: '2021-01-04',
      venue: 'Proc. Fixture Conf. 2021, 1-9',
      type: 'preprint',
      abstract: 'We train on 3 tasks & test zero-shot. Gains are 2.5 points (p < 0.05).',
      language: null,
      arxivVersion: 2,
      links: {
        landing: 'https://arxiv.org/abs/2101.00001v2',
        html: 'https://arxiv.org/html/2101.00001v2',
        source: 'https://arxiv.org/e-print/2101.00001v2',
        pdf: 'https://arxiv.org/pdf/2101.00001v2',
      },
      licence: null,
      retracted: false,
      related: [{ relation: 'published-as', ids: { doi: '10.5555/fixture.2021.1' } }],
      citations: null,
    },
    expect.objectContaining({
      id: 'arxiv:cs/0501001',
      title: 'Немецкие слова',
      abstract: null,
      authors: [{ given: null, family: 'Solo' }],
      retracted: true,
      related: [],
    }),
  ])
  const withdrawn = (summary: string, comment: string) =>
    arxiv.parse(
      feed(
        `<entry><id>http://arxiv.org/abs/2101.00003v2</id><title>T</title><summary>${summary}</summary><arxiv:comment>${comment}</arxiv:comment></entry>`,
        1,
      ),
    ).records[0]!.retracted
  const [escaped] = arxiv.parse(
    feed(
      '<entry><id>http://arxiv.org/abs/2101.00004v1</id><title>A &amp;amp; B&amp;rsquo;s</title><summary>&lt;p&gt;By 10&lt;sup&gt;2&lt;/sup&gt;, x &lt; y.&lt;/p&gt;</summary><author><name>Jos&amp;eacute; Roe</name></author></entry>',
      1,
    ),
  ).records
  expect(escaped).toMatchObject({
    title: 'A & B’s',
    abstract: 'By 10^2, x < y.',
    authors: [{ given: 'José', family: 'Roe' }],
  })
  expect(withdrawn('This paper has been withdrawn. We gain 9 points.', '')).toBe(true)
  expect(withdrawn('We gain 4 points.', 'A previous submission was withdrawn from EMNLP.')).toBe(false)
  // An older server counts 1 for an id that it does not know.
  expect(arxiv.parse(feed('', 1))).toMatchObject({ total: 0, received: 0, next: null })
})

test('OpenAlex: abstract out of its index, arXiv copies, retractions, empty works', () => {
  const page = openalex.parse(
    JSON.stringify({
      meta: { count: 9, page: null, per_page: 2, next_cursor: 'FIXTURECURSOR=' },
      results: [
        {
          id: 'https://openalex.org/W1000000001',
          doi: 'https://doi.org/10.5555/Fixture.2021.1',
          title: 'A <i>Fixture</i> Study',
          publication_year: 2021,
          publication_date: '2021-06-01',
          language: 'en',
          type: 'article',
          ids: { openalex: 'https://openalex.org/W1000000001', pmid: 'https://pubmed.ncbi.nlm.nih.gov/123' },
          primary_location: {
            landing_page_url: 'https://doi.org/10.5555/fixture.2021.1',
            pdf_url: null,
            license: 'cc-by',
            source: { display_name: 'Fixture Conference', type: 'conference' },
          },
          best_oa_location: { landing_page_url: 'x', pdf_url: 'https://arxiv.org/pdf/2101.00001' },
          locations: [{ landing_page_url: 'https://arxiv.org/abs/2101.00001' }, { landing_page_url: null }],
          authorships: [{ author: { display_name: 'Ada Example' } }, { author: { display_name: null } }],
          cited_by_count: 12,
          is_retracted: false,
          abstract_inverted_index: { We: [0, 3], train: [1], 'zero-shot.': [4], and: [2] },
        },
        { id: 'https://openalex.org/W1000000002', title: null, authorships: [], is_retracted: true },
      ],
    }),
  )
  expect(page).toMatchObject({ total: 9, received: 2, next: 'FIXTURECURSOR=' })
  expect(page.records[0]).toMatchObject({
    id: 'openalex:W1000000001',
    ids: { openalex: 'W1000000001', doi: '10.5555/fixture.2021.1', pmid: '123' },
    title: 'A Fixture Study',
    abstract: 'We train and We zero-shot.',
    type: 'proceedings-article',
    date: '2021-06-01',
    authors: [{ given: 'Ada', family: 'Example' }],
    links: { landing: 'https://doi.org/10.5555/fixture.2021.1', pdf: 'https://arxiv.org/pdf/2101.00001' },
    licence: 'cc-by',
    citations: 12,
    related: [{ relation: 'version-of', ids: { arxiv: '2101.00001' } }],
  })
  expect(page.records[1]).toMatchObject({ title: null, abstract: null, retracted: true, links: {} })
})

test('Semantic Scholar: ids of all kinds, preprints known by having no other place', () => {
  const { records, next } = semanticScholar.parse(
    JSON.stringify({
      total: 2,
      token: null,
      data: [
        {
          paperId: 'f1',
          corpusId: 900000001,
          externalIds: {
            ArXiv: '2101.00001',
            DOI: '10.5555/fixture.2021.1',
            ACL: '2021.fixture-main.1',
            CorpusId: 900000001,
          },
          title: 'A Fixture Study',
          abstract: 'We train on 3 tasks and test zero-shot.',
          year: 2021,
          publicationDate: '2021-06-01',
          venue: 'Fixture Conference',
          publicationTypes: ['JournalArticle', 'Conference'],
          citationCount: 11,
          openAccessPdf: { url: 'https://arxiv.org/pdf/2101.00001', status: 'GREEN', license: null },
          authors: [{ authorId: '1', name: 'Ada Example' }],
        },
        {
          paperId: 'f2',
          externalIds: { ArXiv: '2101.00002', DOI: '10.48550/arXiv.2101.00002' },
          title: 'RETRACTED: A study',
          venue: '',
          publicationTypes: ['JournalArticle'],
          openAccessPdf: { url: 'javascript:alert(1)' },
        },
      ],
    }),
  )
  expect(next).toBeNull()
  expect(records[0]).toMatchObject({
    id: 'semantic-scholar:f1',
    ids: {
      doi: '10.5555/fixture.2021.1',
      arxiv: '2101.00001',
      acl: '2021.fixture-main.1',
      corpus: '900000001',
    },
    type: 'proceedings-article',
    citations: 11,
    links: { pdf: 'https://arxiv.org/pdf/2101.00001' },
  })
  expect(records[1]).toMatchObject({ type: 'preprint', venue: null, retracted: true, abstract: null })
  expect(records[1]!.links).toEqual({ landing: 'https://www.semanticscholar.org/paper/f2' })
})

describe('Crossref', () => {
  const parse = (...items: object[]) =>
    crossref.parse(JSON.stringify({ status: 'ok', message: { 'total-results': items.length, items } }))
      .records

  test('lists, partial dates, JATS, preprints', () => {
    const [record] = parse({
      DOI: '10.5555/FIXTURE.2021.1',
      URL: 'https://doi.org/10.5555/fixture.2021.1',
      type: 'proceedings-article',
      title: ['A <b>Fixture</b> Study of H<sub>2</sub>O &amp; more'],
      'container-title': ['Proceedings of the Fixture Conference'],
      issued: { 'date-parts': [[2021, 6]] },
      author: [{ given: 'Ada', family: 'Example' }, { name: 'Fixture Consortium' }, { given: 'X' }],
      abstract:
        '<jats:title>Abstract</jats:title><jats:p>We train on <jats:italic>3 tasks</jats:italic>.</jats:p><jats:p>It helps (p &lt; 0.05).</jats:p>',
      'is-referenced-by-count': 10,
      license: [{ URL: 'https://creativecommons.org/licenses/by/4.0/' }],
      link: [{ URL: 'https://example.org/fixture.pdf', 'content-type': 'application/pdf' }],
      relation: {
        'has-preprint': [{ 'id-type': 'arxiv', id: '2101.00001' }],
        'is-cited-by': [{ 'id-type': 'doi', id: '10.5555/other' }],
      },
    })
    expect(record).toMatchObject({
      id: 'crossref:10.5555/fixture.2021.1',
      title: 'A Fixture Study of H2O & more',
      date: '2021-06',
      year: 2021,
      authors: [
        { given: 'Ada', family: 'Example' },
        { given: null, family: 'Fixture Consortium' },
      ],
      abstract: 'We train on 3 tasks. It helps (p < 0.05).',
      licence: 'https://creativecommons.org/licenses/by/4.0/',
      links: { pdf: 'https://example.org/fixture.pdf' },
      related: [{ relation: 'version-of', ids: { arxiv: '2101.00001' } }],
      retracted: false,
      citations: 10,
    })
    expect(parse({ DOI: '10.5555/x', issued: { 'date-parts': [[null]] } })[0]).toMatchObject({
      date: null,
      year: null,
      title: null,
    })
  })

  test.each([
    [['XTransfer'], ['Zero-shot transfer across tasks'], 'XTransfer: Zero-shot transfer across tasks'],
    [['XTransfer: Zero-shot transfer'], ['Zero-Shot Transfer'], 'XTransfer: Zero-shot transfer'],
    [['Does it help?'], ['A <i>study</i>'], 'Does it help? A study'],
    [[], ['A study'], 'A study'],
    [['XTransfer'], [], 'XTransfer'],
  ])('title %j and subtitle %j are "%s"', (title, subtitle, whole) =>
    expect(parse({ DOI: '10.5555/x', title, subtitle })[0]!.title).toBe(whole),
  )

  test.each([
    ['retraction', true, 'retraction-notice', 'retracts'],
    ['withdrawal', true, 'retraction-notice', 'retracts'],
    ['removal', true, 'retraction-notice', 'retracts'],
    ['erratum', false, 'erratum', 'corrects'],
    ['correction', false, 'correction', 'corrects'],
    ['expression_of_concern', false, 'comment', 'comments-on'],
    ['new_version', false, 'article', 'version-of'],
  ])(
    '%s: the work is retracted: %s; the notice is a %s that %s it',
    (type, retracted, noticeType, relation) => {
      const [work, notice] = parse(
        { DOI: '10.5555/work', type: 'journal-article', 'updated-by': [{ type, DOI: '10.5555/notice' }] },
        { DOI: '10.5555/notice', type: 'journal-article', 'update-to': [{ type, DOI: '10.5555/Work' }] },
      )
      expect(work!.retracted).toBe(retracted)
      expect(notice).toMatchObject({
        type: noticeType,
        retracted: false,
        related: [{ relation, ids: { doi: '10.5555/work' } }],
      })
    },
  )
})

test.each([
  ['Ada Example', 'Ada', 'Example'],
  ['Example, Ada B.', 'Ada B.', 'Example'],
  ['Laurens van der Maaten', 'Laurens', 'van der Maaten'],
  ['Martin Luther King Jr.', 'Martin Luther', 'King Jr.'],
  ['Plato', null, 'Plato'],
  ['王小明', null, '王小明'],
])('name %s', (name, given, family) => expect(authorOf(name)).toEqual({ given, family }))

/** Bodies with every part that a parser looks at, to be damaged. */
const BODIES = {
  arXiv: [
    arxiv.parse,
    feed(
      '<entry><id>http://arxiv.org/abs/2101.00001v2</id><title>A &amp; B</title><published>2021-01-04</published><author><name>Ada Example</name></author><arxiv:doi>10.5555/x</arxiv:doi></entry>',
      1,
    ),
  ],
  OpenAlex: [
    openalex.parse,
    '{"meta":{"count":2,"page":1,"per_page":1,"next_cursor":null},"results":[{"id":"https://openalex.org/W1","title":"A","publication_date":"2021-06-01","locations":[{"landing_page_url":"https://arxiv.org/abs/2101.00001"}],"authorships":[{"author":{"display_name":"Ada"}}],"abstract_inverted_index":{"We":[0]}}]}',
  ],
  'Semantic Scholar': [
    semanticScholar.parse,
    '{"total":1,"token":"t","data":[{"paperId":"p","externalIds":{"DOI":"10.5555/x","CorpusId":1},"title":"A","year":2021,"publicationTypes":["Review"],"authors":[{"name":"Ada"}]}]}',
  ],
  Crossref: [
    crossref.parse,
    '{"status":"ok","message":{"total-results":1,"query":{"start-index":0},"items":[{"DOI":"10.5555/x","title":["A"],"issued":{"date-parts":[[2021,6]]},"author":[{"family":"Ada"}],"relation":{"has-preprint":[{"id":"2101.00001"}]},"update-to":[{"type":"erratum","DOI":"10.5555/y"}]}]}}',
  ],
} as const

describe.each(Object.entries(BODIES))('%s, damaged', (_, [parse, body]) => {
  property.prop({
    from: fc.nat(body.length),
    length: fc.nat(12),
    by: fc.constantFrom('', 'null', '""', '-1', '[]', '{}', '<a/>', '&', '9e999', '\u0000'),
  })('is a page of valid records, or no page in words', ({ from, length, by }) => {
    const damaged = body.slice(0, from) + by + body.slice(from + length)
    try {
      const page = parse(damaged)
      for (const record of page.records) SourceRecord.parse(record)
      expect(page.total === null || page.total >= 0).toBe(true)
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(PageError)
    }
  })

  test('is undamaged without damage', () => expect(parse(body).records).toHaveLength(1))
})

import { z } from 'zod'
import type { Http } from '#net'
import type { Protocol } from '../bundle/protocol.ts'
import type { SourceRecord } from '../bundle/works.ts'
import { normalizeDoi, parseAclId, parseArxivId, parsePmid } from '../works/identifiers.ts'
import { baseUrl, openPaged, type Page, type Paged, PageError, parseJson, readHits, span } from './pages.ts'
import { stripMarkup } from './plain-text.ts'
import { authorsOf, sourceRecord, webLink } from './records.ts'
import type { Source } from './source.ts'

const Id = z.union([z.string(), z.number()]).transform(String)

const Paper = z.object({
  paperId: z.string().min(1),
  corpusId: Id.nullish(),
  externalIds: z.record(z.string(), Id.nullable()).nullish(),
  title: z.string().nullish(),
  abstract: z.string().nullish(),
  venue: z.string().nullish(),
  year: z.int().nullish(),
  publicationDate: z.string().nullish(),
  publicationTypes: z.array(z.string()).nullish(),
  citationCount: z.int().min(0).nullish(),
  openAccessPdf: z.object({ url: z.string().nullish(), license: z.string().nullish() }).nullish(),
  authors: z.array(z.object({ name: z.string().nullish() })).nullish(),
})

const Found = z.object({
  total: z.int().min(0),
  token: z.string().nullish(),
  data: z.array(z.unknown()),
})

const FIELDS = Object.keys(Paper.shape).join(',')

const dates = (protocol: Protocol): Record<string, string> => {
  const days = span(protocol)
  return days === null ? {} : { publicationDateOrYear: `${days.from}:${days.until}` }
}

/** Address of a page of the systematic search; `at` is its token, blank for the first. */
export function buildUrl(base: string, query: string, protocol: Protocol, at: string): string {
  const url = new URL(`${base}/paper/search/bulk`)
  url.search = new URLSearchParams({
    query,
    fields: FIELDS,
    sort: 'paperId:asc',
    ...dates(protocol),
    ...(at === '' ? {} : { token: at }),
  }).toString()
  return url.href
}

/** Reads a page of the systematic search. Throws PageError. */
export function parse(body: string): Page {
  const json = parseJson(body)
  const found = Found.safeParse(json)
  if (!found.success) {
    const { error, message } = z
      .object({ error: z.string().nullish(), message: z.string().nullish() })
      .catch({})
      .parse(json)
    const told = error ?? message
    throw new PageError(told ? `it answers with an error: ${told}` : 'it answers in an undocumented form')
  }
  const { total, token, data } = found.data
  return {
    total,
    ...readHits(
      data,
      (hit) => (hit as { paperId?: unknown } | null)?.paperId,
      (hit) => recordOf(Paper.parse(hit)),
    ),
    next: token || null,
  }
}

function recordOf(paper: z.infer<typeof Paper>): SourceRecord {
  const ids = paper.externalIds ?? {}
  const arxiv = parseArxivId(ids.ArXiv ?? '')?.base ?? null
  const acl = parseAclId(ids.ACL ?? '')
  const doi = normalizeDoi(ids.DOI ?? '')
  const unpublished = arxiv !== null && acl === null && (doi === null || parseArxivId(doi) !== null)
  return sourceRecord({
    id: `semantic-scholar:${paper.paperId}`,
    source: 'semantic-scholar',
    ids: {
      doi,
      arxiv,
      acl,
      pmid: parsePmid(ids.PubMed ?? ''),
      corpus: paper.corpusId ?? ids.CorpusId,
    },
    title: stripMarkup(paper.title),
    authors: authorsOf((paper.authors ?? []).map(({ name }) => name)),
    year: paper.year ?? null,
    date: paper.publicationDate ?? null,
    venue: stripMarkup(paper.venue),
    type: typeOf(paper.publicationTypes ?? [], unpublished),
    abstract: stripMarkup(paper.abstract),
    links: {
      landing: `https://www.semanticscholar.org/paper/${encodeURIComponent(paper.paperId)}`,
      pdf: webLink(paper.openAccessPdf?.url),
    },
    licence: paper.openAccessPdf?.license ?? null,
    citations: paper.citationCount ?? null,
  })
}

/** Its names of types, the more telling first: a paper may have several. */
const TYPES: readonly (readonly [name: string, type: SourceRecord['type']])[] = [
  ['Review', 'review'],
  ['LettersAndComments', 'comment'],
  ['Conference', 'proceedings-article'],
  ['JournalArticle', 'article'],
  ['Book', 'book'],
  ['BookSection', 'book'],
  ['Dataset', 'dataset'],
]

function typeOf(types: readonly string[], unpublished: boolean): SourceRecord['type'] {
  const found = TYPES.find(([name]) => types.includes(name))?.[1]
  return unpublished && (found === undefined || found === 'article') ? 'preprint' : (found ?? 'other')
}

/**
 * Semantic Scholar by its systematic search, in the order of its ids: where the limit cuts, what is left is a draw, not
 * the best. SEMANTIC_SCHOLAR_API_KEY or S2_API_KEY is sent along; POLYVIA_SEMANTIC_SCHOLAR_URL names a mirror.
 */
export function openSemanticScholar(http: Http): Source {
  const base = baseUrl('POLYVIA_SEMANTIC_SCHOLAR_URL', 'https://api.semanticscholar.org/graph/v1')
  const key = process.env.SEMANTIC_SCHOLAR_API_KEY || process.env.S2_API_KEY || undefined
  const paged: Paged = {
    id: 'semantic-scholar',
    platform: `Semantic Scholar Graph API, bulk search, ${new URL(base).host}`,
    mostPerPage: 1000,
    estimates: true,
    filters: dates,
    starts: [''],
    buildUrl: (query, protocol, at) => buildUrl(base, query, protocol, at),
    ...(key === undefined ? {} : { headers: { 'x-api-key': key } }),
    accept: ['application/json'],
    parse,
  }
  return openPaged(paged, http)
}

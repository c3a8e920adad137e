import { z } from 'zod'
import type { Protocol } from '../bundle/protocol.ts'
import type { SourceRecord } from '../bundle/works.ts'
import { booleanQuery } from '../protocol/syntax.ts'
import { normalizeDoi, parseAclId, parseArxivId, parsePmid } from '../works/identifiers.ts'
import { plainLine, plainProse } from './markup-text.ts'
import { PageError, parseReply, type ResultPage, readHits, span } from './pages.ts'
import { authorsOf, sourceRecord, webLink } from './records.ts'
import type { OnlineSource } from './source.ts'

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
function buildUrl(base: string, query: string, protocol: Protocol, at: string): string {
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
function parse(body: string): ResultPage {
  const json = parseReply(body)
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
    title: plainLine(paper.title),
    authors: authorsOf((paper.authors ?? []).map(({ name }) => name)),
    year: paper.year ?? null,
    date: paper.publicationDate ?? null,
    venue: plainLine(paper.venue),
    type: typeOf(paper.publicationTypes ?? [], unpublished),
    abstract: plainProse(paper.abstract),
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
 * the best.
 */
export const semanticScholar: OnlineSource<'semantic-scholar'> = {
  id: 'semantic-scholar',
  name: 'Semantic Scholar',
  online: true,
  platform: 'Semantic Scholar Graph API, bulk search',
  address: 'https://api.semanticscholar.org/graph/v1',
  keys: ['SEMANTIC_SCHOLAR_API_KEY', 'S2_API_KEY'],
  hosts: { 'api.semanticscholar.org': { requests: 1, perMs: 1100, connections: 1 } },
  describedBy: 'index',
  abstractFrom: 'index',
  // A hyphen is "not" in this syntax.
  query: (parts, ways) =>
    booleanQuery(parts, ways, {
      and: ' + ',
      or: ' | ',
      phrase: (words) => `"${words}"`,
      noHyphens: true,
    }),
  mostPerPage: 1000,
  estimates: true,
  filters: dates,
  starts: () => [''],
  buildUrl,
  headers: (key) => ({ 'x-api-key': key }),
  accept: ['application/json'],
  parse,
}

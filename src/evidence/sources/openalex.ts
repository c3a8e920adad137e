import { z } from 'zod'
import type { Protocol } from '../bundle/protocol.ts'
import type { Identifiers, SourceRecord } from '../bundle/works.ts'
import { booleanQuery } from '../protocol/syntax.ts'
import { normalizeDoi, parseArxivId, parsePmid } from '../works/identifiers.ts'
import { plainLine, plainProse } from './markup-text.ts'
import { PageError, parseReply, type ResultPage, readHits, span } from './pages.ts'
import { authorsOf, sourceRecord, webLink } from './records.ts'
import type { OnlineSource } from './source.ts'

const Location = z.object({
  landing_page_url: z.string().nullish(),
  pdf_url: z.string().nullish(),
  license: z.string().nullish(),
  source: z.object({ display_name: z.string().nullish(), type: z.string().nullish() }).nullish(),
})

const Work = z.object({
  id: z.string().regex(/W\d+$/),
  doi: z.string().nullish(),
  title: z.string().nullish(),
  publication_year: z.int().nullish(),
  publication_date: z.string().nullish(),
  language: z.string().nullish(),
  type: z.string().nullish(),
  ids: z.record(z.string(), z.unknown()).nullish(),
  primary_location: Location.nullish(),
  best_oa_location: Location.nullish(),
  locations: z.array(Location).nullish(),
  authorships: z
    .array(z.object({ author: z.object({ display_name: z.string().nullish() }).nullish() }))
    .nullish(),
  cited_by_count: z.int().min(0).nullish(),
  is_retracted: z.boolean().nullish(),
  abstract_inverted_index: z.record(z.string(), z.array(z.int().min(0))).nullish(),
})

const List = z.object({
  meta: z.object({
    count: z.int().min(0),
    page: z.int().nullish(),
    per_page: z.int().nullish(),
    next_cursor: z.string().nullish(),
  }),
  results: z.array(z.unknown()),
})

const FIELDS = Object.keys(Work.shape).join(',')
/** `page` times `per_page` may not exceed it. */
const DEEPEST = 10_000
/** An abstract with more words is a mistake of the index. */
const MOST_WORDS = 20_000

function dates(protocol: Protocol): Record<string, string> {
  const days = span(protocol)
  return {
    ...(days?.from ? { from_publication_date: days.from } : {}),
    ...(days?.until ? { to_publication_date: days.until } : {}),
  }
}

/** Address of a page of hits; `at` is a cursor, or `page:` and its number where there is no key. */
function buildUrl(
  base: string,
  query: string,
  protocol: Protocol,
  at: string,
  size: number,
  key?: string,
): string {
  const filter = Object.entries(dates(protocol)).map((pair) => pair.join(':'))
  const page = /^page:(\d+)$/.exec(at)?.[1]
  const url = new URL(`${base}/works`)
  url.search = new URLSearchParams({
    search: query,
    ...(filter.length === 0 ? {} : { filter: filter.join(',') }),
    per_page: String(size),
    ...(page === undefined ? { cursor: at } : { page }),
    select: FIELDS,
    ...(key === undefined ? {} : { api_key: key }),
  }).toString()
  return url.href
}

/** Reads a list of works. Throws PageError. */
function parse(body: string): ResultPage {
  const json = parseReply(body)
  const list = List.safeParse(json)
  if (!list.success) {
    const { error, message } = z
      .object({ error: z.string().nullish(), message: z.string().nullish() })
      .catch({})
      .parse(json)
    const told = [error, message].filter(Boolean).join(': ')
    throw new PageError(
      told === '' ? 'it answers in an undocumented form' : `it answers with an error: ${told}`,
    )
  }
  const { meta, results } = list.data
  const { page = null, per_page: size = null } = meta
  const following =
    page !== null && size !== null && page * size < meta.count && (page + 1) * size <= DEEPEST
      ? `page:${page + 1}`
      : null
  return {
    total: meta.count,
    ...readHits(
      results,
      (hit) => (hit as { id?: unknown } | null)?.id,
      (hit) => recordOf(Work.parse(hit)),
    ),
    next: page === null ? (meta.next_cursor ?? null) : following,
  }
}

function recordOf(work: z.infer<typeof Work>): SourceRecord {
  const id = work.id.replace(/^.*\//, '')
  const doi = normalizeDoi(work.doi ?? '')
  const own = parseArxivId(doi ?? '')
  const pmid = work.ids?.pmid
  const copies = (work.locations ?? []).flatMap(
    ({ landing_page_url: page }) => parseArxivId(page ?? '')?.base ?? [],
  )
  const preprints = [...new Set(copies)].filter((base) => base !== own?.base)
  const { primary_location: primary, best_oa_location: open } = work
  return sourceRecord({
    id: `openalex:${id}`,
    source: 'openalex',
    ids: {
      openalex: id,
      doi,
      arxiv: own?.base,
      pmid: typeof pmid === 'string' ? parsePmid(pmid) : null,
    } satisfies { [name in keyof Identifiers]: string | null | undefined },
    title: plainLine(work.title),
    authors: authorsOf((work.authorships ?? []).map(({ author }) => author?.display_name)),
    year: work.publication_year ?? null,
    date: work.publication_date ?? null,
    venue: plainLine(primary?.source?.display_name),
    type: typeOf(work.type, primary?.source?.type),
    abstract: rebuilt(work.abstract_inverted_index),
    language: work.language ?? null,
    links: { landing: webLink(primary?.landing_page_url), pdf: webLink(open?.pdf_url ?? primary?.pdf_url) },
    licence: primary?.license ?? open?.license ?? null,
    retracted: work.is_retracted === true,
    related: preprints.map((arxiv) => ({ relation: 'version-of', ids: { arxiv } })),
    citations: work.cited_by_count ?? null,
  })
}

const TYPES: Readonly<Record<string, SourceRecord['type']>> = {
  article: 'article',
  preprint: 'preprint',
  review: 'review',
  book: 'book',
  'book-chapter': 'book',
  dissertation: 'thesis',
  dataset: 'dataset',
  erratum: 'erratum',
  retraction: 'retraction-notice',
  letter: 'comment',
}

function typeOf(type: string | null | undefined, venue: string | null | undefined): SourceRecord['type'] {
  if (type === 'article' && venue === 'conference') return 'proceedings-article'
  return TYPES[type ?? ''] ?? 'other'
}

/** The abstract out of the places of its words. */
function rebuilt(index: Readonly<Record<string, readonly number[]>> | null | undefined): string | null {
  if (index === null || index === undefined) return null
  const words: string[] = []
  for (const [word, places] of Object.entries(index))
    for (const place of places) if (place < MOST_WORDS) words[place] = word
  return plainProse(words.filter((word) => word !== undefined).join(' '))
}

/** OpenAlex. With a key it pages by cursor, without by number (10,000 hits at most). */
export const openalex: OnlineSource<'openalex'> = {
  id: 'openalex',
  name: 'OpenAlex',
  online: true,
  platform: 'OpenAlex API',
  address: 'https://api.openalex.org',
  keys: ['OPENALEX_API_KEY'],
  hosts: { 'api.openalex.org': { requests: 5, perMs: 1000, connections: 2 } },
  describedBy: 'index',
  abstractFrom: 'rebuilt',
  query: (parts, ways) =>
    booleanQuery(parts, ways, { and: ' AND ', or: ' OR ', phrase: (words) => `"${words}"` }),
  mostPerPage: 100,
  filters: dates,
  starts: (key) => (key === undefined ? ['page:1', '*'] : ['*', 'page:1']),
  buildUrl,
  accept: ['application/json'],
  parse,
}

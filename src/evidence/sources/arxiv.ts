import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { Protocol } from '../bundle/protocol.ts'
import type { SourceRecord } from '../bundle/works.ts'
import { booleanQuery } from '../protocol/syntax.ts'
import { normalizeDoi, parseArxivId } from '../works/identifiers.ts'
import { collapseBlanks, plainLine, plainProse } from './markup-text.ts'
import { PageError, type ResultPage, readHits, span } from './pages.ts'
import { authorsOf, sourceRecord } from './records.ts'
import type { OnlineSource } from './source.ts'
import { tellsWithdrawal } from './withdrawal.ts'

const parser = new XMLParser({
  ignoreAttributes: false,
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  htmlEntities: true,
  isArray: (name) => name === 'entry' || name === 'author' || name === 'category' || name === 'link',
})

/** Element of the parsed feed: its text, or its text and attributes with its children. */
type Node = string | { readonly [name: string]: unknown } | undefined

const textOf = (node: unknown): string | null => {
  const text = typeof node === 'object' && node !== null ? (node as { '#text'?: unknown })['#text'] : node
  return typeof text === 'string' ? collapseBlanks(text) : null
}

/** Days of a review as arXiv wants them, in minutes of GMT. */
function dates(protocol: Protocol): string | null {
  const days = span(protocol)
  if (days === null) return null
  const from = days.from === '' ? '199101010000' : `${days.from.replaceAll('-', '')}0000`
  const until =
    days.until === '' ? `${protocol.date.replaceAll('-', '')}2359` : `${days.until.replaceAll('-', '')}2359`
  return `[${from} TO ${until}]`
}

/** Address of a page of hits; `at` is the number of the first. */
function buildUrl(base: string, query: string, protocol: Protocol, at: string, size: number): string {
  const days = dates(protocol)
  const url = new URL(`${base}/query`)
  url.search = new URLSearchParams({
    search_query: days === null ? query : `(${query}) AND submittedDate:${days}`,
    start: at,
    max_results: String(size),
    sortBy: 'relevance',
    sortOrder: 'descending',
  }).toString()
  return url.href
}

/** Reads an Atom feed of the query interface. Throws PageError. */
function parse(body: string): ResultPage {
  const { feed } = parsed(body)
  if (typeof feed !== 'object') throw new PageError('it answers with something that is not an Atom feed')
  const entries = (feed.entry ?? []) as Record<string, unknown>[]
  const first = entries[0]
  if (first !== undefined && /\/api\/errors/.test(textOf(first.id) ?? ''))
    throw new PageError(`it answers with an error: ${textOf(first.summary) ?? 'without a message'}`)
  const total = Number(textOf(feed.totalResults) ?? Number.NaN)
  const start = Number(textOf(feed.startIndex) ?? 0)
  if (!Number.isInteger(total) || total < 0)
    throw new PageError('its feed does not say how many hits there are')
  // Older servers count 1 for an id that they do not know.
  if (entries.length === 0 && start < total && total > 1)
    throw new PageError(`an empty page at hit ${start} of ${total}`, true)
  const end = start + entries.length
  return {
    total: entries.length === 0 && start === 0 ? 0 : total,
    ...readHits(entries, (entry) => textOf(entry.id as Node), recordOf),
    next: entries.length > 0 && end < total ? String(end) : null,
  }
}

function parsed(body: string): { readonly feed?: Readonly<Record<string, unknown>> | string } {
  try {
    if (XMLValidator.validate(body) === true) return parser.parse(body)
  } catch {
    // What the validator overlooks, the parser may still refuse.
  }
  throw new PageError('it answers with something that is not XML')
}

function recordOf(entry: Record<string, unknown>): SourceRecord {
  const id = parseArxivId(textOf(entry.id) ?? '')
  if (id === null) throw new TypeError('no arXiv id')
  const version = id.version ?? 1
  const name = `${id.base}v${version}`
  const doi = normalizeDoi(textOf(entry.doi) ?? '')
  const published = /^\d{4}-\d\d-\d\d/.exec(textOf(entry.published) ?? '')?.[0]
  const authors = (entry.author ?? []) as { name?: unknown }[]
  return sourceRecord({
    id: `arxiv:${id.base}`,
    source: 'arxiv',
    ids: { arxiv: id.base },
    title: plainLine(textOf(entry.title)),
    authors: authorsOf(authors.map((author) => textOf(author.name))),
    date: published ?? null,
    venue: textOf(entry.journal_ref) ?? 'arXiv',
    type: 'preprint',
    abstract: plainProse(textOf(entry.summary)),
    arxivVersion: version,
    links: {
      landing: `https://arxiv.org/abs/${name}`,
      html: `https://arxiv.org/html/${name}`,
      source: `https://arxiv.org/e-print/${name}`,
      pdf: `https://arxiv.org/pdf/${name}`,
    },
    retracted: tellsWithdrawal(textOf(entry.comment)),
    related: doi === null || parseArxivId(doi) !== null ? [] : [{ relation: 'published-as', ids: { doi } }],
  })
}

/** arXiv by its query interface. */
export const arxiv: OnlineSource<'arxiv'> = {
  id: 'arxiv',
  name: 'arXiv',
  online: true,
  platform: 'arXiv API',
  address: 'https://export.arxiv.org/api',
  keys: [],
  hosts: { 'arxiv.org': { requests: 1, perMs: 3000, connections: 1, stopOn403: true } },
  describedBy: 'authors',
  abstractFrom: 'authors',
  query: (parts, ways) =>
    booleanQuery(parts, ways, {
      and: ' AND ',
      or: ' OR ',
      phrase: (words) => `ti:"${words}" OR abs:"${words}"`,
    }),
  mostPerPage: 200,
  filters: (protocol): Record<string, string> => {
    const days = dates(protocol)
    return days === null ? {} : { submittedDate: days }
  },
  starts: () => ['0'],
  buildUrl,
  accept: ['application/atom+xml', 'application/xml', 'text/xml'],
  parse,
}

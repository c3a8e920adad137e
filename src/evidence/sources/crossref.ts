import { z } from 'zod'
import { own } from '#kernel'
import type { Protocol } from '../bundle/protocol.ts'
import type { Author, SourceRecord } from '../bundle/works.ts'
import { wordQuery } from '../protocol/syntax.ts'
import { normalizeDoi, parseAclId, parseArxivId } from '../works/identifiers.ts'
import { plainLine, plainProse } from './markup-text.ts'
import { PageError, parseReply, type ResultPage, readHits, span } from './pages.ts'
import { sourceRecord, titleWith, webLink } from './records.ts'
import type { OnlineSource } from './source.ts'

const Dated = z.object({ 'date-parts': z.array(z.array(z.int().nullable()).nullable()).nullish() })
const Update = z.object({ type: z.string().nullish(), DOI: z.string().nullish() })

const Item = z.object({
  DOI: z.string().min(1),
  URL: z.string().nullish(),
  type: z.string().nullish(),
  title: z.array(z.string()).nullish(),
  subtitle: z.array(z.string()).nullish(),
  'container-title': z.array(z.string()).nullish(),
  issued: Dated.nullish(),
  author: z
    .array(
      z.object({ given: z.string().nullish(), family: z.string().nullish(), name: z.string().nullish() }),
    )
    .nullish(),
  abstract: z.string().nullish(),
  language: z.string().nullish(),
  'is-referenced-by-count': z.int().min(0).nullish(),
  license: z.array(z.object({ URL: z.string().nullish() })).nullish(),
  link: z.array(z.object({ URL: z.string().nullish(), 'content-type': z.string().nullish() })).nullish(),
  relation: z
    .record(z.string(), z.array(z.object({ id: z.string().nullish(), 'id-type': z.string().nullish() })))
    .nullish(),
  'update-to': z.array(Update).nullish(),
  'updated-by': z.array(Update).nullish(),
})
type Item = z.infer<typeof Item>

const List = z.object({
  status: z.literal('ok'),
  message: z.object({
    'total-results': z.int().min(0),
    query: z.object({ 'start-index': z.int().min(0).nullish() }).nullish(),
    items: z.array(z.unknown()),
  }),
})

const FIELDS = Object.keys(Item.shape).join(',')

function dates(protocol: Protocol): Record<string, string> {
  const days = span(protocol)
  return {
    ...(days?.from ? { 'from-pub-date': days.from } : {}),
    ...(days?.until ? { 'until-pub-date': days.until } : {}),
  }
}

/** Largest number that a page may begin with. */
const DEEPEST = 10_000

/**
 * Address of a page of hits; `at` is the number of its first. Not by cursor: cursors end after minutes and may be the
 * same for several pages, so that no recording of a page would be found again.
 */
function buildUrl(base: string, query: string, protocol: Protocol, at: string, size: number): string {
  const filter = Object.entries(dates(protocol)).map((pair) => pair.join(':'))
  const url = new URL(`${base}/works`)
  url.search = new URLSearchParams({
    'query.bibliographic': query,
    ...(filter.length === 0 ? {} : { filter: filter.join(',') }),
    rows: String(size),
    offset: at,
    select: FIELDS,
  }).toString()
  return url.href
}

/** Reads a list of works. Throws PageError. */
function parse(body: string): ResultPage {
  const json = parseReply(body)
  const list = List.safeParse(json)
  if (!list.success) {
    const told = z
      .object({ message: z.array(z.object({ message: z.string() })) })
      .safeParse(json)
      .data?.message.map(({ message }) => message)
      .join('; ')
    throw new PageError(told ? `it answers with an error: ${told}` : 'it answers in an undocumented form')
  }
  const { message } = list.data
  const total = message['total-results']
  const end = (message.query?.['start-index'] ?? 0) + message.items.length
  return {
    total,
    ...readHits(
      message.items,
      (hit) => (hit as { DOI?: unknown } | null)?.DOI,
      (hit) => recordOf(Item.parse(hit)),
    ),
    next: message.items.length > 0 && end < total && end <= DEEPEST ? String(end) : null,
  }
}

function recordOf(item: Item): SourceRecord {
  const doi = normalizeDoi(item.DOI)
  if (doi === null) throw new TypeError('no DOI')
  const updates = item['update-to'] ?? []
  const pdf = item.link?.find((link) => link['content-type'] === 'application/pdf')
  return sourceRecord({
    id: `crossref:${doi}`,
    source: 'crossref',
    ids: { doi, arxiv: parseArxivId(doi)?.base, acl: doi.startsWith('10.18653/') ? parseAclId(doi) : null },
    title: titleWith(plainLine(item.title?.[0]), plainLine(item.subtitle?.[0])),
    authors: (item.author ?? []).map(authorOf).filter((author) => author !== null),
    date: dateOf(item.issued),
    venue: plainLine(item['container-title']?.[0]),
    type: noticeType(updates) ?? TYPES[item.type ?? ''] ?? 'other',
    abstract: plainProse(item.abstract),
    language: item.language ?? null,
    links: { landing: webLink(item.URL), pdf: webLink(pdf?.URL) },
    licence: item.license?.[0]?.URL ?? null,
    retracted: (item['updated-by'] ?? []).some(({ type }) => kindOf(type) === 'retraction'),
    related: [...updates.flatMap(updated), ...relations(item.relation ?? {})],
    citations: item['is-referenced-by-count'] ?? null,
  })
}

const TYPES: Readonly<Record<string, SourceRecord['type']>> = {
  'journal-article': 'article',
  'proceedings-article': 'proceedings-article',
  'posted-content': 'preprint',
  book: 'book',
  'book-chapter': 'book',
  monograph: 'book',
  'edited-book': 'book',
  dissertation: 'thesis',
  dataset: 'dataset',
  'peer-review': 'comment',
}

type Update = z.infer<typeof Update>
type Related = SourceRecord['related'][number]

/** Kinds of updates: only the first takes a work back. */
function kindOf(type: string | null | undefined): 'retraction' | 'correction' | 'version' | 'comment' {
  const name = (type ?? '').toLowerCase().replaceAll('-', '_')
  if (name === 'retraction' || name === 'removal' || name === 'withdrawal') return 'retraction'
  if (name === 'new_version' || name === 'new_edition') return 'version'
  return name === 'expression_of_concern' ? 'comment' : 'correction'
}

const NOTICES = {
  retraction: { type: 'retraction-notice', relation: 'retracts' },
  correction: { type: 'correction', relation: 'corrects' },
  version: { type: undefined, relation: 'version-of' },
  comment: { type: 'comment', relation: 'comments-on' },
} as const

function noticeType(updates: readonly Update[]): SourceRecord['type'] | undefined {
  const types = updates.map(({ type }) => NOTICES[kindOf(type)].type)
  const erratum = updates.some(({ type }) => /^(?:erratum|corrigendum)$/i.test(type ?? ''))
  if (types.includes('retraction-notice')) return 'retraction-notice'
  return erratum ? 'erratum' : types.find((type) => type !== undefined)
}

function updated({ type, DOI }: Update): Related[] {
  const doi = normalizeDoi(DOI ?? '')
  return doi === null ? [] : [{ relation: NOTICES[kindOf(type)].relation, ids: { doi } }]
}

const RELATIONS: Readonly<Record<string, Related['relation']>> = {
  'is-preprint-of': 'preprint-of',
  'has-preprint': 'version-of',
  'is-version-of': 'version-of',
  'has-version': 'version-of',
  'is-same-as': 'version-of',
  'is-identical-to': 'version-of',
  'is-correction-of': 'corrects',
  'is-comment-on': 'comments-on',
  'is-review-of': 'comments-on',
  'is-reply-to': 'comments-on',
}

const relations = (all: NonNullable<Item['relation']>): Related[] =>
  Object.entries(all).flatMap(([name, others]) => {
    const relation = own(RELATIONS, name)
    if (relation === undefined) return []
    return others.flatMap(({ id }): Related[] => {
      const arxiv = parseArxivId(id ?? '')?.base
      const doi = normalizeDoi(id ?? '')
      if (arxiv !== undefined) return [{ relation, ids: { arxiv } }]
      return doi === null ? [] : [{ relation, ids: { doi } }]
    })
  })

function authorOf({ given, family, name }: NonNullable<Item['author']>[number]): Author | null {
  const last = plainLine(family ?? name)
  return last === null ? null : { given: family ? plainLine(given) : null, family: last }
}

/** Year, month and day as far as they are known. */
function dateOf(issued: z.infer<typeof Dated> | null | undefined): string | null {
  const parts = issued?.['date-parts']?.[0]?.filter((part) => part !== null) ?? []
  const [year, ...rest] = parts
  if (year === undefined) return null
  return [String(year).padStart(4, '0'), ...rest.map((part) => String(part).padStart(2, '0'))].join('-')
}

/** Crossref, the registry of DOIs of most publishers. */
export const crossref: OnlineSource<'crossref'> = {
  id: 'crossref',
  name: 'Crossref',
  online: true,
  platform: 'Crossref REST API',
  address: 'https://api.crossref.org',
  keys: [],
  hosts: { 'api.crossref.org': { requests: 1, perMs: 1000, connections: 1 } },
  describedBy: 'registry',
  abstractFrom: 'registry',
  query: (parts) => wordQuery(parts, 1),
  mostPerPage: 200,
  filters: dates,
  starts: () => ['0'],
  buildUrl,
  accept: ['application/json'],
  parse,
}

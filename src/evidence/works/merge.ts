import { byText } from '#kernel'
import type { Identifiers, SourceRecord, Work } from '../bundle/works.ts'
import { SOURCES, sourceOf } from '../sources/index.ts'
import { ABSTRACT_FROM, DESCRIBED_BY } from '../sources/source.ts'
import { type PublicationKind, readTitle } from './publication-kinds.ts'

type Described = Omit<Work, 'id' | 'records' | 'sources' | 'match' | 'notices'>

/** Who is believed first on title, authors, venue and links, and who has the abstract as its authors wrote it. */
const place = ({ source }: SourceRecord) => SOURCES.findIndex(({ id }) => id === source)
const description = ({ source }: SourceRecord) => DESCRIBED_BY.indexOf(sourceOf(source).describedBy)
const abstractOf = ({ source }: SourceRecord) => ABSTRACT_FROM.indexOf(sourceOf(source).abstractFrom)
const UNPUBLISHED = new Set<SourceRecord['type']>(['preprint', 'other', 'dataset', 'thesis'])
const NOTICE_TYPE: { readonly [K in PublicationKind]: SourceRecord['type'] | null } = {
  study: null,
  correction: 'correction',
  retraction: 'retraction-notice',
  comment: 'comment',
}

/** One description out of several records of one work; the published version before its preprint. */
export function describeWork(records: readonly SourceRecord[], kind: PublicationKind): Described {
  const rank = (of: (record: SourceRecord) => number) => (a: SourceRecord, b: SourceRecord) =>
    of(a) - of(b) ||
    place(a) - place(b) ||
    Number(UNPUBLISHED.has(a.type)) - Number(UNPUBLISHED.has(b.type)) ||
    byText(a.id, b.id)
  const ordered = [...records].sort(rank(description))
  const published = [...ordered].sort(
    (a, b) => Number(UNPUBLISHED.has(a.type)) - Number(UNPUBLISHED.has(b.type)),
  )
  const first = <T>(list: readonly SourceRecord[], read: (record: SourceRecord) => T | null): T | null => {
    for (const record of list) {
      const value = read(record)
      if (value !== null) return value
    }
    return null
  }
  const versions = records.flatMap(({ arxivVersion }) => (arxivVersion === null ? [] : [arxivVersion]))
  return {
    ids: idsOf(published),
    title: first(ordered, ({ title }) => title),
    authors: first(ordered, ({ authors }) => (authors.length > 0 ? authors : null)) ?? [],
    year: first(published, ({ year }) => year),
    date: dateOf(published),
    venue: first(published, ({ venue }) => venue),
    type: noticeType(ordered, kind) ?? typeOf(published),
    abstract: first([...records].sort(rank(abstractOf)), ({ abstract }) => abstract),
    language: first(ordered, ({ language }) => language),
    arxivVersion: versions.length === 0 ? null : Math.max(...versions),
    links: Object.assign({}, ...[...ordered].reverse().map(({ links }) => links)),
    licence: first(ordered, ({ licence }) => licence),
    retracted: records.some(({ retracted, title }) => retracted || readTitle(title ?? '').withdrawn),
  }
}

/** The fullest date of the year that counts: "2020-12-04" says more than "2020" of another source. */
function dateOf(published: readonly SourceRecord[]): string | null {
  const dates = published.flatMap(({ date, year, type }) =>
    date === null ? [] : [{ date, year, unpublished: UNPUBLISHED.has(type) }],
  )
  const [first] = dates
  if (first === undefined) return null
  const same = dates.filter(
    ({ date, unpublished }) => unpublished === first.unpublished && date.startsWith(first.date.slice(0, 4)),
  )
  return same.reduce((best, { date }) => (date.length > best.length ? date : best), first.date)
}

const typeOf = (published: readonly SourceRecord[]) =>
  published.find(({ type }) => type !== 'other')?.type ?? published[0]?.type ?? 'other'

function noticeType(records: readonly SourceRecord[], kind: PublicationKind): SourceRecord['type'] | null {
  if (kind === 'correction' && records.some(({ type }) => type === 'erratum')) return 'erratum'
  return NOTICE_TYPE[kind]
}

/** A publisher's DOI before that of arXiv, else the first that is known. */
function idsOf(published: readonly SourceRecord[]): Identifiers {
  const ids: Identifiers = {}
  for (const record of published)
    for (const name of ['doi', 'arxiv', 'acl', 'pmid', 'corpus', 'openalex'] as const) {
      const value = record.ids[name]
      if (value === undefined) continue
      const preprint = (id: string | undefined) => id?.startsWith('10.48550/') === true
      if (ids[name] === undefined || (name === 'doi' && preprint(ids[name]) && !preprint(value)))
        ids[name] = value
    }
  return ids
}

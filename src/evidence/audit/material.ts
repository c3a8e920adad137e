import type { Http } from '#net'
import type { TextDocument } from '../bundle/texts.ts'
import type { SourceRecord, Work } from '../bundle/works.ts'
import { contentStems } from '../language/stems.ts'
import { makeProtocol } from '../protocol/make.ts'
import { bm25 } from '../ranking/bm25.ts'
import { SOURCES } from '../sources/index.ts'
import { openSources } from '../sources/open.ts'
import type { Cited } from '../sources/source.ts'
import { retrieveText } from '../texts/retrieve.ts'
import { clusterRecords } from '../works/cluster.ts'
import { idIn, withoutCitations } from './citations.ts'
import type { ForeignReport } from './foreign-report.ts'

interface Material {
  readonly works: readonly Work[]
  readonly documents: readonly TextDocument[]
}

interface MaterialOptions {
  readonly folders: readonly string[]
  readonly http: Http
  readonly date: string
  readonly signal?: AbortSignal
}

const LOCAL = SOURCES.filter(({ online }) => !online).map(({ id }) => id)
/** Hits of each query that are looked at: a report's sources are its best hits, not its hundredth. */
const MOST = 10

/**
 * Works of local folders that reports may rest on, with their texts: what their titles, questions, claims and references find
 * in collections, and all that lies in folders. Each folder is asked in the same way as in a review.
 */
export async function gatherMaterial(
  reports: readonly ForeignReport[],
  { folders, http, date, signal }: MaterialOptions,
): Promise<Material> {
  const queries = new Set(reports.flatMap(queriesOf))
  const citations = reports.flatMap(({ claims, references }) => [
    ...references.flatMap(({ id }) => (id === null ? [] : [id])),
    ...claims.flatMap((claim) => claim.citations),
  ])
  const records = new Map<string, SourceRecord>()
  const add = (found: readonly SourceRecord[]) => {
    for (const record of found) records.set(record.id, record)
  }
  // Local folders are taken whole; of a collection only what the reports may rest on is read.
  const protocol = makeProtocol({ question: 'Works that reports cite', date, sources: LOCAL })
  for (const source of openSources({ sources: LOCAL, folders, http })) {
    const { records: found } = await source.search('all', protocol, signal)
    add(source.cited === undefined ? found : nearest(found, queries))
    for (const cited of citedBy(citations)) add((await source.cited?.(cited, signal).catch(() => [])) ?? [])
  }
  const works = clusterRecords([...records.values()])
  const documents: TextDocument[] = []
  for (const work of works) {
    const { document } = await retrieveText(work, { http, folders, signal })
    if (document !== null) documents.push(document)
  }
  return { works, documents }
}

/** The records that are nearest to one of the queries by their words; a word of the title counts twice. */
function nearest(records: readonly SourceRecord[], queries: Iterable<string>): SourceRecord[] {
  const index = bm25(
    records.map(({ title, abstract }) => contentStems([title, title, abstract].filter(Boolean).join('. '))),
  )
  return [...queries].flatMap((query) =>
    [...index.score(contentStems(query))]
      .sort(([one, a], [other, b]) => b - a || one - other)
      .slice(0, MOST)
      .map(([at]) => records[at]!),
  )
}

/** What a report may rest on, in words: what it is about, what it claims and what it lists. */
function queriesOf({ title, question, examines, abstract, claims, references }: ForeignReport): string[] {
  // What has an id is looked up by it.
  const listed = references.filter(({ id }) => id === null).map(({ text }) => text)
  const texts = [title, question, examines, abstract, ...listed]
  const said = claims.map(({ text }) => withoutCitations(text))
  return [...texts, ...said].filter((each) => each !== null).filter((each) => /\p{L}{3}/u.test(each))
}

function citedBy(citations: readonly string[]): Cited[] {
  return [...new Set(citations)].flatMap((citation): Cited[] => {
    const id = idIn(citation)
    if (id !== null) return [{ id }]
    const named = /^(\S+) (\d{4})$/.exec(citation)
    return named === null ? [] : [{ family: named[1]!, year: Number(named[2]) }]
  })
}

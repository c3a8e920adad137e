import type { Http } from '#net'
import type { TextDocument } from '../bundle/texts.ts'
import type { SourceRecord, Work } from '../bundle/works.ts'
import { makeProtocol } from '../protocol/make.ts'
import { SOURCES } from '../sources/index.ts'
import { openSources } from '../sources/open.ts'
import { retrieveText } from '../texts/retrieve.ts'
import { clusterRecords } from '../works/cluster.ts'
import { withoutCitations } from './citations.ts'
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
/** A folder is taken whole by any query. */
const WHOLE_FOLDER = 100_000

/**
 * Works of local folders that reports may rest on, with their texts: what their titles, questions, claims and references find
 * in collections, and all that lies in folders. Each folder is asked in the same way as in a review.
 */
export async function gatherMaterial(
  reports: readonly ForeignReport[],
  { folders, http, date, signal }: MaterialOptions,
): Promise<Material> {
  const queries = new Set(
    reports.flatMap(({ title, question, examines, abstract, claims, references }) =>
      [
        title,
        question,
        examines,
        abstract,
        ...references.map(({ text }) => text),
        ...claims.flatMap(({ text, citations }) => [withoutCitations(text), ...citations]),
      ].filter((each) => each !== null && /\p{L}{3}/u.test(each)),
    ),
  )
  const records = new Map<string, SourceRecord>()
  for (const source of openSources({ sources: LOCAL, folders, http })) {
    const limit = source.id === 'folder' ? WHOLE_FOLDER : MOST
    // The words of the queries are what is searched for; the protocol says only how much.
    const protocol = makeProtocol({
      question: 'Works that reports cite',
      date,
      sources: [source.id],
      limits: { recordsPerSource: limit },
    })
    for (const query of source.id === 'folder' ? ['all'] : queries)
      for (const record of (await source.search(query!, protocol, signal)).records)
        records.set(record.id, record)
  }
  const works = clusterRecords([...records.values()])
  const documents: TextDocument[] = []
  for (const work of works) {
    const { document } = await retrieveText(work, { http, folders, signal })
    if (document !== null) documents.push(document)
  }
  return { works, documents }
}

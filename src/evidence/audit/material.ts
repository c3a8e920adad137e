import type { Http } from '#net'
import type { TextDocument } from '../bundle/texts.ts'
import type { SourceRecord, Work } from '../bundle/works.ts'
import { makeProtocol } from '../protocol/make.ts'
import { SOURCES } from '../sources/index.ts'
import { openSources } from '../sources/open.ts'
import { retrieveText } from '../texts/retrieve.ts'
import { clusterRecords } from '../works/cluster.ts'
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
 * Works of local folders that reports may rest on, with their texts: what their titles, questions and claims find. All
 * folders are asked in the same way as in a review.
 */
export async function gatherMaterial(
  reports: readonly ForeignReport[],
  { folders, http, date, signal }: MaterialOptions,
): Promise<Material> {
  const queries = new Set(
    reports.flatMap(({ title, question, examines, abstract, claims }) =>
      [title, question, examines, abstract, ...claims.map(({ text }) => text)].filter(
        (each) => each !== null,
      ),
    ),
  )
  const records = new Map<string, SourceRecord>()
  for (const source of openSources({ sources: LOCAL, folders, http }))
    for (const query of queries) {
      const protocol = makeProtocol({
        question: query,
        date,
        sources: [source.id],
        limits: { recordsPerSource: MOST },
      })
      const found = await source.search(query, protocol, signal)
      for (const record of found.records) records.set(record.id, record)
    }
  const works = clusterRecords([...records.values()])
  const documents: TextDocument[] = []
  for (const work of works) {
    const { document } = await retrieveText(work, { http, folders, signal })
    if (document !== null) documents.push(document)
  }
  return { works, documents }
}

import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { breakable, messageOf, sha256 } from '#kernel'
import type { Exchange } from '#net'
import type { Protocol } from '../bundle/protocol.ts'
import type { Search, SourceRecord } from '../bundle/works.ts'
import { wordQuery } from '../protocol/syntax.ts'
import { titleKey } from '../works/identifiers.ts'
import { parseCollection } from './anthology-xml.ts'
import { filesIn, snapshotOf } from './files.ts'
import type { Cited, LiteratureSource, LocalSource, SearchResult } from './source.ts'

const FILES = /\.xml(?:\.gz)?$/i
const MOST_BYTES = 256 * 2 ** 20
/** A collection says what it is within its first element. */
const LOOKS_LIKE_ONE = /^[^<]*(?:<[?!][^>]*>[^<]*)*<collection\b/

interface Anthology {
  readonly platform: string
  readonly records: ReadonlyMap<string, SourceRecord>
  readonly exchanges: readonly Exchange[]
  readonly problems: readonly string[]
}

async function readAnthology(folders: readonly string[], signal?: AbortSignal): Promise<Anthology> {
  const records = new Map<string, SourceRecord>()
  const files: { name: string; sha256: string }[] = []
  const problems: string[] = []
  for (const { path, name } of await filesIn(folders, FILES)) {
    signal?.throwIfAborted()
    const bytes = await readFile(path)
    try {
      const xml = name.toLowerCase().endsWith('.gz')
        ? gunzipSync(bytes, { maxOutputLength: MOST_BYTES })
        : bytes
      const text = xml.toString('utf8')
      if (!LOOKS_LIKE_ONE.test(text.slice(0, 2000))) continue
      const collection = breakable(() => parseCollection(text))
      for (const record of collection.records) records.set(record.id, record)
      problems.push(...collection.unreadable.map((paper) => `${paper} has no id`))
    } catch (thrown) {
      problems.push(`${name} could not be read: ${messageOf(thrown)}`)
    }
    files.push({ name, sha256: sha256(bytes) })
  }
  return {
    platform: `ACL Anthology XML, ${files.length} files, snapshot ${snapshotOf(files)}`,
    records,
    exchanges: files.map(({ name, sha256: hash }) => ({
      method: 'GET',
      url: name,
      at: null,
      status: null,
      sha256: hash,
    })),
    problems,
  }
}

/** Whether a date, as far as it is known, may lie within the days of the protocol. */
function within({ from, until }: Protocol, date: string | null): boolean {
  if (date === null) return true
  const low = from === null || date >= from.slice(0, date.length)
  return low && (until === null || date <= until.slice(0, date.length))
}

/**
 * Collections of the ACL Anthology (`*.xml`, `*.xml.gz`) in local folders, taken whole whatever the query is: screening
 * ranks what is here better than a query finds it.
 */
function openAclAnthology(folders: readonly string[]): LiteratureSource {
  let opened: Promise<Anthology> | undefined
  const search = async (query: string, protocol: Protocol, signal?: AbortSignal): Promise<SearchResult> => {
    const filters = Object.fromEntries(
      Object.entries({ from: protocol.from, until: protocol.until }).filter(([, day]) => day !== null),
    ) as Record<string, string>
    const row = { source: 'acl-anthology', query, filters } as const
    const failed = (problem: string): SearchResult => ({
      search: {
        ...row,
        platform: 'ACL Anthology XML',
        reported: null,
        retrieved: 0,
        stopped: 'failed',
        problem,
        records: [],
        exchanges: [],
      },
      records: [],
    })
    signal?.throwIfAborted()
    opened ??= readAnthology(folders, signal)
    const anthology = await opened.catch((thrown: unknown) => {
      opened = undefined
      signal?.throwIfAborted()
      return messageOf(thrown)
    })
    if (typeof anthology === 'string') return failed(anthology)
    if (anthology.exchanges.length === 0)
      return failed('none of the folders holds a collection file (*.xml, *.xml.gz)')
    const records = [...anthology.records.values()].filter(({ date }) => within(protocol, date))
    const found: Search = {
      ...row,
      platform: anthology.platform,
      reported: records.length,
      retrieved: records.length,
      stopped: 'complete',
      problem: anthology.problems.length === 0 ? null : anthology.problems.join('; '),
      records: records.map(({ id }) => id),
      exchanges: [...anthology.exchanges],
    }
    return { search: found, records }
  }
  const cited = async (citation: Cited, signal?: AbortSignal): Promise<SourceRecord[]> => {
    signal?.throwIfAborted()
    opened ??= readAnthology(folders, signal)
    const records = [...(await opened).records.values()]
    if ('id' in citation)
      return records.filter(({ ids }) =>
        Object.entries(ids).some(([scheme, value]) => `${scheme}:${value}` === citation.id),
      )
    const family = titleKey(citation.family)
    return records.filter(
      ({ authors: [first], year }) =>
        first !== undefined && year === citation.year && titleKey(first.family) === family,
    )
  }
  return { id: 'acl-anthology', search, cited }
}

/** Collections of the ACL Anthology (`*.xml`, `*.xml.gz`) in local folders. */
export const aclAnthology: LocalSource<'acl-anthology'> = {
  id: 'acl-anthology',
  name: 'ACL Anthology',
  online: false,
  files: FILES,
  describedBy: 'venue',
  abstractFrom: 'venue',
  query: (parts) => wordQuery(parts, 4),
  open: openAclAnthology,
}

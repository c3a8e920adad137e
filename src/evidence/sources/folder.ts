import { readFile } from 'node:fs/promises'
import { basename, posix } from 'node:path'
import { list } from 'tar'
import { breakable, messageOf, sha256 } from '#kernel'
import type { Exchange } from '#net'
import type { Protocol } from '../bundle/protocol.ts'
import type { SourceRecord } from '../bundle/works.ts'
import { wordQuery } from '../protocol/syntax.ts'
import { decodeText } from '../texts/arxiv-source.ts'
import { normalizeDoi, parseAclId, parseArxivId } from '../works/identifiers.ts'
import { type FileHead, htmlHead, latexHead, pdfHead, textHead } from './file-head.ts'
import { filesIn, type LocalFile, snapshotOf } from './files.ts'
import { sourceRecord } from './records.ts'
import { parseReferences } from './reference-list.ts'
import type { LiteratureSource, LocalSource, SearchResult } from './source.ts'

const FILES = /\.(?:pdf|x?html?|tex|tar\.gz|tgz|txt|md|bib|ris)$/i
const REFERENCES = /\.(?:bib|ris)$/i
const ENDING = /\.(?:tar\.gz|[a-z]+)$/i
/** Most of an archive that is unpacked to find its title. */
const MOST_UNPACKED = 32 * 2 ** 20
const MOST_NAMED = 5

interface Contents {
  readonly records: readonly SourceRecord[]
  readonly files: readonly { readonly name: string; readonly sha256: string }[]
  readonly unreadable: readonly string[]
}

async function readFolders(folders: readonly string[], signal?: AbortSignal): Promise<Contents> {
  const records = new Map<string, SourceRecord>()
  const read: { name: string; sha256: string }[] = []
  const unreadable: string[] = []
  const found = await filesIn(folders, FILES)
  const there = new Set(found.map(({ name }) => name))
  const described = new Set<string>()
  const add = (record: SourceRecord) => {
    if (records.has(record.id)) unreadable.push(`${record.id.slice('folder:'.length)} is there twice`)
    else records.set(record.id, record)
  }
  // Entries first: what they say of a file beats what the file says of itself.
  for (const { path, name } of found.toSorted((a, b) => order(a) - order(b))) {
    signal?.throwIfAborted()
    try {
      const bytes = await readFile(path)
      if (REFERENCES.test(name)) {
        const { entries, problems } = breakable(() => parseReferences(decodeText(bytes), name))
        unreadable.push(...problems)
        for (const { record, files } of entries) {
          const file = files.map((each) => inside(name, each)).find((each) => there.has(each))
          if (file !== undefined) described.add(file)
          add(file === undefined ? record : { ...record, links: { ...record.links, file } })
        }
      } else if (!described.has(name)) add(recordOf(name, await headOf(path, name, bytes)))
      read.push({ name, sha256: sha256(bytes) })
    } catch (thrown) {
      unreadable.push(`${name}: ${messageOf(thrown)}`)
    }
  }
  return { records: [...records.values()], files: read, unreadable }
}

const order = ({ name }: LocalFile) => (REFERENCES.test(name) ? 0 : 1)

/** Where a reference list says that a file lies, as a path in the folder. */
const inside = (list: string, file: string) =>
  posix.normalize(posix.join(posix.dirname(list), file.replaceAll('\\', '/')))

async function headOf(path: string, name: string, bytes: Buffer): Promise<FileHead> {
  const ending = ENDING.exec(name)![0].toLowerCase()
  if (ending === '.pdf') return pdfHead(bytes)
  if (ending === '.tex') return latexHead(bytes.toString('utf8'))
  if (ending === '.tar.gz' || ending === '.tgz') return latexHead(await mainSource(path))
  return /html?$/.test(ending) ? htmlHead(bytes.toString('utf8')) : textHead(bytes.toString('utf8'))
}

/** The LaTeX file of an archive that has a title. Nothing is written to the disk. */
async function mainSource(path: string): Promise<string> {
  const sources: string[] = []
  let unpacked = 0
  await list({
    file: path,
    strict: true,
    onReadEntry: (entry) => {
      unpacked += entry.size
      if (!/\.tex$/i.test(entry.path) || unpacked > MOST_UNPACKED) return
      const chunks: Buffer[] = []
      entry.on('data', (chunk: Buffer) => chunks.push(chunk))
      entry.on('end', () => sources.push(Buffer.concat(chunks).toString('utf8')))
    },
  })
  return sources.find((source) => /\\title\b/.test(source)) ?? ''
}

function recordOf(name: string, head: FileHead): SourceRecord {
  const stem = basename(name).replace(ENDING, '')
  const arxiv = parseArxivId(stem) ?? parseArxivId(head.arxiv ?? '')
  return sourceRecord({
    id: `folder:${name}`,
    source: 'folder',
    ids: { doi: normalizeDoi(head.doi ?? ''), arxiv: arxiv?.base, acl: parseAclId(stem) },
    title: head.title ?? stem.replaceAll('_', ' '),
    authors: [...head.authors],
    date: head.date,
    language: head.language,
    type: arxiv === null ? 'other' : 'preprint',
    arxivVersion: arxiv?.version ?? null,
    links: { file: name },
  })
}

/**
 * Local folders of PDF, HTML, LaTeX (`.tex`, `.tar.gz`), text, BibTeX and RIS, taken whole whatever the query is: whoever
 * filled them has searched. Each file is a record, of reference lists each entry; an entry that names a file of the folder
 * is the record of that file.
 */
function openFolder(folders: readonly string[]): LiteratureSource {
  let opened: Promise<Contents> | undefined
  const search = async (query: string, protocol: Protocol, signal?: AbortSignal): Promise<SearchResult> => {
    signal?.throwIfAborted()
    const problems: string[] = []
    if (folders.length === 0) problems.push('no folder was named')
    opened ??= readFolders(folders, signal)
    const { records, files, unreadable } = await opened.catch((thrown: unknown): Contents => {
      opened = undefined
      signal?.throwIfAborted()
      problems.push(messageOf(thrown))
      return { records: [], files: [], unreadable: [] }
    })
    const failed = problems.length > 0
    const kept = records.slice(0, protocol.limits.recordsPerSource)
    if (unreadable.length > 0) {
      const others = unreadable.length > MOST_NAMED ? '; ...' : ''
      problems.push(
        `${unreadable.length} could not be read (${unreadable.slice(0, MOST_NAMED).join('; ')}${others})`,
      )
    }
    const exchanges = files.map(
      ({ name, sha256: hash }): Exchange => ({
        method: 'GET',
        url: name,
        at: null,
        status: null,
        sha256: hash,
      }),
    )
    return {
      search: {
        source: 'folder',
        platform: `local folders, ${files.length} files, snapshot ${snapshotOf(files)}`,
        query,
        filters: {},
        reported: failed ? null : records.length,
        retrieved: kept.length,
        stopped: failed ? 'failed' : kept.length < records.length ? 'limit' : 'complete',
        problem: problems.length === 0 ? null : problems.join('; '),
        records: kept.map(({ id }) => id),
        exchanges,
      },
      records: kept,
    }
  }
  return { id: 'folder', search }
}

/** Local folders of papers and reference lists. */
export const folder: LocalSource<'folder'> = {
  id: 'folder',
  name: 'local folders',
  online: false,
  describedBy: 'file',
  abstractFrom: 'file',
  query: (facets) => wordQuery(facets, 4),
  open: openFolder,
}

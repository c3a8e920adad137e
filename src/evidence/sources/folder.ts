import { readFile } from 'node:fs/promises'
import { basename, posix } from 'node:path'
import { breakable, messageOf, sha256 } from '#kernel'
import type { Exchange } from '#net'
import type { Protocol } from '../bundle/protocol.ts'
import type { SourceRecord } from '../bundle/works.ts'
import { wordQuery } from '../protocol/syntax.ts'
import { decodeText, unpackSource } from '../texts/arxiv-source.ts'
import { joinSource, mainFile } from '../texts/latex/source.ts'
import { normalizeDoi, parseAclId, parseArxivId } from '../works/identifiers.ts'
import { type FileHead, htmlHead, latexHead, pdfHead, textHead } from './file-head.ts'
import { filesIn, type LocalFile, snapshotOf } from './files.ts'
import { sourceRecord } from './records.ts'
import { parseReferences } from './reference-list.ts'
import type { LiteratureSource, LocalSource, SearchResult } from './source.ts'

const FILES = /\.(?:pdf|x?html?|tex|tar\.gz|tgz|txt|md|bib|ris)$/i
const REFERENCES = /\.(?:bib|ris)$/i
const ENDING = /\.(?:tar\.gz|[a-z]+)$/i
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
      } else if (!described.has(name)) add(recordOf(name, await headOf(name, bytes)))
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

async function headOf(name: string, bytes: Buffer): Promise<FileHead> {
  const ending = ENDING.exec(name)![0].toLowerCase()
  if (ending === '.pdf') return pdfHead(bytes, name)
  if (ending === '.tex') return latexHead(decodeText(bytes))
  if (ending === '.tar.gz' || ending === '.tgz') {
    const content = await unpackSource(bytes, name)
    if (content.type === 'pdf') return pdfHead(content.bytes, name)
    const main = mainFile(content.files)
    return latexHead(main === undefined ? '' : joinSource(content.files, main))
  }
  return /html?$/.test(ending) ? htmlHead(decodeText(bytes)) : textHead(decodeText(bytes))
}

/** An id that a file is named by, as downloads are: "2005.13013v2 (1)", "arXiv-2005.13013v1", "2020.acl-main.467". */
const NAMED_ARXIV = /^(?:arxiv[-_ .:]?)?(\d{4}\.\d{4,5}(?:v\d+)?)(?![\d.])/i
const NAMED_ACL = /^(\d{4}\.[a-z0-9]+-[a-z0-9]+\.\d+|[A-Z]\d{2}-\d{4,5})(?![\dA-Za-z])/

function recordOf(name: string, head: FileHead): SourceRecord {
  const stem = basename(name).replace(ENDING, '')
  // Names lie more often than pages.
  const arxiv = parseArxivId(head.arxiv ?? '') ?? parseArxivId(NAMED_ARXIV.exec(stem)?.[1] ?? '')
  const acl = head.acl ?? parseAclId(NAMED_ACL.exec(stem)?.[1] ?? '')
  return sourceRecord({
    id: `folder:${name}`,
    source: 'folder',
    ids: { doi: normalizeDoi(head.doi ?? ''), arxiv: arxiv?.base, acl },
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
  const search = async (query: string, _protocol: Protocol, signal?: AbortSignal): Promise<SearchResult> => {
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
        retrieved: records.length,
        stopped: failed ? 'failed' : 'complete',
        problem: problems.length === 0 ? null : problems.join('; '),
        records: records.map(({ id }) => id),
        exchanges,
      },
      records,
    }
  }
  return { id: 'folder', search }
}

/** Local folders of papers and reference lists. */
export const folder: LocalSource<'folder'> = {
  id: 'folder',
  name: 'local folders',
  online: false,
  files: FILES,
  describedBy: 'file',
  abstractFrom: 'file',
  query: (parts) => wordQuery(parts, 4),
  open: openFolder,
}

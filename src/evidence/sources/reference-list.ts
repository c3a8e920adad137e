import { plugins } from '@citation-js/core'
import '@citation-js/plugin-bibtex'
import '@citation-js/plugin-ris'
import { z } from 'zod'
import type { SourceRecord } from '../bundle/works.ts'
import { normalizeDoi, parseAclId, parseArxivId } from '../works/identifiers.ts'
import { collapse, plainLine, plainProse } from './plain-text.ts'
import { sourceRecord, webLink } from './records.ts'

const Name = z.object({
  given: z.string().optional(),
  family: z.string().optional(),
  literal: z.string().optional(),
  'non-dropping-particle': z.string().optional(),
  'dropping-particle': z.string().optional(),
  suffix: z.string().optional(),
})

/** An entry in CSL-JSON, as far as a record wants it. */
const Entry = z.object({
  type: z.string().optional(),
  title: z.string().optional(),
  author: z.array(Name).optional(),
  abstract: z.string().optional(),
  'container-title': z.string().optional(),
  DOI: z.string().optional(),
  URL: z.string().optional(),
  language: z.string().optional(),
  issued: z.object({ 'date-parts': z.array(z.array(z.union([z.int(), z.string()]))).optional() }).optional(),
})

export interface ReferenceList {
  readonly entries: readonly {
    readonly record: SourceRecord
    /** What the entry says of local files: paths in the forms of reference managers. */
    readonly files: readonly string[]
  }[]
  readonly unreadable: readonly string[]
}

const TYPES: Readonly<Record<string, SourceRecord['type']>> = {
  'article-journal': 'article',
  'paper-conference': 'proceedings-article',
  article: 'preprint',
  manuscript: 'preprint',
  book: 'book',
  chapter: 'book',
  thesis: 'thesis',
  dataset: 'dataset',
}

/** Entries of a BibTeX or RIS file; `name` is the file's path in its folder. One bad entry spoils no other. */
export function parseReferences(text: string, name: string): ReferenceList {
  const parts = name.toLowerCase().endsWith('.ris') ? risParts(text) : bibtexParts(text)
  const entries: ReferenceList['entries'][number][] = []
  const unreadable: string[] = []
  const seen = new Set<string>()
  for (const { key, text: part, type, fields } of parts) {
    const id = `folder:${name}#${key}`
    try {
      const parsed = plugins.input.chain(part, { forceType: type, generateGraph: false })
      if (parsed.length === 0 || seen.has(id)) throw new TypeError('no entry')
      seen.add(id)
      entries.push({ record: recordOf(id, Entry.parse(parsed[0]), fields), files: filesOf(fields.file) })
    } catch {
      unreadable.push(`${name}#${key}`)
    }
  }
  return { entries, unreadable }
}

interface Part {
  readonly key: string
  readonly text: string
  readonly type: string
  /** Fields that CSL-JSON has no place for. */
  readonly fields: { readonly eprint?: string | undefined; readonly file?: string | undefined }
}

/** Entries of BibTeX one by one, each with the abbreviations of the file. */
function bibtexParts(text: string): Part[] {
  const blocks = text.split(/^(?=[ \t]*@[a-z]+\s*[{(])/im).filter((block) => /^\s*@/.test(block))
  const kindOf = (block: string) => /@([a-z]+)/i.exec(block)![1]!.toLowerCase()
  const strings = blocks.filter((block) => kindOf(block) === 'string').join('\n')
  return blocks
    .filter((block) => !['string', 'comment', 'preamble'].includes(kindOf(block)))
    .map((block, index) => ({
      key: /[{(]\s*([^\s,={}()]+)\s*,/.exec(block)?.[1] ?? String(index + 1),
      text: `${strings}\n${block}`,
      type: '@biblatex/text',
      fields: { eprint: field(block, 'eprint'), file: field(block, 'file') },
    }))
}

const field = (block: string, name: string) =>
  new RegExp(`^[^%]*?\\b${name}\\s*=\\s*[{"]([^{}"]*)[}"]`, 'im').exec(block)?.[1]

/** Records of RIS one by one. */
function risParts(text: string): Part[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/^ER\s{2}-.*$/m)
    .filter((part) => /^\w\w\s{2}-/m.test(part))
    .map((part, index) => ({
      key: /^ID\s{2}-\s*(\S+)/m.exec(part)?.[1] ?? String(index + 1),
      text: `${part.trim()}\nER  - \n`,
      type: '@ris/file',
      fields: { file: /^L[14]\s{2}-\s*(.+)$/m.exec(part)?.[1]?.trim() },
    }))
}

/** Paths out of `path`, `:path:PDF` or `title:path:application/pdf`, several divided by semicolons. */
function filesOf(value: string | undefined): string[] {
  if (value === undefined) return []
  return value
    .split(';')
    .flatMap((one) => [one, ...one.split(':')])
    .map((path) => path.trim())
    .filter(Boolean)
}

function recordOf(id: string, entry: z.infer<typeof Entry>, { eprint }: Part['fields']): SourceRecord {
  const link = webLink(entry.URL)
  const doi = normalizeDoi(entry.DOI ?? '') ?? normalizeDoi(link)
  const arxiv = parseArxivId(eprint ?? '') ?? parseArxivId(link) ?? parseArxivId(doi ?? '')
  const type = TYPES[entry.type ?? ''] ?? 'other'
  return sourceRecord({
    id,
    source: 'folder',
    ids: {
      doi,
      arxiv: arxiv?.base,
      acl: parseAclId(link) ?? (doi?.startsWith('10.18653/') ? parseAclId(doi) : null),
    },
    title: plainLine(entry.title),
    authors: (entry.author ?? []).flatMap((author) => {
      const particle = author['non-dropping-particle'] ?? author['dropping-particle'] ?? ''
      const family = collapse(`${particle} ${author.family ?? author.literal ?? ''} ${author.suffix ?? ''}`)
      return family === null ? [] : [{ given: collapse(author.given), family }]
    }),
    date: dateOf(entry.issued?.['date-parts']?.[0]),
    venue: plainLine(entry['container-title']),
    type: arxiv !== null && type === 'other' ? 'preprint' : type,
    abstract: plainProse(entry.abstract),
    language: entry.language ?? null,
    arxivVersion: arxiv?.version ?? null,
    links: { landing: link },
  })
}

function dateOf(parts: readonly (string | number)[] | undefined): string | null {
  const [year, ...rest] = (parts ?? []).map(Number).filter((part) => Number.isInteger(part) && part > 0)
  if (year === undefined || year > 9999) return null
  return [String(year).padStart(4, '0'), ...rest.map((part) => String(part).padStart(2, '0'))].join('-')
}

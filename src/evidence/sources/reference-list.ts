import type { Author, SourceRecord } from '../bundle/works.ts'
import { parseAclId, parseArxivId } from '../works/identifiers.ts'
import { readBibtex } from './bibtex.ts'
import { sourceRecord, webLink } from './records.ts'
import { readRis } from './ris.ts'

/** An entry of a reference list, as far as a record wants it. */
export interface Reference {
  readonly key: string
  readonly line: number
  readonly doi: string | null | undefined
  /** Addresses that it names, and what may be an arXiv id. */
  readonly links: readonly string[]
  readonly arxiv: readonly string[]
  /** What it says of local files, in the forms of reference managers. */
  readonly files: readonly string[]
  readonly title: string | null
  readonly authors: readonly Author[]
  readonly date: string | null
  readonly venue: string | null
  readonly type: SourceRecord['type']
  readonly abstract: string | null
  readonly language: string | null
}

/** All that can be read of a list, and in words what cannot. */
export interface References {
  readonly references: readonly Reference[]
  readonly problems: readonly string[]
}

interface ReferenceList {
  readonly entries: readonly { readonly record: SourceRecord; readonly files: readonly string[] }[]
  readonly problems: readonly string[]
}

/** Entries of a BibTeX or RIS file; `name` is the file's path in its folder. One bad entry spoils no other. */
export function parseReferences(text: string, name: string): ReferenceList {
  const { references, problems } = name.toLowerCase().endsWith('.ris') ? readRis(text) : readBibtex(text)
  const seen = new Set<string>()
  const entries = references.map((reference) => {
    // Two entries may go by one key.
    const key = seen.has(reference.key) ? `${reference.key}@${reference.line}` : reference.key
    seen.add(reference.key)
    return {
      record: recordOf(`folder:${name}#${key}`, reference),
      files: reference.files.flatMap(pathsOf),
    }
  })
  return { entries, problems: problems.map((problem) => `${name}, ${problem}`) }
}

/** Paths out of `path`, `:path:PDF` or `title:path:application/pdf`, several divided by semicolons. */
const pathsOf = (value: string): string[] =>
  value
    .split(';')
    .flatMap((one) => [one, ...one.split(':')])
    .map((path) => path.trim())
    .filter(Boolean)

function recordOf(id: string, reference: Reference): SourceRecord {
  const { doi, title, authors, date, venue, type, abstract, language } = reference
  const link = reference.links.map(webLink).find((each) => each !== '') ?? ''
  const arxiv = [...reference.arxiv, link, doi ?? ''].map(parseArxivId).find((each) => each !== null) ?? null
  return sourceRecord({
    id,
    source: 'folder',
    ids: {
      doi,
      arxiv: arxiv?.base,
      acl: parseAclId(link) ?? (doi?.startsWith('10.18653/') ? parseAclId(doi) : null),
    },
    title,
    authors: [...authors],
    date,
    venue,
    type: arxiv !== null && type === 'other' ? 'preprint' : type,
    abstract,
    language,
    arxivVersion: arxiv?.version ?? null,
    links: { landing: link },
  })
}

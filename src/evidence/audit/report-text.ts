import { parse as parseCsv } from 'csv-parse/sync'
import { breakable, messageOf } from '#kernel'
import type { TextDocument } from '../bundle/texts.ts'
import { decodeText, isPdf } from '../texts/arxiv-source.ts'
import { TextUnreadableError } from '../texts/errors.ts'
import { parseHtml } from '../texts/html.ts'
import { parseLatex } from '../texts/latex.ts'
import { localKind } from '../texts/local-file.ts'
import { parsePdf } from '../texts/pdf.ts'
import { parsePlainText } from '../texts/plain-or-markdown.ts'
import type { RawRow } from '../texts/table.ts'
import { printKey } from './alignment.ts'
import { ForeignReportError } from './errors.ts'

/** A report as far as its form can be read: its text, its tables as written, and where each line of it is. */
export interface ReportText {
  /** Null for a file that is one table. */
  readonly document: TextDocument | null
  readonly tables: readonly (readonly RawRow[])[]
  /** Addresses that links of the text lead to, by their words. */
  readonly links: ReadonlyMap<string, string>
  /** Entries of a LaTeX bibliography by their keys. */
  readonly bibliography: ReadonlyMap<string, string>
  /** Line of a passage, from 1; null where the form has no lines, as in a PDF. */
  readonly lineOf: (text: string) => number | null
}

const ORIGIN = { work: 'report', keepReferences: true } as const
const CSV = /\.(?:csv|tsv)$/i
const HTML = /\.x?html?$/i

/** Reads a report of any form: PDF, HTML, LaTeX, CSV, Markdown or plain text. Throws REPORT_UNREADABLE. */
export async function readReportText(file: string, bytes: Uint8Array): Promise<ReportText> {
  if (!isPdf(bytes)) return reportText(file, decodeText(bytes))
  try {
    const document = await parsePdf(bytes, { ...ORIGIN, kind: 'pdf' })
    return { document, tables: [], links: new Map(), bibliography: new Map(), lineOf: () => null }
  } catch (thrown) {
    throw unreadable(file, thrown)
  }
}

/** The same for what is text; the name tells the form. */
export function reportText(file: string, given: string): ReportText {
  const text = given
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .normalize('NFC')
  const tables: (readonly RawRow[])[] = []
  const links = new Map<string, string>()
  const origin = { ...ORIGIN, onTable: (rows: readonly RawRow[]) => void tables.push(rows) }
  const shared = {
    tables,
    links,
    bibliography: bibliographyOf(text),
    lineOf: linesOf(withoutMarkdown(text, new Map())),
  }
  try {
    if (text.includes('\0')) throw new TextUnreadableError(file, 'it is not text')
    if (CSV.test(file)) return { ...shared, document: null, tables: [csvRows(file, text)] }
    return { ...shared, document: breakable(() => documentOf(file, text, origin, links)) }
  } catch (thrown) {
    throw unreadable(file, thrown)
  }
}

function documentOf(
  file: string,
  text: string,
  origin: Omit<Parameters<typeof parseHtml>[1], 'kind'>,
  links: Map<string, string>,
): TextDocument {
  if (HTML.test(file) || /^\s*<(?:!doctype html|html)\b/i.test(text)) {
    for (const [, address, words] of text.matchAll(/<a\s[^<>]*?href="([^"<>]+)"[^<>]*>([^<>]+)<\/a>/gi))
      links.set(printKey(words!), address!)
    return parseHtml(text, { ...origin, kind: 'html' })
  }
  if (localKind(file) === 'latex' || /^\s*\\documentclass\b/m.test(text))
    return parseLatex(new Map([['report.tex', text]]), { ...origin, kind: 'latex' }, 'report.tex')
  return parsePlainText(withoutMarkdown(text, links), { ...origin, kind: 'plain-text' })
}

/** Markdown without what is no text of its author: front matter, code, pictures, tags; links stay as their words. */
function withoutMarkdown(text: string, links: Map<string, string>): string {
  const blank = (part: string) => part.replace(/[^\n]+/g, '')
  return text
    .replace(/^---\n[\s\S]*?\n---(?=\n)/, blank)
    .replace(/^(```|~~~)[\s\S]*?^\1.*$/gm, blank)
    .replace(/<!--[\s\S]*?-->/g, blank)
    .replace(/!\[[^\]]*\]\([^()\s]*(?:\([^()]*\)[^()]*)*\)/g, '')
    .replace(/<(?!https?:)\/?[a-z][^<>\n]{0,500}>/gi, (tag) => (KEPT.has(tag) ? tag : ''))
    .replace(
      /\[([^[\]]+)\]\((https?:[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)[^()]*\)/g,
      (_, words: string, address: string) => {
        links.set(printKey(words), address)
        return words
      },
    )
    .replace(/\[\s*\]\([^()]*\)/g, '')
    .replace(/(?<![\w*])(\*\*|__|\*)(?=\S)([^*\n]+?)(?<=\S)\1(?![\w*])/g, '$2')
}
/** What reads as a tag in text about languages and tasks. */
const KEPT = new Set(['<b>', '</b>'])

function csvRows(file: string, text: string): RawRow[] {
  const head = text.slice(0, text.indexOf('\n') + 1 || text.length)
  const delimiter = [',', ';', '\t'].toSorted((a, b) => head.split(b).length - head.split(a).length)[0]!
  const records = parseCsv(text, {
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
  }) as string[][]
  if (records.length < 2) throw new TextUnreadableError(file, 'the table has no rows')
  return records.map((record, at) => ({
    cells: record.map((cell) => ({ text: cell.trim(), rows: 1, columns: 1 })),
    head: at === 0,
  }))
}

/** Entries of `thebibliography`, their commands taken out. */
function bibliographyOf(text: string): Map<string, string> {
  const entries = text.matchAll(
    /\\bibitem\s*(?:\[[^\]]*\])?\s*\{([^{}]+)\}([\s\S]*?)(?=\\bibitem|\\end\{thebibliography\})/g,
  )
  return new Map(
    [...entries].map(({ 1: key, 2: entry }) => [
      key!.trim(),
      entry!
        .replace(/\\[a-zA-Z]+\s*|[{}~]/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    ]),
  )
}

/** Finds a passage by its letters and digits, whatever markup and line ends are in it. */
function linesOf(text: string): ReportText['lineOf'] {
  const starts: number[] = []
  let keys = ''
  for (const line of text.split('\n')) {
    starts.push(keys.length)
    const key = printKey(line.replace(/<[^<>]*>/g, ' '))
    if (key !== '') keys += `${key} `
  }
  return (passage) => {
    const key = printKey(passage)
    const at = key === '' ? -1 : Math.max(keys.indexOf(key), keys.indexOf(key.slice(0, 40)))
    return at === -1 ? null : starts.findLastIndex((start) => start <= at) + 1
  }
}

export function unreadable(file: string, thrown: unknown): ForeignReportError {
  const why = messageOf(thrown).replace(/^Cannot read "[^"]*": /, '')
  return new ForeignReportError(`Cannot audit "${file}": ${why}`, {
    hint: 'Give a report that makes claims, as text, Markdown, HTML, LaTeX, CSV or PDF.',
    place: { file },
    cause: thrown,
  })
}

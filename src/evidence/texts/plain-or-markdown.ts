import type { TextDocument } from '../bundle/texts.ts'
import type { Work } from '../bundle/works.ts'
import { DocumentWriter, isReferences, type TextOrigin } from './document.ts'
import { TextUnreadableError } from './errors.ts'
import { type RawRow, tableBudget } from './table.ts'

/** Headings that stand without a number. */
const NAMED =
  /^(?:abstract|introduction|background|related work|methods?|methodology|experiments?|experimental setup|results?(?: and discussion)?|analysis|discussion|conclusions?(?: and future work)?|limitations|acknowledge?ments?|ethics statement|appendix|zusammenfassung|resumen|résumé)\s*:?$/i

/**
 * Level and text of a line that is a heading by its number, its name, or Markdown's signs; level 1 is the outermost.
 * `lettered`: a capital letter without a full stop counts as the number of an appendix, and not as an article.
 */
export function headingOf(line: string, lettered = false): { level: number; text: string } | undefined {
  const text = line.trim()
  if (text === '' || text.length > 120) return undefined
  const marked = /^(#{1,6})\s+(\S.*?)\s*#*$/.exec(text)
  if (marked !== null) return { level: marked[1]!.length, text: marked[2]! }
  if (NAMED.test(text) || isReferences(text)) return { level: 1, text }
  const numbered =
    /^((?:\d{1,2}|[A-Z](?=\.?\d))(?:\.\d{1,2}){0,3}|[A-H](?=[.\s]))\.?\s+(\p{Lu}.*|\p{Lo}.*)$/u.exec(text)
  if (!lettered && /^\p{Lu}\s/u.test(text)) return undefined
  if (numbered === null || /[.;:,。]$/u.test(text) || text.split(/\s+/).length > 12) return undefined
  return { level: numbered[1]!.split('.').length, text }
}

/**
 * The text of a plain or Markdown file: paragraphs between blank lines, headings by number or name. The first line is the title
 * when a blank line follows it and it does not end like a sentence. Throws TEXT_UNREADABLE for an empty or binary file.
 */
export function parsePlainText(text: string, origin: TextOrigin): TextDocument {
  const name = origin.url ?? origin.work
  if (text.includes('\0')) throw new TextUnreadableError(name, 'it is not text')
  const blocks = text
    .replace(/\r\n?/g, '\n')
    .split(/\n(?:[^\S\n]*\n)+|\f/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
  if (blocks.length === 0) throw new TextUnreadableError(name, 'the file is empty')
  const first = blocks[0]!
  const marked = /^#\s+(.+)$/.exec(first)
  const titled =
    marked !== null ||
    (blocks.length > 1 && first.length <= 300 && !/[.!?:。]$/u.test(first) && headingOf(first) === undefined)
  const writer = new DocumentWriter(origin, titled ? (marked?.[1] ?? first) : null)
  const budget = tableBudget()
  let unnamed = 0
  for (const block of titled ? blocks.slice(1) : blocks)
    for (const { lines, rows } of stretches(block.split('\n'))) {
      if (rows === null) readBlock(lines, writer)
      else writer.table(`Table without caption ${++unnamed}`, rows, budget)
    }
  if (writer.isEmpty) throw new TextUnreadableError(name, 'the file holds no text but a title')
  return writer.finish()
}

const SPLIT = { pipes: /(?<!\\)\|/, tabs: /\t+/, gaps: / {2,}/ }
const LEAST_CELLS = { pipes: 2, tabs: 2, gaps: 3 }
type RowKind = keyof typeof SPLIT

/** The line between head and rows of a Markdown table. */
const RULE = /^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?$/

/** Cells of a line between pipes, tabs, or gaps of two blanks and more. */
const cellsOf = (line: string, kind: RowKind): string[] =>
  line
    .trim()
    .replace(kind === 'pipes' ? /^\||(?<!\\)\|$/g : /^$/, '')
    .split(SPLIT[kind])
    .map((cell) => cell.trim().replaceAll('\\|', '|'))

/** How a line may be a row: by its signs, or by nothing but gaps, which prose has too. */
function rowKind(line: string): RowKind | null {
  const kind = /^\|| \|/.test(line.trim()) ? 'pipes' : line.trim().includes('\t') ? 'tabs' : 'gaps'
  return RULE.test(line.trim()) || cellsOf(line, kind).length >= LEAST_CELLS[kind] ? kind : null
}

/** Rows between pipes begin with one, or stand under a rule: elsewhere a pipe is a sign among others. */
const isTable = (kind: RowKind, lines: readonly string[]) =>
  lines.length > 1 &&
  (kind !== 'pipes' ||
    lines.every((line) => /^\s*\|/.test(line)) ||
    lines.some((line) => RULE.test(line.trim())))

/** The lines of a block in stretches: those that make a table, and all others. */
function stretches(lines: readonly string[]): { lines: string[]; rows: RawRow[] | null }[] {
  const found: { kind: RowKind | null; lines: string[] }[] = []
  for (const line of lines) {
    const kind = rowKind(line)
    if (found.at(-1)?.kind === kind) found.at(-1)!.lines.push(line)
    else found.push({ kind, lines: [line] })
  }
  const merged: { lines: string[]; rows: RawRow[] | null }[] = []
  for (const { kind, lines: own } of found) {
    const rows = kind !== null && isTable(kind, own) ? rowsOf(own, kind) : null
    if (rows === null && merged.at(-1)?.rows === null) merged.at(-1)!.lines.push(...own)
    else merged.push({ lines: own, rows })
  }
  return merged
}

function rowsOf(lines: readonly string[], kind: RowKind): RawRow[] {
  const rule = lines.findIndex((line) => RULE.test(line.trim()))
  return lines.flatMap((line, at) =>
    at === rule
      ? []
      : [
          {
            cells: cellsOf(line, kind).map((text) => ({ text, rows: 1, columns: 1 })),
            head: rule > 0 && at < rule,
          },
        ],
  )
}

function readBlock(block: readonly string[], writer: DocumentWriter): void {
  let lines: string[] = []
  let kind: 'prose' | 'list-item' = 'prose'
  const flush = () => {
    writer.paragraph(kind, lines.join(' '))
    lines = []
  }
  for (const [index, line] of block.entries()) {
    // A heading within a block stands on its first line; numbered sentences further down are no headings.
    const heading = index === 0 || /^#{1,6}\s/.test(line) ? headingOf(line) : undefined
    const item = /^\s*(?:[-*•+]|\d{1,3}[.)])\s+(.*)$/.exec(line)
    if (heading !== undefined) {
      flush()
      writer.heading(heading.level, heading.text)
    } else if (item !== null) {
      flush()
      kind = 'list-item'
      lines.push(item[1]!)
    } else lines.push(line)
  }
  flush()
}

/** Title and abstract of a work as its sources give them; null without an abstract. */
export function parseAbstract(work: Work): TextDocument | null {
  if (work.abstract === null || work.abstract.trim() === '') return null
  const writer = new DocumentWriter(
    {
      work: work.id,
      kind: 'abstract',
      version: work.ids.arxiv === undefined || work.arxivVersion === null ? null : `v${work.arxivVersion}`,
      url: work.links.landing ?? null,
      licence: work.licence,
      language: work.language,
    },
    work.title,
  )
  writer.heading(1, 'Abstract')
  writer.paragraph('prose', work.abstract)
  return writer.isEmpty ? null : writer.finish()
}

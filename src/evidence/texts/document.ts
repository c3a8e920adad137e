import { sha256 } from '#kernel'
import type { TextDocument, TextKind } from '../bundle/texts.ts'
import { type RawRow, type TableBudget, tableCells } from './table.ts'

/** What a parser is told about the text; it fills in what it finds better. */
export interface TextOrigin {
  readonly work: string
  readonly kind: TextKind
  readonly version?: string | null
  readonly url?: string | null
  readonly licence?: string | null
  readonly language?: string | null
  /** Stands in where the text names no title. */
  readonly title?: string | null
  /** Reference lists are text too: for audits, which look up what is cited. */
  readonly keepReferences?: boolean
  /** Is given each table as it was written, when its cells have been. */
  readonly onTable?: (rows: readonly RawRow[]) => void
}

type Kind = TextDocument['paragraphs'][number]['kind']

/** Text that `cleanText` would leave as it is. */
const CLEAN = /^(?:[!-~]+(?: [!-~]+)*)?$/

/** NFC, one space for white space of any kind; signs that show nothing and halves of pairs left out. */
export const cleanText = (text: string): string =>
  text.length < 500 && CLEAN.test(text)
    ? text
    : text
        .normalize('NFC')
        .replace(/[\u00ad\u200b\u2060\ufeff]/g, '')
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
        .replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ')
        .replace(/\p{Cs}/gu, '\ufffd')
        .normalize('NFC')
        .trim()

/** Paragraphs of one document in their order; longer texts are cut off there. */
const MOST_CHARACTERS = 8_000_000

/** Headings that begin a list of references, with or without a number. */
const REFERENCES =
  /^(?:[\dIVX]+\.?\s+|[A-Z]\.?\s+)?(?:references?(?: and notes)?|bibliography|works cited|literature cited|cited literature|literatur(?:verzeichnis)?|références|bibliographie|referencias|参考文献|참고문헌)\s*:?$/iu

export const isReferences = (heading: string): boolean => REFERENCES.test(heading)

/** Writes a text paragraph by paragraph and keeps its ranges. */
export class DocumentWriter {
  readonly #pieces: string[] = []
  #length = 0
  readonly #sections: TextDocument['sections'] = []
  readonly #paragraphs: TextDocument['paragraphs'] = []
  readonly #cells: TextDocument['cells'] = []
  readonly #headings: { level: number; text: string }[] = []
  #path: string[]
  /** A new path that has no paragraph yet. */
  #fresh = true
  /** Level of the heading over the references that are being left out. */
  #skipped: number | undefined
  readonly #origin: TextOrigin

  /** The title is the first paragraph, and the path of all that stands before the first heading. */
  constructor(origin: TextOrigin, title: string | null) {
    this.#origin = origin
    const found = cleanText(title ?? '') || cleanText(origin.title ?? '') || cleanText(origin.work)
    this.#path = [found]
    this.paragraph('title', found)
  }

  /** Begins a section; those of the same or a deeper level end. Level 1 is the outermost. */
  heading(level: number, heading: string): void {
    const text = cleanText(heading)
    if (text === '') return
    if (this.#skipped !== undefined && level > this.#skipped) return
    this.#skipped = isReferences(text) && !this.#origin.keepReferences ? level : undefined
    if (this.#skipped !== undefined) return
    while (this.#headings.length > 0 && this.#headings.at(-1)!.level >= level) this.#headings.pop()
    this.#headings.push({ level, text })
    this.#path = this.#headings.map((each) => each.text)
    this.#fresh = true
  }

  paragraph(kind: Exclude<Kind, 'cell'>, text: string): void {
    this.#write(kind, cleanText(text))
  }

  /** A table, cell by cell, each as a sentence of its own. */
  table(name: string, rows: readonly RawRow[], budget: TableBudget): void {
    const table = cleanText(name)
    const cells = tableCells(rows, budget)
    if (this.#skipped === undefined) this.#origin.onTable?.(rows)
    for (const cell of cells) {
      const row = cell.row.map(cleanText).filter((text) => text !== '')
      const column = cell.column.map(cleanText).filter((text) => text !== '')
      const value = cleanText(cell.value)
      if (value === '') continue
      const headers = [...row, ...column].join(' / ')
      const stop = /[.!?。]$/u.test(value) ? '' : '.'
      const range = this.#write('cell', `${headers === '' ? '' : `${headers} = `}${value}${stop}`)
      if (range !== undefined) this.#cells.push({ ...range, table, row, column, value })
    }
  }

  get isEmpty(): boolean {
    return this.#paragraphs.length <= 1
  }

  finish(found: { language?: string | null; licence?: string | null } = {}): TextDocument {
    const text = this.#pieces.join('')
    const { work, kind, version, url, licence, language } = this.#origin
    return {
      sha256: sha256(text),
      work,
      kind,
      version: version ?? null,
      url: url ?? null,
      licence: licence ?? found.licence ?? null,
      language: language ?? found.language ?? null,
      text,
      sections: this.#sections,
      paragraphs: this.#paragraphs,
      cells: this.#cells,
    }
  }

  #write(kind: Kind, text: string): { start: number; end: number } | undefined {
    if (text === '' || this.#skipped !== undefined || this.#length > MOST_CHARACTERS) return undefined
    const gap = this.#length === 0 ? '' : '\n\n'
    const start = this.#length + gap.length
    const end = start + text.length
    this.#pieces.push(gap, text)
    this.#length = end
    if (this.#fresh) this.#sections.push({ path: this.#path, start, end })
    this.#fresh = false
    this.#sections.at(-1)!.end = end
    this.#paragraphs.push({ start, end, section: this.#sections.length - 1, kind })
    return { start, end }
  }
}

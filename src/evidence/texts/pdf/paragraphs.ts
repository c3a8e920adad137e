import { keepsHyphen, type Vocabulary, vocabularyOf } from '../hyphens.ts'
import { headingOf } from '../plain-or-markdown.ts'
import { mode, type Style, styleOf, titleLines, withoutMarks } from './first-page.ts'
import { type PdfLine, withoutRunningHeads } from './lines.ts'

/** What stands on the pages, in reading order. */
export type PdfBlock =
  | { readonly type: 'heading'; readonly level: number; readonly text: string }
  | { readonly type: 'paragraph'; readonly kind: 'prose' | 'caption' | 'list-item'; readonly text: string }

export interface PdfContent {
  readonly title: string | null
  readonly blocks: readonly PdfBlock[]
}

interface Paragraph {
  lines: PdfLine[]
  heading: number | undefined
}

const CAPTION = /^(?:table|figure|fig\.|tab\.|algorithm|listing)\s*\d+\s*[:.|]/i
const BULLET = /^(?:[•◦▪–-]|\(?\d{1,2}[.)])\s+\S/
const CLOSED = /[.!?:;。！？][)\]"”’]*(?:\[\d+\])?$/u

/** Puts lines of so many pages together to a title, headings and paragraphs, without running heads and page numbers. */
export function readLines(all: readonly PdfLine[], pages: number): PdfContent {
  // A title may be the running head of all other pages.
  const title = titleLines(all)
  const lines = withoutRunningHeads(all, pages)
  const style = styleOf(lines)
  const body = lines.filter((line) => !title.includes(line))
  const start = title.length === 0 ? 0 : afterAuthors(body)
  const words = vocabularyOf(lines.map((line) => line.text))
  const paragraphs = group(body.slice(start), style)
  return {
    title: title.length === 0 ? null : withoutMarks(joinText(title, words)),
    blocks: paragraphs.flatMap((paragraph): PdfBlock[] => {
      const text = joinText(paragraph.lines, words)
      if (paragraph.heading !== undefined) return [{ type: 'heading', level: paragraph.heading, text }]
      const kind = CAPTION.test(text) ? 'caption' : BULLET.test(text) ? 'list-item' : 'prose'
      return [
        { type: 'paragraph', kind, text: kind === 'list-item' ? text.replace(/^[•◦▪–-]\s+/u, '') : text },
      ]
    }),
  }
}

/** Names and addresses stand between the title and the abstract. */
function afterAuthors(lines: readonly PdfLine[]): number {
  const abstract = lines.findIndex((line) => line.page === 0 && /^abstract\b[.:—–-]*/i.test(line.text))
  return abstract === -1 ? 0 : abstract
}

function headingLevel(line: PdfLine, style: Style): number | undefined {
  const heading = headingOf(line.text, true)
  if (heading === undefined || /^#/.test(line.text)) return undefined
  const distinct = line.size >= 1.05 * style.size || line.font !== style.font
  const numbered = /^(?:\d|[A-Z][.\s\d])/.test(line.text)
  return (numbered ? distinct && line.size >= 0.95 * style.size : true) ? heading.level : undefined
}

function group(lines: readonly PdfLine[], style: Style): Paragraph[] {
  const paragraphs: Paragraph[] = []
  const lefts = new Map<number, number>()
  const spacings = new Map<number, number>()
  for (const block of new Set(lines.map((line) => line.block))) {
    const own = lines.filter((line) => line.block === block)
    lefts.set(block, mode(own.map((line) => [Math.round(line.left), 1] as const)) ?? 0)
    const steps = own
      .slice(1)
      .map((line, index) => [Math.round(2 * (own[index]!.y - line.y)) / 2, 1] as const)
    spacings.set(block, mode(steps.filter(([step]) => step > 0)) ?? 1.2 * style.size)
  }
  let previous: PdfLine | undefined
  for (const line of lines) {
    const last = paragraphs.at(-1)
    const level = headingLevel(line, style)
    const same = previous !== undefined && previous.block === line.block
    if (level !== undefined) paragraphs.push({ lines: [line], heading: level })
    else if (last === undefined || previous === undefined)
      paragraphs.push({ lines: [line], heading: undefined })
    else if (last.heading !== undefined) {
      // A heading of two lines.
      const goesOn =
        same && line.font === previous.font && line.font !== style.font && line.size === previous.size
      if (goesOn && last.lines.length < 3) last.lines.push(line)
      else paragraphs.push({ lines: [line], heading: undefined })
    } else if (same) {
      const gap = previous.y - line.y > 1.35 * Math.max(spacings.get(line.block)!, 1.05 * style.size)
      const indented = line.left > lefts.get(line.block)! + 0.7 * line.size
      const begins =
        indented && previous.left <= lefts.get(line.block)! + 0.7 * line.size && CLOSED.test(previous.text)
      const resized = Math.abs(line.size - previous.size) > 0.08 * style.size
      const tabular = isRow(line) || isRow(previous)
      if (!(gap || begins || resized || tabular || BULLET.test(line.text) || CAPTION.test(line.text)))
        last.lines.push(line)
      else resume(paragraphs, /^\p{Ll}/u.test(line.text) ? interrupted(paragraphs, line) : undefined, line)
    } else resume(paragraphs, continued(paragraphs, line), line)
    previous = line
  }
  return paragraphs
}

/** A line of a table: wide gaps, or numbers mostly. */
function isRow(line: PdfLine): boolean {
  const words = line.text.split(' ')
  const numbers = words.filter((word) => /^[-+−–]?\d[\d.,]*%?$/.test(word)).length
  return line.gaps > 0 || (numbers >= 4 && numbers >= 0.6 * words.length)
}

/** Adds a line to the paragraph that it continues, which moves to the end so that further lines find it, or to a new one. */
function resume(paragraphs: Paragraph[], open: Paragraph | undefined, line: PdfLine): void {
  if (open === undefined) {
    paragraphs.push({ lines: [line], heading: undefined })
    return
  }
  paragraphs.splice(paragraphs.indexOf(open), 1)
  open.lines.push(line)
  paragraphs.push(open)
}

/** The paragraph that was interrupted by a figure at the top of a column: unfinished, in the same letters. */
function interrupted(paragraphs: readonly Paragraph[], line: PdfLine): Paragraph | undefined {
  for (const paragraph of paragraphs.slice(-40).reverse()) {
    if (paragraph.heading !== undefined) return undefined
    const end = paragraph.lines.at(-1)!
    if (end.size === line.size && end.font === line.font && end.gaps === 0 && paragraph.lines.length > 1)
      return CLOSED.test(end.text) || CAPTION.test(paragraph.lines[0]!.text) ? undefined : paragraph
  }
  return undefined
}

/** The paragraph that goes on at the top of a column: unfinished, of the same size, with notes or captions at most since. */
function continued(paragraphs: readonly Paragraph[], line: PdfLine): Paragraph | undefined {
  for (const paragraph of paragraphs.slice(-5).reverse()) {
    if (paragraph.heading !== undefined) return undefined
    const end = paragraph.lines.at(-1)!
    const text = paragraph.lines[0]!.text
    if (Math.abs(end.size - line.size) > 0.05 * line.size || CAPTION.test(text) || end.gaps > 0) continue
    return CLOSED.test(end.text) || CAPTION.test(line.text) || BULLET.test(line.text) ? undefined : paragraph
  }
  return undefined
}

/** Lines as one text; hyphens at their ends stay where they belong to the word. */
export function joinText(lines: readonly PdfLine[], words: Vocabulary): string {
  let text = ''
  for (const { text: line } of lines) {
    const next = line.trim()
    const before = /(\p{L}+(?:-\p{L}+)*)[-\u00ad\u2010]$/u.exec(text.slice(-80))?.[1]
    const after = /^\p{L}+(?:-\p{L}+)*/u.exec(next)?.[0]
    if (before !== undefined && after !== undefined)
      text = (keepsHyphen(before, after, words) ? text : text.slice(0, -1)) + next
    else if (/[\p{L}\p{N}]-$/u.test(text.slice(-3))) text += next
    else text += text === '' ? next : ` ${next}`
  }
  return text
}

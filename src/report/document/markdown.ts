import { markdownTable } from 'markdown-table'
import {
  type Code,
  cellLines,
  type Document,
  type List,
  printableLines,
  type TableCell,
  type Text,
} from './model.ts'
import { blocksOf, type Format, inlineOf } from './written.ts'

/** The whole document as Markdown without HTML, for a repository or a message. */
export function renderMarkdown({ title, kicker, sections, colophon }: Document): string {
  const parts = [heading(1, title), line(kicker), blocksOf(MARKDOWN, sections, 2), line(colophon)]
  return `${parts.join('\n\n')}\n`
}

const inline = (text: Text): string => inlineOf(MARKDOWN, text)

/** Text that Markdown must not read as markup, HTML, an entity, a link or a formula; names keep their dots and hyphens. */
const escaped = (text: string): string =>
  text
    .replace(/[\\`*_[\]<>|~$]/g, '\\$&')
    .replace(/&(?=#|[a-z])/gi, '\\&')
    .replace(/\b(https?|ftp|mailto):/gi, '$1\\:')
    .replace(/\bwww\./gi, 'www\\.')

/** A text at the beginning of a line that must not become a heading, a list, a rule or code. */
const line = (text: Text): string =>
  inline(text)
    .trimStart()
    .replace(/^(#|[-+](?=\s|[-+]|$)|=)/, '\\$1')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')

/** Emphasis begins and ends at a letter: blanks go outside, and nothing stays nothing. */
function bold(text: string): string {
  const [, before, core, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text)!
  return core === '' ? text : `${before}**${core}**${after}`
}

/** A title, whose last number signs are no end of the heading. */
const heading = (depth: number, title: string) =>
  `${'#'.repeat(Math.min(depth, 6))} ${inline(title).replace(/(#+\s*)$/, '\\$1')}`

/** Text that would need more than one backtick, or end a cell of a table, is no code. */
function codeSpan(text: string): string {
  const shown = text.trim()
  return shown === '' || /[`|\\]/.test(shown) ? escaped(shown) : `\`${shown}\``
}

const inBrackets = (note: Text | undefined) => (note === undefined ? '' : ` (${inline(note)})`)

function listOf({ items, numbered = false }: List, indent = ''): string {
  return items
    .flatMap(({ item, note, below }, at) => [
      `${indent}${numbered ? `${at + 1}.` : '-'} ${line(item)}${inBrackets(note)}`,
      ...(below === undefined ? [] : [listOf(below, `${indent}  `)]),
    ])
    .join('\n')
}

/** Columns are filled up with blanks, which long texts are better without. */
const MOST_FILLED = 60

const cellOf = (cell: TableCell) => cellLines(cell).map(inline).join('; ')

/** A fence longer than any in the text. */
function fenced({ language, text }: Code): string {
  const shown = printableLines(text)
  const runs = Array.from(shown.matchAll(/`+/g), ([run]) => run.length + 1)
  const fence = '`'.repeat(Math.max(3, ...runs))
  return `${fence}${language}\n${shown}\n${fence}`
}

const MARKDOWN: Format = {
  escape: escaped,
  marks: {
    strong: bold,
    quiet: (inner) => inner,
    code: (_, plain) => codeSpan(plain),
    better: (inner) => inner,
    worse: (inner) => inner,
  },
  link(address, inner, showsAddress) {
    // A link within the document needs a place that Markdown has not: the name is enough.
    if (address.startsWith('#')) return inner
    const target = `<${address.replace(/[<>\s\\|`]/g, encodeURIComponent)}>`
    return showsAddress ? target : `[${inner}](${target})`
  },
  heading: ({ title, note }, depth) => `${heading(depth, title)}${inBrackets(note)}`,
  anchor: () => '',
  paragraph: ({ text, role }) => (role === 'lead' ? bold(line(text)) : line(text)),
  list: (block) => listOf(block),
  table({ title, columns, rows, caption, layout }) {
    const texts = [columns.map((column) => cellOf(column.title)), ...rows.map((row) => row.map(cellOf))]
    const written = markdownTable(texts, {
      align: columns.map(({ numeric }) => (numeric ? 'r' : 'l')),
      alignDelimiters: texts.every((row) => row.every((text) => text.length <= MOST_FILLED)),
    })
    const above = [layout === 'map' ? bold(inline(title)) : '', caption === undefined ? '' : line(caption)]
    return [...above.filter(Boolean), written].join('\n\n')
  },
  quote: (paragraphs) => `> ${paragraphs.join('\n>\n> ')}`,
  code: fenced,
}

import { markdownTable } from 'markdown-table'
import {
  type Block,
  type Cell,
  type Claim,
  type Document,
  followable,
  linesOf,
  type Mark,
  plainText,
  printable,
  printableLines,
  type Section,
  type TableBlock,
  type Text,
} from './model.ts'

/** The whole document as Markdown without HTML, for a repository or a message. */
export function renderMarkdown({ title, kicker, sections, colophon }: Document): string {
  return [
    heading(1, title),
    block(inline(kicker)),
    ...sections.flatMap((each) => sectionOf(each, 2)),
    block(inline(colophon)),
  ]
    .join('\n\n')
    .concat('\n')
}

/** Text that Markdown must not read as markup, HTML, an entity, a link or a formula; names keep their dots and hyphens. */
const escaped = (text: string): string =>
  printable(text)
    .replace(/[\\`*_[\]<>|~$]/g, '\\$&')
    .replace(/&(?=#|[a-z])/gi, '\\&')
    .replace(/\b(https?|ftp|mailto):/gi, '$1\\:')
    .replace(/\bwww\./gi, 'www\\.')

/** A text at the beginning of a block that must not become a heading, a list, a rule or code. */
const block = (text: string): string =>
  text
    .trimStart()
    .replace(/^(#|[-+](?=\s|[-+]|$)|=)/, '\\$1')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')

/** Emphasis begins and ends at a letter: blanks go outside, and nothing stays nothing. */
function bold(text: string): string {
  const [, before, core, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text)!
  return core === '' ? text : `${before}**${core}**${after}`
}

const MARKS: Readonly<Record<Mark, (inner: string) => string>> = {
  strong: bold,
  quiet: (inner) => inner,
  code: (inner) => inner,
  better: bold,
  worse: bold,
}

/** A title, whose last number signs are no end of the heading. */
const heading = (depth: number, text: string) =>
  `${'#'.repeat(Math.min(depth, 6))} ${inline(text).replace(/(#+\s*)$/, '\\$1')}`

function inline(text: Text): string {
  if (typeof text === 'string') return escaped(text)
  if ('mark' in text) {
    if (text.mark === 'code' && typeof text.text === 'string') return codeSpan(text.text)
    return MARKS[text.mark](inline(text.text))
  }
  if (!('to' in text)) return text.map(inline).join('')
  const address = followable(text.to)
  // A link within the document needs a place that Markdown has not: the name is enough.
  if (address === null || address.startsWith('#')) return inline(text.text)
  const target = `<${address.replace(/[<>\s\\|`]/g, encodeURIComponent)}>`
  return plainText(text.text) === text.to ? target : `[${inline(text.text)}](${target})`
}

/** Text that would need more than one backtick, or end a cell of a table, is no code. */
function codeSpan(text: string): string {
  const shown = printable(text).trim()
  return shown === '' || /[`|\\]/.test(shown) ? escaped(shown) : `\`${shown}\``
}

function sectionOf({ title, note, blocks }: Section, depth: number): string[] {
  const beside = note === undefined ? '' : ` (${inline(note)})`
  return [`${heading(depth, title)}${beside}`, ...blocks.flatMap((each) => blocksOf(each, depth))]
}

function blocksOf(each: Block, depth: number): string[] {
  switch (each.kind) {
    case 'paragraph': {
      const text = block(inline(each.text))
      return [each.role === 'lead' ? bold(text) : text]
    }
    case 'list':
      return each.items.length === 0 ? [] : [listOf(each)]
    case 'definitions':
      return [each.items.map(({ term, value }) => `- ${block(inline(term))}: ${inline(value)}`).join('\n')]
    case 'table':
      return tableOf(each)
    case 'figure':
      return each.text.flatMap((below) => blocksOf(below, depth))
    case 'claim':
      return claimOf(each)
    case 'code':
      return [fenced(each.language, each.text)]
    case 'section':
      return sectionOf(each, depth + 1)
  }
}

function listOf({ items, numbered = false }: Extract<Block, { kind: 'list' }>, indent = ''): string {
  return items
    .map(({ text, note, items: below = [] }, at) => {
      const line = `${indent}${numbered ? `${at + 1}.` : '-'} ${block(inline(text))}${note === undefined ? '' : ` (${inline(note)})`}`
      return below.length === 0 ? line : `${line}\n${listOf({ kind: 'list', items: below }, `${indent}  `)}`
    })
    .join('\n')
}

/** Columns are filled up with blanks, which long texts are better without. */
const MOST_FILLED = 60

const cellOf = (cell: Cell) => linesOf(cell).map(inline).join('; ')

function tableOf({ title, table: { columns, rows }, caption, layout }: TableBlock): string[] {
  const texts = [columns.map((column) => cellOf(column.title)), ...rows.map((row) => row.map(cellOf))]
  return [
    ...(layout === 'map' ? [bold(inline(title))] : []),
    ...(caption === undefined ? [] : [block(inline(caption))]),
    markdownTable(texts, {
      align: columns.map(({ numeric }) => (numeric ? 'r' : 'l')),
      alignDelimiters: texts.every((row) => row.every((text) => text.length <= MOST_FILLED)),
    }),
  ]
}

function claimOf({ name, verdict, from, text, why, quotes }: Claim): string[] {
  return [
    `**${inline(name)}** (${inline(verdict)}), from ${inline(from)}: ${inline(text)}`,
    block(inline(why)),
    ...quotes.map((quote) => `> ${block(inline(quote.text))}\n>\n> ${block(inline(quote.source))}`),
  ]
}

/** A fence longer than any in the text. */
function fenced(language: string, text: string): string {
  const shown = printableLines(text)
  const runs = Array.from(shown.matchAll(/`+/g), ([run]) => run.length + 1)
  const fence = '`'.repeat(Math.max(3, ...runs))
  return `${fence}${language}\n${shown}\n${fence}`
}

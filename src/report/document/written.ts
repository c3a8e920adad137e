import {
  type Block,
  type ClaimBlock,
  type Code,
  followable,
  type List,
  listOf,
  type Mark,
  type Paragraph,
  paragraph,
  plainText,
  printable,
  quiet,
  type Section,
  strong,
  type Table,
  type Text,
} from './model.ts'

/** How a format writes running text. */
export interface Inline {
  /** Makes a text that holds nothing which the format reads as markup. */
  readonly escape: (text: string) => string
  readonly marks: Readonly<Record<Mark, (inner: string, plain: string) => string>>
  readonly link: (address: string, inner: string, showsAddress: boolean) => string
}

/** Running text in a format. */
export function inlineOf(format: Inline, text: Text): string {
  if (typeof text === 'string') return format.escape(printable(text))
  if (!('text' in text)) return text.map((part) => inlineOf(format, part)).join('')
  const [inner, plain] = [inlineOf(format, text.text), plainText(text.text)]
  if ('mark' in text) return format.marks[text.mark](inner, printable(plain))
  const address = followable(text.to)
  return address === null ? inner : format.link(address, inner, plain === text.to)
}

/** How a format without pictures writes what a document is made of. */
export interface Format extends Inline {
  readonly heading: (section: Section, depth: number) => string
  /** What a link within the document leads to. */
  readonly anchor: (id: string) => string
  readonly paragraph: (paragraph: Paragraph) => string
  readonly list: (list: List) => string
  readonly table: (table: Table) => string
  readonly quote: (paragraphs: readonly string[]) => string
  readonly code: (code: Code) => string
}

/** Blocks in a format, with a blank line between them. */
export const blocksOf = (format: Format, blocks: readonly Block[], depth: number): string =>
  blocks
    .map((block) => blockOf(format, block, depth))
    .filter(Boolean)
    .join('\n\n')

function blockOf(format: Format, block: Block, depth: number): string {
  switch (block.kind) {
    case 'paragraph':
      return format.paragraph(block)
    case 'list':
      return block.items.length === 0 ? '' : format.list(block)
    case 'definitions':
      return format.list(listOf(block.items.map(({ label, value }) => `${label}: ${value}`)))
    case 'table':
      return format.table(block)
    case 'figure':
      return blocksOf(format, block.text, depth)
    case 'claim':
      return claimOf(format, block)
    case 'code':
      return format.code(block)
    case 'section':
      return `${format.heading(block, depth)}\n\n${blocksOf(format, block.blocks, depth + 1)}`
  }
}

function claimOf(format: Format, { id, name, verdict, from, text, why, quotes }: ClaimBlock): string {
  const written = (said: Text) => format.paragraph(paragraph(said))
  return [
    `${format.anchor(id)}${written([strong(name), ` (${verdict}), from `, from, ': ', text])}`,
    written(quiet(why)),
    ...quotes.map((quote) => format.quote([written(quote.text), written(quiet(quote.source))])),
  ].join('\n\n')
}

/**
 * What a report tells, before it has a form: plain data that every renderer prints, and that knows of no format. A section
 * is a function that gives blocks; whatever is in a document is in every format.
 */

/** `better` and `worse` have a direction, which the text says too; `quiet` is what explains the text beside it. */
export type Mark = 'strong' | 'quiet' | 'code' | 'better' | 'worse'

interface Marked {
  readonly mark: Mark
  readonly text: Text
}

/** `to`: `#id` of something in this document, or a web address; anything else is printed without a link. */
interface Link {
  readonly to: string
  readonly text: Text
}

/** Running text. Strings are text and never markup of any format: each renderer escapes them. */
export type Text = string | Marked | Link | readonly Text[]

/** Things said under one another in one cell. `shade`: from -1 (most loss) to 1 (most gain), 0 is none. */
interface Lines {
  readonly lines: readonly Text[]
  readonly shade?: number
  /** In a map: a value that is not to be taken for one. */
  readonly open?: boolean
}

export type TableCell = Text | Lines

export interface Column {
  readonly title: TableCell
  readonly numeric: boolean
}

export interface Paragraph {
  readonly kind: 'paragraph'
  readonly text: Text
  /** `lead` is the sentence that a reader in a hurry reads; `note` explains what stands above. */
  readonly role?: 'lead' | 'note'
}

interface Item {
  readonly item: Text
  readonly id?: string
  /** What is said of the item, on a line of its own. */
  readonly note?: Text
  readonly below?: List
}

export interface List {
  readonly kind: 'list'
  readonly items: readonly Item[]
  readonly numbered?: boolean
}

interface Definitions {
  readonly kind: 'definitions'
  readonly items: readonly { readonly label: string; readonly value: string }[]
}

interface TableHead {
  /** What the table is called by those who do not see it. */
  readonly title: string
  readonly caption?: Text
  /** `numbers`: stacked values whose row heads stay in sight; `map`: narrow shaded cells, one number each. */
  readonly layout?: 'numbers' | 'map'
  /** Places of the rows that begin another part of the table. */
  readonly parts?: readonly number[]
  /** A table for a paper, by this label. */
  readonly paper?: string | undefined
}

export interface Table extends TableHead {
  readonly kind: 'table'
  readonly columns: readonly Column[]
  /** Each row begins with what the row is about. */
  readonly rows: readonly (readonly TableCell[])[]
}

export type Size = 'wide' | 'narrow'

/** One SVG element for a wide page and one for a narrow one, where one does not do for both. */
interface Picture {
  readonly title?: string
  readonly wide: string
  readonly narrow?: string
}

export interface Figure {
  readonly kind: 'figure'
  /** Pictures under one title belong together. */
  readonly panels: readonly { readonly title?: string; readonly pictures: readonly Picture[] }[]
  /** Colours and dashes, as SVG wants them, by what they stand for. */
  readonly legend?: readonly { readonly colour: string; readonly dash: string; readonly label: string }[]
  /** How to read the pictures. */
  readonly caption?: Text
  /** The same without pictures: what formats that have none print, and what stands folded under those of the page. */
  readonly text: readonly Block[]
}

/** Which way something points: what a page shows in colour. `open`: it cannot be told. */
export type Tone = 'good' | 'bad' | 'neutral' | 'open'

interface Quote {
  readonly text: string
  /** Where it stands, and what it does. */
  readonly source: Text
  readonly tone: Tone
}

/** A claim with its verdict and the quotes that it rests on. */
export interface ClaimBlock {
  readonly kind: 'claim'
  readonly id: string
  readonly name: string
  readonly verdict: string
  readonly tone: Tone
  readonly from: Text
  readonly text: string
  readonly why: string
  readonly quotes: readonly Quote[]
}

/** Text as a machine reads it. */
export interface Code {
  readonly kind: 'code'
  readonly language: string
  readonly text: string
}

export interface Section {
  readonly kind: 'section'
  readonly title: string
  /** Sections with an id can be linked to; those of a document are its contents. */
  readonly id?: string
  /** The title in a list of contents, where it can be shorter there. */
  readonly short?: string
  /** Beside the title. */
  readonly note?: string
  /** What most readers skip may be closed on a page. */
  readonly fold?: 'open' | 'closed'
  /** A section with a tone stands out: the answer. */
  readonly tone?: Tone
  readonly blocks: readonly Block[]
}

export type Block = Paragraph | List | Definitions | Table | Figure | ClaimBlock | Code | Section

type Value = string | number | boolean | null

/** A table for programs, written as a file of its own: values as they are, nothing rounded or marked. */
export interface DataFile {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Value[])[]
}

export interface Document {
  readonly title: string
  /** Above the title: what kind of document, of what, when. */
  readonly kicker: string
  /** The document in a sentence, for search and previews. */
  readonly summary: string
  readonly sections: readonly Section[]
  /** The last line: what it was made by and from. */
  readonly colophon: Text
  readonly data: readonly DataFile[]
}

export const marked = (mark: Mark, text: Text): Text => ({ mark, text })
export const strong = (text: Text): Text => marked('strong', text)
export const quiet = (text: Text): Text => marked('quiet', text)
export const code = (text: string): Text => marked('code', text)
export const link = (to: string, text: Text): Text => ({ to, text })

/** `a, b and c`. */
export const inRow = (texts: readonly Text[]): Text =>
  texts.map((text, at) => [at === 0 ? '' : at === texts.length - 1 ? ' and ' : ', ', text])

export const paragraph = (text: Text, role?: Paragraph['role']): Paragraph =>
  role === undefined ? { kind: 'paragraph', text } : { kind: 'paragraph', text, role }

/** A list of texts, or of items with more to them; a sentence where there is nothing to list, if one is given. */
export const list = (items: readonly (Text | Item)[], none = ''): Block =>
  items.length === 0 && none !== '' ? paragraph(none) : listOf(items)

export const listOf = (items: readonly (Text | Item)[]): List => ({
  kind: 'list',
  items: items.map((item) => (typeof item === 'object' && 'item' in item ? item : { item })),
})

/** A column by its title, what it has in a row, and whether these are numbers. */
export type ColumnOf<Row> = readonly [
  title: TableCell,
  cell: (row: Row, at: number) => TableCell,
  kind?: 'number' | 'text',
]

/** A table, by its title alone or with more, of what each column has in a row; the sentence `none` where it has no rows. */
export function table<Row>(
  head: string | (TableHead & { readonly none?: string }),
  rows: readonly Row[],
  columns: readonly ColumnOf<Row>[],
): Block {
  const { none, ...more } = typeof head === 'string' ? { title: head } : head
  if (rows.length === 0 && none !== undefined) return paragraph(none)
  return {
    kind: 'table',
    columns: columns.map(([title, , kind]) => ({ title, numeric: kind === 'number' })),
    rows: rows.map((row, at) => columns.map(([, cell]) => cell(row, at))),
    ...more,
  }
}

/** A figure of one picture, drawn for wide and for narrow pages. */
export const figure = (
  draw: (size: Size) => string,
  { text = [], ...more }: Partial<Figure> = {},
): Figure => ({
  kind: 'figure',
  panels: [{ pictures: [{ wide: draw('wide'), narrow: draw('narrow') }] }],
  text,
  ...more,
})

/** A section, by its title alone or with more, of what there is to tell: a string is a paragraph, null is nothing. */
export const section = (
  head: string | Omit<Section, 'kind' | 'blocks'>,
  blocks: readonly (Block | string | null)[],
): Section => ({
  kind: 'section',
  ...(typeof head === 'string' ? { title: head } : head),
  blocks: blocks.flatMap((block) => (typeof block === 'string' ? paragraph(block) : (block ?? []))),
})

type FieldOf<Row> = { [Name in keyof Row]: Row[Name] extends Value ? Name : never }[keyof Row] & string

/** A table for programs: its columns are fields of a row, or have a name and what they have in a row. */
export const dataFile = <Row>(
  name: string,
  rows: readonly Row[],
  columns: readonly (FieldOf<Row> | readonly [name: string, value: (row: Row) => Value])[],
): DataFile => ({
  name,
  columns: columns.map((column) => (typeof column === 'string' ? column : column[0])),
  rows: rows.map((row) =>
    columns.map((column) => (typeof column === 'string' ? (row[column] as Value) : column[1](row))),
  ),
})

export const cellLines = (cell: TableCell): readonly Text[] =>
  typeof cell === 'object' && 'lines' in cell ? cell.lines : [cell]

/** A text without its marks and links. */
export function plainText(text: Text): string {
  if (typeof text === 'string') return text
  return 'text' in text ? plainText(text.text) : text.map(plainText).join('')
}

/** Characters of a cell. */
export const lengthOf = (cell: TableCell): number =>
  cellLines(cell).reduce((sum, line) => sum + plainText(line).length, 0)

/** Control characters are no text in any format; line ends and tabs are blanks. */
export const printable = (text: string): string => text.replace(/\s+/g, ' ').replace(/\p{Cc}+/gu, '')

/** The same for text that a machine reads, whose line ends and indents count. */
export const printableLines = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trimEnd()

/** The address if a reader may follow it: on the web, or in this document. */
export function followable(to: string): string | null {
  if (/^#[\w-]+$/.test(to)) return to
  if (!URL.canParse(to)) return null
  const { protocol, href } = new URL(to)
  return protocol === 'https:' || protocol === 'http:' ? href : null
}

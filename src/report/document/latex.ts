import {
  type Block,
  type Code,
  cellLines,
  type Document,
  type List,
  plainText,
  printableLines,
  type Table,
  type TableCell,
  type Text,
} from './model.ts'
import { blocksOf, type Format, inlineOf } from './written.ts'

/** Signs that TeX reads as commands, or that fonts of pdfTeX lack. */
export const TEX_SIGNS: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '%': '\\%',
  '#': '\\#',
  _: '\\_',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '"': '\\textquotedbl{}',
  '`': '\\textasciigrave{}',
  '|': '\\textbar{}',
  // After the end of a row these would be read as its options.
  '[': '{[}',
  ']': '{]}',
  '*': '{*}',
  '\u2212': '$-$',
  '▲': '$\\uparrow$',
  '▼': '$\\downarrow$',
  '≥': '$\\geq$',
  '≤': '$\\leq$',
  '›': '$\\rangle$',
  '²': '$^2$',
}

/** Signs that make a ligature when they are doubled are kept apart. */
const escaped = (text: string): string =>
  text
    .replace(/[\\{}$&%#_~^<>"`|[\]*\u2212▲▼≥≤›²]/g, (sign) => TEX_SIGNS[sign]!)
    .replace(/([-',])(?=\1)/g, '$1{}')

const inline = (text: Text): string => inlineOf(LATEX, text)

/** What a document needs: pdfTeX, XeTeX or LuaTeX with the usual packages. */
const PREAMBLE = `% XeLaTeX or LuaLaTeX; pdfLaTeX does where all letters are Latin.
\\documentclass[a4paper]{article}
\\usepackage{iftex}
\\iftutex\\usepackage{fontspec}\\else\\usepackage[T1]{fontenc}\\usepackage{textcomp}\\fi
\\usepackage[margin=20mm]{geometry}
\\usepackage{booktabs,longtable,array}
\\usepackage[hidelinks]{hyperref}
\\setlength{\\parindent}{0pt}\\setlength{\\parskip}{0.5em}
\\setlength{\\emergencystretch}{3em}`

/** The whole document as an article. */
export const renderLatex = ({ title, kicker, sections, colophon }: Document): string => `${PREAMBLE}

\\title{${inline(title)}}
\\author{}
\\date{${inline(kicker)}}

\\begin{document}
\\maketitle

${blocksOf(LATEX, sections, 0)}

${inline(colophon)}

\\end{document}
`

/** The tables of a document that are for a paper, in the style of `booktabs`, as floats to be taken over into another document. */
export function renderPaperTables(document: Document, name: string): string {
  const labelOf = (part: string) =>
    `tab:${`${name} ${part}`
      .trim()
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')}`
  const floats = tablesIn(document.sections).map(({ paper, ...table }) =>
    paper === undefined
      ? ''
      : `\\begin{table}
\\centering\\scriptsize
\\begin{tabular}{${naturalShape(table)}}
${ruled(table)}
\\end{tabular}
\\caption{${inline(table.caption ?? table.title)}}
\\label{${labelOf(paper)}}
\\end{table}
`,
  )
  const source = name.replace(/[\s\p{Cc}]+/gu, ' ')
  return `% Needs \\usepackage{booktabs,array}. Made by Polyvia from ${source}.\n${floats.join('')}`
}

const tablesIn = (blocks: readonly Block[]): Table[] =>
  blocks.flatMap((block) => {
    if (block.kind === 'section') return tablesIn(block.blocks)
    if (block.kind === 'figure') return tablesIn(block.text)
    return block.kind === 'table' ? [block] : []
  })

const HEADINGS = ['section', 'subsection', 'subsubsection', 'paragraph']

/** Lines with their indents, in type of one width. */
function verbatim({ text }: Code): string {
  const lines = printableLines(text)
    .replaceAll('\t', '  ')
    .split('\n')
    .map((line) => {
      const text = line.trimStart()
      return `${'~'.repeat(line.length - text.length)}${escaped(text)}\\par`
    })
  return `{\\ttfamily\\footnotesize\\raggedright\n${lines.join('\n')}\n}`
}

const environment = (name: string, content: string) => `\\begin{${name}}\n${content}\n\\end{${name}}`

const anchor = (id: string | undefined) => (id === undefined ? '' : `\\hypertarget{${id}}{}`)
const small = (inner: string) => `{\\footnotesize ${inner}}`
const plain = (inner: string) => inner
const bold = (inner: string) => `\\textbf{${inner}}`

function listOf({ items, numbered = false }: List): string {
  const lines = items.flatMap(({ item, id, note, below }) => [
    `\\item ${anchor(id)}${inline(item)}${note === undefined ? '' : ` ${small(inline(note))}`}`,
    ...(below === undefined ? [] : [listOf(below)]),
  ])
  return environment(numbered ? 'enumerate' : 'itemize', lines.join('\n'))
}

/** Rows between rules: what stands under one another in a cell takes a row of its own each. No line may be empty here. */
function ruled(
  { columns, rows, parts = [] }: Pick<Table, 'columns' | 'rows' | 'parts'>,
  afterHead = '',
): string {
  const printed = (cells: readonly TableCell[]) => {
    const stacks = cells.map((cell) => cellLines(cell).map(inline))
    const height = Math.max(...stacks.map((stack) => stack.length))
    const line = (at: number) => `${stacks.map((stack) => stack[at] ?? '').join(' & ')} \\\\\n`
    return Array.from({ length: height }, (_, at) => line(at)).join('')
  }
  const head = printed(columns.map(({ title }) => title))
  const body = rows.map((row, at) => `${parts.includes(at) ? '\\midrule\n' : ''}${printed(row)}`)
  return `\\toprule\n${head}\\midrule\n${afterHead}${body.join('')}\\bottomrule`
}

/** Characters of the longest line of each column. */
const widthsOf = ({ columns, rows }: Pick<Table, 'columns' | 'rows'>): number[] =>
  columns.map(({ title }, at) => {
    const lines = [title, ...rows.map((row) => row[at] ?? '')].flatMap(cellLines)
    return Math.max(...lines.map((line) => plainText(line).length))
  })

const broken = (numeric: boolean, width: string) =>
  `>{\\${numeric ? 'raggedleft' : 'raggedright'}\\arraybackslash}p{${width}}`

/** Columns with longer texts than this are broken; others are as wide as they need. */
const LONG = 30

function naturalShape(table: Pick<Table, 'columns' | 'rows'>): string {
  const widths = widthsOf(table)
  const long = table.columns.map(({ numeric }, at) => !numeric && widths[at]! > LONG)
  const width = (0.7 / Math.max(2, long.filter(Boolean).length)).toFixed(2)
  return table.columns
    .map(({ numeric }, at) => (numeric ? 'r' : long[at] ? broken(false, `${width}\\textwidth`) : 'l'))
    .join('')
}

/** Characters in a line of the page, in the size of tables. */
const LINE = 100

/** Columns that fill the page, each by its longest text, within bounds. */
function filledShape(table: Table): string {
  const weights = widthsOf(table).map((width) => Math.min(40, Math.max(7, width)))
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  return table.columns
    .map(({ numeric }, at) =>
      broken(numeric, `\\dimexpr ${(weights[at]! / all).toFixed(4)}\\linewidth-2\\tabcolsep\\relax`),
    )
    .join('')
}

function longTable(table: Table): string {
  const { caption, title, layout } = table
  const above = caption === undefined ? (layout === 'map' ? bold(inline(title)) : '') : inline(caption)
  const wide = widthsOf(table).reduce((sum, width) => sum + width + 2, 0) > LINE
  return `${above === '' ? '' : `${above}\n\n`}{${wide ? '\\scriptsize\\setlength{\\tabcolsep}{2pt}' : '\\footnotesize'}
\\begin{longtable}{${wide ? filledShape(table) : naturalShape(table)}}
${ruled(table, '\\endhead\n')}
\\end{longtable}}`
}

/** An address as hyperref reads it, also within another command. */
const target = (address: string) =>
  address
    .replace(/[\\{}^`"<>|\s]/g, encodeURIComponent)
    .replace(/[%#&_~]/g, (sign) => (sign === '~' ? '\\string~' : `\\${sign}`))

const LATEX: Format = {
  escape: escaped,
  marks: {
    strong: bold,
    quiet: plain,
    code: (inner) => `\\texttt{${inner}}`,
    better: plain,
    worse: plain,
  },
  link: (address, inner) =>
    address.startsWith('#')
      ? `\\hyperlink{${address.slice(1)}}{${inner}}`
      : `\\href{${target(address)}}{${inner}}`,
  heading({ title, id, note }, depth) {
    const beside = note === undefined ? '' : ` (${inline(note)})`
    return `\\${HEADINGS[Math.min(depth, 3)]}*{${inline(title)}${beside}}${anchor(id)}`
  },
  anchor,
  paragraph: ({ text, role }) => (role === 'lead' ? bold(inline(text)) : inline(text)),
  list: listOf,
  table: longTable,
  quote: (paragraphs) => environment('quote', paragraphs.join('\n\n')),
  code: verbatim,
}

import {
  type Block,
  type Cell,
  type Claim,
  type Document,
  followable,
  linesOf,
  type Mark,
  paperTables,
  plainText,
  printable,
  printableLines,
  type Section,
  type Table,
  type TableBlock,
  type Text,
} from './model.ts'

/** Signs that TeX reads as commands, or that fonts of pdfTeX lack. */
const SIGNS: Readonly<Record<string, string>> = {
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
const tex = (text: string): string =>
  printable(text)
    .replace(/[\\{}$&%#_~^<>"`|[\]*\u2212▲▼≥≤›²]/g, (sign) => SIGNS[sign]!)
    .replace(/([-',])(?=\1)/g, '$1{}')

const MARKS: Readonly<Record<Mark, (inner: string) => string>> = {
  strong: (inner) => `\\textbf{${inner}}`,
  quiet: (inner) => `{\\footnotesize ${inner}}`,
  code: (inner) => `\\texttt{${inner}}`,
  better: (inner) => `\\textbf{${inner}}`,
  worse: (inner) => `\\textbf{${inner}}`,
}

function inline(text: Text): string {
  if (typeof text === 'string') return tex(text)
  if ('mark' in text) return MARKS[text.mark](inline(text.text))
  if (!('to' in text)) return text.map(inline).join('')
  const address = followable(text.to)
  if (address === null) return inline(text.text)
  return address.startsWith('#')
    ? `\\hyperlink{${address.slice(1)}}{${inline(text.text)}}`
    : `\\href{${target(address)}}{${inline(text.text)}}`
}

/** An address as hyperref reads it, also within another command. */
const target = (address: string) =>
  address
    .replace(/[\\{}^`"<>|\s]/g, encodeURIComponent)
    .replace(/[%#&_~]/g, (sign) => (sign === '~' ? '\\string~' : `\\${sign}`))

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
export function renderLatex({ title, kicker, sections, colophon }: Document): string {
  return [
    PREAMBLE,
    `\\title{${tex(title)}}\n\\author{}\n\\date{${tex(kicker)}}`,
    '\\begin{document}\n\\maketitle',
    ...sections.flatMap((each) => sectionOf(each, 0)),
    inline(colophon),
    '\\end{document}',
  ]
    .join('\n\n')
    .concat('\n')
}

const HEADINGS = ['section', 'subsection', 'subsubsection', 'paragraph']

function sectionOf({ title, id, note, blocks }: Section, depth: number): string[] {
  const anchor = id === undefined ? '' : `\\hypertarget{${id}}{}`
  const beside = note === undefined ? '' : ` (${tex(note)})`
  return [
    `\\${HEADINGS[Math.min(depth, HEADINGS.length - 1)]}*{${tex(title)}${beside}}${anchor}`,
    ...blocks.flatMap((each) => blocksOf(each, depth)),
  ]
}

function blocksOf(each: Block, depth: number): string[] {
  switch (each.kind) {
    case 'paragraph':
      return [each.role === 'lead' ? `\\textbf{${inline(each.text)}}` : inline(each.text)]
    case 'list':
      return each.items.length === 0 ? [] : [listOf(each)]
    case 'definitions':
      return [
        environment(
          'itemize',
          each.items.map(({ term, value }) => `\\item ${tex(term)}: ${tex(value)}`),
        ),
      ]
    case 'table':
      return [longTable(each)]
    case 'figure':
      return each.text.flatMap((below) => blocksOf(below, depth))
    case 'claim':
      return claimOf(each)
    case 'code':
      return [verbatim(each.text)]
    case 'section':
      return sectionOf(each, depth + 1)
  }
}

/** Lines with their indents, in type of one width. */
function verbatim(text: string): string {
  const lines = printableLines(text)
    .replaceAll('\t', '  ')
    .split('\n')
    .map((line) => {
      const [, indent = '', rest = ''] = /^( *)(.*)$/s.exec(line)!
      return `${'~'.repeat(indent.length)}${tex(rest)}\\par`
    })
  return `{\\ttfamily\\footnotesize\\raggedright\n${lines.join('\n')}\n}`
}

const environment = (name: string, lines: readonly string[]) =>
  `\\begin{${name}}\n${lines.join('\n')}\n\\end{${name}}`

function listOf({ items, numbered = false }: Extract<Block, { kind: 'list' }>): string {
  return environment(
    numbered ? 'enumerate' : 'itemize',
    items.map(({ text, id, note, items: below = [] }) =>
      [
        `\\item ${id === undefined ? '' : `\\hypertarget{${id}}{}`}${inline(text)}${note === undefined ? '' : ` ${MARKS.quiet(inline(note))}`}`,
        ...(below.length === 0 ? [] : [listOf({ kind: 'list', items: below })]),
      ].join('\n'),
    ),
  )
}

function claimOf({ id, name, verdict, from, text, why, quotes }: Claim): string[] {
  return [
    `\\hypertarget{${id}}{}\\textbf{${tex(name)}} (${tex(verdict)}), from ${inline(from)}: ${tex(text)}`,
    MARKS.quiet(tex(why)),
    ...quotes.map((quote) => environment('quote', [tex(quote.text), '', MARKS.quiet(inline(quote.source))])),
  ]
}

/** Rows between rules: what stands under one another in a cell takes a row of its own each. No line may be empty here. */
function ruled({ columns, rows }: Table, afterHead: readonly string[] = []): string {
  const printed = (cells: readonly Cell[]) => {
    const stacks = cells.map((cell) => linesOf(cell).map(inline))
    const height = Math.max(...stacks.map((stack) => stack.length))
    return Array.from(
      { length: height },
      (_, line) => `${stacks.map((stack) => stack[line] ?? '').join(' & ')} \\\\`,
    )
  }
  const head = printed(columns.map(({ title }) => title))
  return ['\\toprule', ...head, '\\midrule', ...afterHead, ...rows.flatMap(printed), '\\bottomrule'].join(
    '\n',
  )
}

/** Characters of the longest line of each column. */
const widthsOf = ({ columns, rows }: Table): number[] =>
  columns.map(({ title }, at) =>
    Math.max(
      ...[title, ...rows.map((row) => row[at] ?? '')].flatMap((cell) =>
        linesOf(cell).map((line) => plainText(line).length),
      ),
    ),
  )

const broken = (numeric: boolean, width: string) =>
  `>{\\${numeric ? 'raggedleft' : 'raggedright'}\\arraybackslash}p{${width}}`

/** Columns with longer texts than this are broken; others are as wide as they need. */
const LONG = 30

function naturalShape(table: Table): string {
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

function longTable({ table, caption, title, layout }: TableBlock): string {
  const above = caption === undefined ? (layout === 'map' ? MARKS.strong(tex(title)) : '') : inline(caption)
  const wide = widthsOf(table).reduce((sum, width) => sum + width + 2, 0) > LINE
  return `${above === '' ? '' : `${above}\n\n`}{${wide ? '\\scriptsize\\setlength{\\tabcolsep}{2pt}' : '\\footnotesize'}
\\begin{longtable}{${wide ? filledShape(table) : naturalShape(table)}}
${ruled(table, ['\\endhead'])}
\\end{longtable}}`
}

/** The tables of a document that are for a paper, in the style of `booktabs`, as floats to be taken over into another document. */
export function renderPaperTables(document: Document, name: string): string {
  const labelOf = (part: string) =>
    `tab:${`${name} ${part}`
      .trim()
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')}`
  return [
    `% Needs \\usepackage{booktabs,array}. Made by Polyvia from ${name.replace(/[\s\p{Cc}]+/gu, ' ')}.`,
    ...paperTables(document.sections).map(({ table, title, caption, paper }) => {
      return `\\begin{table}
\\centering\\scriptsize
\\begin{tabular}{${naturalShape(table)}}
${ruled(table)}
\\end{tabular}
\\caption{${inline(caption ?? title)}}
\\label{${labelOf(paper)}}
\\end{table}`
    }),
  ]
    .join('\n')
    .concat('\n')
}

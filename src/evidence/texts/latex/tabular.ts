import { isNumeric, type RawCell, type RawRow } from '../table.ts'
import type { ArgumentReader } from './groups.ts'

/** What \multirow and \multicolumn say about the cell that is being read. */
export interface CellSpan {
  rows: number
  columns: number
}

const MOST_ROWS = 2000
const MOST_CELLS = 100

/** Place after the arguments of \begin{tabular} and its kin. */
export function tabularBody(reader: ArgumentReader, name: string, from: number, end: number): number {
  let at = from
  const options = () => {
    for (let option = reader.option(at, end); option !== undefined; option = reader.option(at, end))
      at = option.after
  }
  const groups = /^(?:tabularx|tabular\*|tabulary|xltabular|NiceTabular\*|NiceTabularX)\*?$/.test(name)
    ? 2
    : 1
  options()
  for (let count = 0; count < groups; count++) {
    at = reader.group(at, end)?.after ?? at
    options()
  }
  return at
}

const TOKEN =
  /\\(?:begin|end)\s*\{[^{}\n]{1,40}\}|\\(?:hline|toprule|midrule|bottomrule|Xhline|specialrule|hhline|endhead|endfirsthead|endfoot|endlastfoot)(?![A-Za-z])|\\(?:tabularnewline|cr)(?![A-Za-z])|\\\\|\\[\s\S]|[{}&]/g

/**
 * Rows of a table. Those above the first rule that has words above it and something below are its head. `read` gives a cell
 * with its spans. Cells that stand empty under a \multirow are left out, as HTML has it.
 */
export function splitTable(
  text: string,
  from: number,
  end: number,
  read: (start: number, end: number) => RawCell,
): RawRow[] {
  const rows: { cells: RawCell[]; head: boolean }[] = []
  /** Numbers of rows above each rule. */
  const rules: number[] = []
  let cells: RawCell[] = []
  let start = from
  let depth = 0
  const covered: number[] = []
  let column = 0
  const endCell = (at: number) => {
    if (cells.length < MOST_CELLS) {
      const cell = read(start, at)
      const under = (covered[column] ?? 0) > 0
      if (!(under && cell.text === '')) cells.push(under ? { ...cell, rows: 1 } : cell)
      if (!under && cell.rows > 1)
        for (let x = column; x < column + cell.columns && x < MOST_CELLS; x++) covered[x] = cell.rows
      column += cell.columns
    }
  }
  const endRow = (at: number) => {
    endCell(at)
    if (cells.some((cell) => cell.text !== '') && rows.length < MOST_ROWS) rows.push({ cells, head: false })
    cells = []
    column = 0
    for (let x = 0; x < covered.length; x++) covered[x] = Math.max(0, (covered[x] ?? 0) - 1)
  }
  TOKEN.lastIndex = from
  for (let match = TOKEN.exec(text); match !== null && match.index < end; match = TOKEN.exec(text)) {
    const token = match[0]
    const after = match.index + token.length
    if (token === '{' || token.startsWith('\\begin')) depth++
    else if (token === '}' || token.startsWith('\\end{')) depth = Math.max(0, depth - 1)
    else if (depth > 0) continue
    else if (token === '&') {
      endCell(match.index)
      start = after
    } else if (token === '\\\\' || token === '\\tabularnewline' || token === '\\cr') {
      endRow(match.index)
      start = afterBreak(text, after)
      TOKEN.lastIndex = start
    } else if (token.length > 2) {
      if (rules.at(-1) !== rows.length) rules.push(rows.length)
      if (text.slice(start, match.index).trim() === '') start = afterRule(text, after)
    }
  }
  if (text.slice(start, end).trim() !== '') endRow(end)
  return withHead(rows, rules)
}

/** \specialrule{1pt}{0pt}{0pt}, \Xhline{1pt}, \midrule[1pt] */
function afterRule(text: string, at: number): number {
  const rest = /^(?:\s{0,5}(?:\[[^\][\n]{0,30}\]|\{[\d.\s]*(?:pt|em|ex|mm|cm|\\[a-z]+)\s*\}))*/.exec(
    text.slice(at, at + 120),
  )![0]
  return at + rest.length
}

/** \\*[2pt] */
function afterBreak(text: string, at: number): number {
  const rest = /^\*?(?:\s{0,20}\[[^\][\n]{0,30}\])?/.exec(text.slice(at, at + 60))![0]
  return at + rest.length
}

function withHead(rows: { cells: RawCell[]; head: boolean }[], rules: readonly number[]): RawRow[] {
  const inner = rules.filter((rule) => rule > 0 && rule < rows.length)
  const wordsOnly = (row: { cells: RawCell[] }) =>
    row.cells.slice(1).every((cell) => cell.text === '' || !isNumeric(cell.text))
  const isGroup = (row: { cells: RawCell[] }) =>
    row.cells[0]?.text !== '' && row.cells.slice(1).every((cell) => cell.text === '')
  let head = inner[0] ?? 0
  for (const rule of inner.slice(1)) {
    const between = rows.slice(head, rule)
    if (!between.every((row) => wordsOnly(row) && !isGroup(row))) break
    if (!rows.slice(rule).some((row) => !wordsOnly(row))) break
    head = rule
  }
  for (const row of rows.slice(0, head)) row.head = true
  return rows
}

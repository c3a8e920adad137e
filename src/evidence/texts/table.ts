/** A cell of a table as it was written, before spans are spread out. */
export interface RawCell {
  readonly text: string
  readonly rows: number
  readonly columns: number
  /** What the markup calls it; nothing where it does not say. */
  readonly header?: 'row' | 'column' | 'both' | undefined
}

export interface RawRow {
  readonly cells: readonly RawCell[]
  /** In the head of the table, by its markup. */
  readonly head?: boolean
}

/** A value with everything that names its place. */
export interface TableCell {
  readonly row: readonly string[]
  readonly column: readonly string[]
  readonly value: string
}

interface Slot {
  readonly cell: RawCell
  /** Where the cell begins: spans repeat it. */
  readonly row: number
  readonly column: number
}

const MOST_ROWS = 2000
const MOST_COLUMNS = 100

/** How many slots of tables a document may still fill; damaged or hostile spans would fill billions. */
export interface TableBudget {
  slots: number
}
export const tableBudget = (): TableBudget => ({ slots: 50_000 })

/** Numbers with what usually hangs on them: signs, percent, spread, stars, arrows, a dash for none. */
export const isNumeric = (text: string): boolean =>
  (text.length <= 60 &&
    /^[([~<>≤≥≈∼↑↓△▲▼∆Δ$€£*†‡\s]*[+\-−–±]?\s*(?:\d[\d.,\s]*|\.\d+)(?:e[+-]?\d+)?\s*(?:%|‰|[kKMBGT]\b|x\b|×|pp\b)?(?:\s*[±(/[–+−-].*)?[)\]*†‡↑↓§¶\s]*[a-z]?$/u.test(
      text,
    )) ||
  /^[-–—−]+$|^n\/?a$/iu.test(text)

/** Spans spread over rows and columns, within bounds. */
function grid(rows: readonly RawRow[], budget: TableBudget): (Slot | undefined)[][] {
  const most = Math.min(rows.length, MOST_ROWS)
  const slots: (Slot | undefined)[][] = Array.from({ length: most }, () => [])
  for (let row = 0; row < most; row++) {
    let column = 0
    for (const cell of rows[row]!.cells) {
      while (slots[row]![column] !== undefined) column++
      if (column >= MOST_COLUMNS) break
      const right = Math.min(column + Math.max(1, cell.columns), MOST_COLUMNS)
      const below = Math.min(row + Math.max(1, cell.rows), most)
      for (let y = row; y < below; y++)
        for (let x = column; x < right && budget.slots > 0; x++, budget.slots--)
          slots[y]![x] ??= { cell, row, column }
      column = right
    }
  }
  return slots
}

/** Caption of one of the tables of a float: its own where each has one, else the first. */
export const captionFor = (captions: readonly string[], tables: number, index: number): string | undefined =>
  captions.length === tables ? captions[index] : captions[0]

/** A row with a single text that names what follows: it begins on the left, or spans all values. */
function isGroup(row: readonly (Slot | undefined)[], left: number, width: number): boolean {
  const filled = new Set(row.filter(fills).map((slot) => slot!.cell))
  const first = row.find(fills)
  if (filled.size !== 1) return false
  const { column, cell } = first!
  return column === 0
    ? left === 1 || cell.columns > 1
    : column === left && cell.columns > 1 && column + cell.columns >= width
}

const fills = (slot: Slot | undefined) => slot !== undefined && slot.cell.text !== ''

/** Rows of headers on top: what the markup says, else the rows without a number that stand above numbers. */
function headRows(
  rows: readonly RawRow[],
  slots: (Slot | undefined)[][],
  left: number,
  width: number,
): number {
  const marked = rows.findIndex((row) => row.head !== true)
  if (rows[0]?.head === true) return marked === -1 ? rows.length : marked
  let count = 0
  while (
    count < Math.min(4, slots.length - 1) &&
    slots[count]!.some(fills) &&
    !(count > 0 && isGroup(slots[count]!, left, width)) &&
    slots[count]!.every((slot, x) => x < left || !fills(slot) || !isNumeric(slot!.cell.text))
  )
    count++
  const anyNumber = slots
    .slice(count)
    .some((row) => row.some((slot) => fills(slot) && isNumeric(slot!.cell.text)))
  return anyNumber ? count : Math.min(1, slots.length - 1)
}

/** Columns of headers on the left. */
function headColumns(rows: readonly RawRow[], slots: (Slot | undefined)[][], width: number): number {
  const body = slots.filter((_, y) => rows[y]!.head !== true)
  let marked = 0
  const isHeader = (slot: Slot | undefined) => slot?.cell.header === 'row' || slot?.cell.header === 'both'
  while (marked < width - 1 && body.some((row) => isHeader(row[marked]))) marked++
  if (marked > 0) return marked
  // The first column names the rows, whatever is in it; further ones do while they hold words beside numbers.
  let count = Math.min(1, width - 1)
  const words = (x: number) => {
    const filled = body.slice(1).filter((row) => fills(row[x]))
    return filled.length > 0 && filled.every((row) => !isNumeric(row[x]!.cell.text))
  }
  const numbers = (x: number) =>
    body.slice(1).some((row) => row.slice(x).some((slot) => fills(slot) && isNumeric(slot!.cell.text)))
  while (count > 0 && count < width - 1 && count < 4 && words(count) && numbers(count + 1)) count++
  return count
}

const unlike = (texts: readonly string[]) =>
  texts.filter((text, index) => text !== '' && text !== texts[index - 1])

/**
 * Values of a table with their headers. A row that is one wide cell, or has words in its first column only, names the
 * rows below it; a later row of column headers takes the place of those before it.
 */
export function tableCells(rows: readonly RawRow[], budget: TableBudget): TableCell[] {
  const kept = rows.filter((row) => row.cells.some((cell) => cell.text !== '' || cell.rows > 1))
  const slots = grid(kept, budget)
  const width = slots.reduce((most, row) => Math.max(most, row.length), 0)
  const left = headColumns(kept, slots, width)
  const top = headRows(kept, slots, left, width)
  let columns = headersByColumn(slots.slice(0, top), width)
  let group = ''
  const above: string[] = []
  const cells: TableCell[] = []
  for (let y = top; y < slots.length; y++) {
    const row = slots[y]!
    if (width > 1 && isGroup(row, left, width) && row.find(fills)!.row === y) {
      group = row.find(fills)!.cell.text
      continue
    }
    if (
      width > 1 &&
      row.filter(fills).length > 0 &&
      row.every((slot) => !fills(slot) || isColumnHeader(slot!))
    ) {
      columns = headersByColumn([row], width)
      continue
    }
    const headers = row.slice(0, left).map((slot, x) => {
      const text = slot?.cell.text ?? ''
      if (text !== '') above.length = Math.min(above.length, x)
      if (text === '' && x < left - 1) return above[x] ?? ''
      above[x] = text
      return text
    })
    row.forEach((slot, x) => {
      if (x < left || !fills(slot) || slot!.column < left) return
      cells.push({ row: unlike([group, ...headers]), column: columns[x] ?? [], value: slot!.cell.text })
    })
  }
  return cells
}

const isColumnHeader = (slot: Slot) => slot.cell.header === 'column' || slot.cell.header === 'both'

function headersByColumn(rows: (Slot | undefined)[][], width: number): string[][] {
  return Array.from({ length: width }, (_, x) => unlike(rows.map((row) => row[x]?.cell.text ?? '')))
}

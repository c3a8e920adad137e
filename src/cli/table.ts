import Table from 'cli-table3'
import { plain, print } from './terminal.ts'

/** Prints rows under a head, without rules between them. Widths are in characters; long cells are wrapped. */
export function printTable(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  widths?: readonly number[],
): void {
  const table = new Table({
    head: [...head],
    style: { compact: true, head: [], border: [] },
    ...(widths === undefined ? {} : { colWidths: [...widths], wordWrap: true }),
  })
  // Plain before it is measured.
  for (const row of rows) table.push(row.map((cell) => plain(String(cell))))
  print(table.toString())
}

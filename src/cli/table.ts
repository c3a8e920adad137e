import Table from 'cli-table3'

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
  table.push(...rows.map((row) => [...row]))
  console.log(table.toString())
}

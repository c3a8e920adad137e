import type { ForeignClaim } from './foreign-report.ts'
import type { ReportLine } from './sections.ts'

type Column = 'claim' | 'ticked' | 'confidence'

const COLUMNS: readonly (readonly [RegExp, Column])[] = [
  [/^(?:claims?|statements?|findings?)$/i, 'claim'],
  [/^(?:verified|verification|supported|status|verdict|check(?:ed)?)$/i, 'ticked'],
  [/^(?:confidence|conf\.?|score|probability|certainty)$/i, 'confidence'],
]
const YES = /^(?:[✓✔☑✅]️?|yes|y|true|verified|supported)$/iu
const NO =
  /^(?:[×✗✘☒❌x]️?|no|n|false|unverified|unsupported|not (?:verified|supported)|insufficient|contradicted|refuted)$/iu

/** Cells of a row: of a Markdown table, else between tabs, else between gaps of two blanks and more. */
function cellsOf(text: string): string[] {
  const line = text.trim()
  if (/^\|.*\|$/.test(line))
    return line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll('\\|', '|'))
  return (line.includes('\t') ? line.split(/\t+/) : line.split(/ {2,}/)).map((cell) => cell.trim())
}

const isRule = (cells: readonly string[]) => cells.every((cell) => /^:?-+:?$/.test(cell))

function columnOf(cell: string): Column | null {
  const words = cell.replace(/[*_`]/g, '').trim()
  return COLUMNS.find(([pattern]) => pattern.test(words))?.[1] ?? null
}

/** The rows of the first table with a column of claims. Without a heading row: claim, mark, confidence. */
export function foreignClaims(lines: readonly ReportLine[]): ForeignClaim[] {
  const rows = lines
    .map((line) => ({ line: line.number, cells: cellsOf(line.text) }))
    .filter(({ cells }) => cells.length > 1 && !isRule(cells))
  const at = rows.findIndex(({ cells }) => cells.some((cell) => columnOf(cell) === 'claim'))
  const heading = at < 0 ? ['Claim', 'Verified', 'Confidence'] : rows[at]!.cells
  const columns = heading.map(columnOf)
  return rows.slice(at + 1).flatMap(({ line, cells }) => {
    const claim = claimOf(line, cells, heading, columns)
    return claim === null || (at < 0 && claim.ticked === null) ? [] : [claim]
  })
}

function claimOf(
  line: number,
  cells: readonly string[],
  heading: readonly string[],
  columns: readonly (Column | null)[],
): ForeignClaim | null {
  const cell = (column: Column) => cells[columns.indexOf(column)]
  const text = cell('claim')
  if (text === undefined || text === '') return null
  const [mark, printed] = [cell('ticked') ?? '', cell('confidence') ?? '']
  const number = /^(\d+(?:\.(\d+))?)\s*(%?)$/.exec(printed)
  const value = number === null ? null : Number(number[1]) / (number[3] === '%' ? 100 : 1)
  const decimals = (number?.[2]?.length ?? 0) + (number?.[3] === '%' ? 2 : 0)
  return {
    line,
    text,
    ticked: YES.test(mark) ? true : NO.test(mark) ? false : null,
    confidence: value !== null && value <= 1 ? value : null,
    decimals,
    cells: Object.fromEntries(
      heading.flatMap((name, at) =>
        columns[at] === null && name !== '' && cells[at] ? [[name, cells[at]]] : [],
      ),
    ),
  }
}

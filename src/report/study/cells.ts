import { marked, quiet, type TableCell, type Text } from '../document/model.ts'
import { decimal, signed } from '../numbers.ts'
import type { ReportedCell, ReportedDifference } from '../schema.ts'

/** How values and differences are printed in the cells of every table. */

const NO_RESULT = quiet('no result')

const interval = (low: string, high: string) => quiet(`[${low}, ${high}]`)

/** `34.1 [32.0, 36.0]`. */
export const valueText = ({ value, low, high }: ReportedCell['value']): Text => [
  `${decimal(value)} `,
  interval(decimal(low), decimal(high)),
]

/** `+3.1 ▲ [+1.0, +5.2]`: the arrow and the emphasis where the difference is clear. */
function changeText({ value, low, high, clear }: ReportedDifference): Text {
  const change = clear
    ? marked(value > 0 ? 'better' : 'worse', `${signed(value)} ${value > 0 ? '▲' : '▼'}`)
    : signed(value)
  return [change, ' ', interval(signed(low), signed(high))]
}

export const changeOr = (difference: ReportedDifference | null | undefined, none = NO_RESULT): Text =>
  difference ? changeText(difference) : none

/** A value with its interval, whether it is at chance, and its difference to the baseline, under one another. */
export function valueCell(cell: ReportedCell | undefined): TableCell {
  if (cell === undefined) return NO_RESULT
  return {
    lines: [
      valueText(cell.value),
      ...(cell.aboveChance ? [] : [quiet('at chance')]),
      ...(cell.difference === null ? [] : [changeText(cell.difference)]),
    ],
  }
}

/** A difference on the colour of its size, as a share of the largest one; bold where the interval excludes 0. */
export function shadedCell(difference: ReportedDifference | undefined, largest: number): TableCell {
  if (difference === undefined) return 'none'
  const { value, low, high, clear } = difference
  const text = signed(value)
  return {
    lines: [clear ? marked('strong', text) : text, interval(signed(low), signed(high))],
    shade: value / largest,
  }
}

import { type Mark, marked, quiet, strong, type TableCell, type Text } from '../document/model.ts'
import { decimal, signed } from '../numbers.ts'
import type { ReportedCell, ReportedDifference } from '../schema.ts'

/** How values and differences are printed in the cells of every table. */

const NO_RESULT = quiet('no result')

const interval = (low: string, high: string) => quiet(`[${low}, ${high}]`)

/** `34.1 [32.0, 36.0]`, in bold where it is the best of its column. */
export const valueText = ({ value, low, high }: ReportedCell['value'], best = false): Text => [
  best ? strong(decimal(value)) : decimal(value),
  ' ',
  interval(decimal(low), decimal(high)),
]

type Colours = Readonly<Record<'up' | 'down', Mark | null>>

const BETTER: Colours = { up: 'better', down: 'worse' }
/** Where more is neither better nor worse. */
const NEITHER: Colours = { up: null, down: null }

/** `+3.1 ▲`: the arrow only where the difference is clear. */
function changeOf({ value, clear }: ReportedDifference, colours: Colours): Text {
  if (!clear) return signed(value)
  const [text, mark] = value > 0 ? [`${signed(value)} ▲`, colours.up] : [`${signed(value)} ▼`, colours.down]
  return mark === null ? text : marked(mark, text)
}

/** `+3.1 ▲ [+1.0, +5.2]`. */
export const changeText = (difference: ReportedDifference, colours = BETTER): Text => [
  changeOf(difference, colours),
  ' ',
  interval(signed(difference.low), signed(difference.high)),
]

export const changeOr = (
  difference: ReportedDifference | null | undefined,
  none: Text = NO_RESULT,
): TableCell => {
  if (!difference) return none
  const text = changeText(difference)
  return difference.doubts.length === 0 ? text : { lines: [text, quiet('undecided')] }
}

/** A value with its interval, whether it is at chance, and its difference to the baseline, under one another. */
export function valueCell(cell: ReportedCell | undefined, best = false): TableCell {
  if (cell === undefined) return NO_RESULT
  const { value, aboveChance, difference } = cell
  return {
    lines: [
      valueText(value, best),
      ...(aboveChance ? [] : [quiet('at chance')]),
      ...(difference === null ? [] : [changeText(difference)]),
    ],
  }
}

/** A gap with its interval, and the change that an arm makes in it. */
export const gapCell = (
  gap: { readonly value: ReportedCell['value']; readonly difference: ReportedDifference | null } | undefined,
): TableCell =>
  gap === undefined
    ? NO_RESULT
    : {
        lines: [
          valueText(gap.value),
          ...(gap.difference === null ? [] : [changeText(gap.difference, NEITHER)]),
        ],
      }

/** Colour of what is not clear, as a share of what it would be if it were. */
const PALE = 0.35

/** A difference on the colour of its size, as a share of the largest one; without colour where the comparison is in doubt. */
export function shadedCell(
  difference: ReportedDifference | undefined,
  largest: number,
  inDoubt: boolean,
): TableCell {
  if (difference === undefined) return 'none'
  const { value, low, high, clear } = difference
  return {
    lines: [changeOf(difference, NEITHER), interval(signed(low), signed(high))],
    shade: (value / largest) * (clear ? 1 : PALE),
    open: inDoubt && !clear,
  }
}

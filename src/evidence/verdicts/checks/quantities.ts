import type { Lexeme } from '../../language/lexemes.ts'
import { isContent } from './compare.ts'

/** A number that measures or counts something. */
export interface Quantity {
  readonly lexeme: Lexeme
  /** "%", "point", "year"; else the words after it, one of which says what is counted. */
  readonly unit: string | null
  readonly counted: readonly string[]
  /** "at least 80", "more than 80": 90 is no other value. */
  readonly bounded: boolean
}

const UNITS = new Set(
  '% ‰ point percentag percent tim fold bleu f1 million billion thousand k year month day week hour minut second mg kg ml mm cm km'.split(
    ' ',
  ),
)
const BOUND =
  /^(?:least|most|up|more|less|fewer|over|under|above|below|exceed|beyond|within|than|to|nearly|almost|about|approximat\w*|around|roughly)$/

const isYear = ({ number, plain }: Lexeme) => number !== null && /^(?:1[5-9]|20)\d\d$/.test(plain)

/** Quantities of a text; a number that is part of a name, as in COVID-19 or GPT-3, is none. */
export function quantitiesIn(list: readonly Lexeme[]): Quantity[] {
  return list.flatMap((lexeme, at) => {
    if (lexeme.number === null || lexeme.label) return []
    const after = list.slice(at + 1, at + 4)
    const next = after[0]
    const unit = next !== undefined && UNITS.has(next.key) ? next.key : isYear(lexeme) ? 'in year' : null
    return [
      {
        lexeme,
        unit,
        counted: after.filter((word) => isContent(word) && word.number === null).map(({ key }) => key),
        bounded: list.slice(Math.max(0, at - 2), at).some(({ plain }) => BOUND.test(plain)),
      },
    ]
  })
}

/** Whether both measure in the same unit, or count the same. */
export const isSameQuantity = (one: Quantity, other: Quantity): boolean =>
  one.unit !== null || other.unit !== null
    ? one.unit === other.unit
    : one.counted.some((word) => other.counted.includes(word))

/** Equal, or one is the other rounded to the digits that it shows. */
export function isSameValue(one: Lexeme, other: Lexeme): boolean {
  const [a, b] = [one.number!, other.number!]
  const half = 0.5 * 10 ** -Math.min(a.decimals, b.decimals)
  return a.value === b.value || (a.decimals !== b.decimals && Math.abs(a.value - b.value) <= half + 1e-12)
}

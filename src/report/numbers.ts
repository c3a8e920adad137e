/** How numbers of a report are printed. */

import { count } from '#kernel'

/** A number with the interval around it, both ends included. */
export interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number
}

const MINUS = '\u2212'

/** `12.3`, with a true minus sign and no `−0.0`. */
export function decimal(value: number, digits = 1): string {
  if (!Number.isFinite(value)) throw new RangeError(`cannot print ${value} in a report`)
  const text = Math.abs(value).toFixed(digits)
  return value < 0 && Number(text) !== 0 ? `${MINUS}${text}` : text
}

/** `+12.3`, `−0.4` or `0.0`. */
export function signed(value: number, digits = 1): string {
  const text = decimal(value, digits)
  return value > 0 && Number(text) !== 0 ? `+${text}` : text
}

/** A p value to three places: `0.012`, `<0.001`. */
export const probability = (p: number): string => (p < 0.0005 ? '<0.001' : decimal(p, 3))

/** `+1.9 to +4.4`. */
export function spoken({ low, high }: Pick<Interval, 'low' | 'high'>, digits = 1): string {
  return `${signed(low, digits)} to ${signed(high, digits)}`
}

/** `12.3 million`, `4.1 thousand`, `321`. */
export function rough(value: number): string {
  for (const [size, word] of [
    [1e9, 'billion'],
    [1e6, 'million'],
    [1e4, 'thousand'],
  ] as const)
    if (value >= size) return `${decimal(value / (word === 'thousand' ? 1e3 : size))} ${word}`
  return count(value)
}

/** `12 s`, `3.4 min`, `1.2 h`. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${decimal(seconds)} s`
  if (seconds < 90) return `${count(seconds)} s`
  return seconds < 5400 ? `${decimal(seconds / 60)} min` : `${decimal(seconds / 3600)} h`
}

/** `61 GiB`. */
export function bytes(value: number): string {
  return value >= 2 ** 30 ? `${count(value / 2 ** 30)} GiB` : `${count(value / 2 ** 20)} MiB`
}

/** A setting as a person writes it: `0.0005` stays, `1e-5` stays, nothing gets longer. */
export function setting(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-3) return value.toExponential().replace('-', MINUS)
  return value >= 1e4 && Number.isInteger(value) ? count(value) : String(value)
}

/** A title within a sentence: `Mean average precision at 20` loses its capital, `F1 over chunks` does not. */
export function inSentence(title: string): string {
  return /^[A-Z][a-z]/.test(title) && !/^(Spearman|Pearson)/.test(title)
    ? `${title[0]!.toLowerCase()}${title.slice(1)}`
    : title
}

import { language, languages } from '#catalog'

/** A number with the interval around it, both ends included. */
export interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number
}

const MINUS = '\u2212'
const CODES = new Set(languages().map((each) => each.code))
const names = new Intl.DisplayNames('en', { type: 'language' })

/** English name of a language: the catalogue's, else Unicode's, else the code. */
export function languageName(code: string): string {
  return CODES.has(code) ? language(code).name : (names.of(code) ?? code)
}

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

/** `+1.9 to +4.4`. */
export function spoken({ low, high }: Pick<Interval, 'low' | 'high'>): string {
  return `${signed(low)} to ${signed(high)}`
}

/** A title within a sentence: `Mean average precision at 20` loses its capital, `F1 over chunks` does not. */
export function inSentence(title: string): string {
  return /^[A-Z][a-z]/.test(title) && !/^(Spearman|Pearson)/.test(title)
    ? `${title[0]!.toLowerCase()}${title.slice(1)}`
    : title
}

/** `12,345`. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

/** `3 seeds`, `1 seed`; the plural can be given where it is not the noun with an s. */
export function plural(value: number, noun: string, nouns = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : nouns}`
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

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[], conjunction = 'and'): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`
}

/** The first few of a list, and how many more there are. */
export function someOf(words: readonly string[], most: number): string {
  return words.length <= most
    ? listed(words)
    : `${words.slice(0, most).join(', ')} and ${words.length - most} more`
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

/** The day of an ISO date, as `21 November 2026`. */
export function day(iso: string): string {
  return new Date(iso).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
}

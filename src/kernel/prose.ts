/** How counts, lists, shares and days read in an English sentence, the same in every room. */

/** `12,345`. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

/** `3 seeds`, `1 seed`, `0 seeds`; the plural can be given where it is not the noun with an s. */
export function plural(value: number, noun: string, nouns = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : nouns}`
}

/** `3 works`, `1 work`, `no works`: where nothing is an answer, not a number. */
export function pluralOrNo(value: number, noun: string, nouns = `${noun}s`): string {
  return value === 0 ? `no ${nouns}` : plural(value, noun, nouns)
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

/** A share of 1 as `12 %`. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

/** The day of an ISO date in UTC, as `21 November 2026`. */
export function day(iso: string): string {
  return new Date(iso).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
}

/** With a capital at the beginning. */
export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

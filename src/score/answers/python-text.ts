/**
 * Text operations as Python 3 defines them, which official scorers are written in. JavaScript's `\s` has U+FEFF and lacks
 * U+001C to U+001F and U+0085; its `\b` knows only ASCII.
 */

const SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const SPACES = new RegExp(`[${SPACE}]+`, 'u')
const OUTER = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, 'gu')
const WORD = '[\\p{L}\\p{N}_]'
const BOUNDARY = `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`

/** `text.split()`. */
export function splitWords(text: string): string[] {
  return text.split(SPACES).filter((word) => word !== '')
}

/** `text.strip()`. */
export function strip(text: string): string {
  return text.replace(OUTER, '')
}

/** `re.compile(r'\b(a|b|c)\b')` over str. Combining marks are no word characters, in Python either. */
export function wholeWords(words: readonly string[]): RegExp {
  return new RegExp(`${BOUNDARY}(?:${words.join('|')})${BOUNDARY}`, 'gu')
}

/** `string.punctuation`, ready to stand in a character class. */
export const ASCII_PUNCTUATION = '!-\\/:-@\\[-`\\{-~'

/**
 * Text operations as Python 3 defines them, which official scorers are written in. JavaScript's `\s` has U+FEFF and lacks
 * U+001C to U+001F and U+0085; its `\b` knows only ASCII.
 */

const WORD = '[\\p{L}\\p{N}_]'
const BOUNDARY = `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`

/** `re.compile(r'\b(a|b|c)\b')` over str. Combining marks are no word characters, in Python either. */
export function wholeWords(words: readonly string[]): RegExp {
  return new RegExp(`${BOUNDARY}(?:${words.join('|')})${BOUNDARY}`, 'gu')
}

/** `string.punctuation`, ready to stand in a character class. */
export const ASCII_PUNCTUATION = '!-\\/:-@\\[-`\\{-~'

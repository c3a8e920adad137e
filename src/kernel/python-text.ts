/**
 * White space as Python 3 defines it for str: benchmarks and their scorers are read and written in Python. JavaScript's `trim`
 * and `\s` have U+FEFF, which is text there, and lack U+001C to U+001F and U+0085.
 */

const SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const SPACES = new RegExp(`[${SPACE}]+`, 'u')
const ONE_SPACE = new RegExp(`[${SPACE}]`, 'u')

/** `text.strip()`. */
export function strip(text: string): string {
  let [from, to] = [0, text.length]
  while (from < to && ONE_SPACE.test(text[from]!)) from++
  while (to > from && ONE_SPACE.test(text[to - 1]!)) to--
  return text.slice(from, to)
}

/** `text.split()`. */
export function splitWords(text: string): string[] {
  return text.split(SPACES).filter((word) => word !== '')
}

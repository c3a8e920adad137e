import { own } from '#kernel'
import { tokens } from '../language/tokens.ts'

/** Words that carry no content. */
export const SMALL_WORDS: ReadonlySet<string> = new Set(
  'a an the of on in for to and or as at by with from is are was were be been this that these those it its we our they their all'.split(
    ' ',
  ),
)
const NUMBERS: Readonly<Record<string, string>> = Object.fromEntries(
  'one two three four five six seven eight nine ten'.split(' ').map((word, at) => [word, String(at + 1)]),
)

/** Digits for the words of small numbers, anything else as it is. */
export const numberWord = (word: string): string => own(NUMBERS, word) ?? word

/** Words that carry the content of a sentence, on stems; number words as digits. A cut last word is left out. */
export function contentWords(text: string, cut = false): string[] {
  const words = tokens(text).filter(({ norm }) => !SMALL_WORDS.has(norm))
  return (cut ? words.slice(0, -1) : words).map(({ norm, stem }) => own(NUMBERS, norm) ?? stem)
}

/** Share of the first text's content words that the second has in the same order; 0 for a text without any. */
export function alignedShare(words: readonly string[], other: readonly string[]): number {
  if (words.length === 0) return 0
  let row = new Uint16Array(other.length + 1)
  for (const word of words) {
    const next = new Uint16Array(other.length + 1)
    for (let at = 1; at <= other.length; at++)
      next[at] = word === other[at - 1] ? row[at - 1]! + 1 : Math.max(row[at]!, next[at - 1]!)
    row = next
  }
  return row[other.length]! / words.length
}

/** Letters and digits only, lower case: what two prints of one sentence share. */
export const printKey = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

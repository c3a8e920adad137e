/** A word of a question as phrases are compared by: lower case, singular. */
export interface Word {
  readonly norm: string
  readonly start: number
  readonly end: number
}

/** "recall@10" and "v1.1" are one word each; hyphens and signs part words. */
const WORD = /[\p{L}\p{N}]+(?:[@.]\p{N}+)*/gu

const normal = (word: string) => {
  const lower = word.toLowerCase()
  return lower.length > 3 ? lower.replace(/(?<=[^sui])s$/, '') : lower
}

/** The words of a text with their places. */
export const wordsOf = (text: string): Word[] =>
  [...text.matchAll(WORD)].map(({ 0: word, index }) => ({
    norm: normal(word),
    start: index,
    end: index + word.length,
  }))

/** A phrase of the vocabulary as it is looked up. */
export const phraseKey = (phrase: string): string =>
  wordsOf(phrase)
    .map(({ norm }) => norm)
    .join(' ')

/** Something that a text names, where it does. */
export interface Named<T> {
  readonly meaning: T
  readonly start: number
  readonly end: number
}

const LONGEST = 6

/** What a text names out of a vocabulary, longer phrases before shorter ones, and the words that are left. */
export function namedIn<T>(
  text: string,
  vocabulary: ReadonlyMap<string, T>,
): { readonly named: readonly Named<T>[]; readonly left: readonly Word[] } {
  const words = wordsOf(text)
  const named: Named<T>[] = []
  const left: Word[] = []
  for (let at = 0; at < words.length; ) {
    const found = longestAt(words, at, vocabulary)
    if (found === null) left.push(words[at++]!)
    else {
      const [meaning, length] = found
      named.push({ meaning, start: words[at]!.start, end: words[at + length - 1]!.end })
      at += length
    }
  }
  return { named, left }
}

function longestAt<T>(
  words: readonly Word[],
  at: number,
  vocabulary: ReadonlyMap<string, T>,
): readonly [T, number] | null {
  for (let length = Math.min(LONGEST, words.length - at); length > 0; length--) {
    const key = words
      .slice(at, at + length)
      .map(({ norm }) => norm)
      .join(' ')
    const meaning = vocabulary.get(key)
    if (meaning !== undefined) return [meaning, length]
  }
  return null
}

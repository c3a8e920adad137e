import type { Part } from '../bundle/protocol.ts'
import { contentStems } from '../language/stems.ts'
import { isGeneral } from './parts.ts'

/** Of a name of more words than this, two thirds are enough. */
const WHOLE = 3

/**
 * Whether a text speaks of a part of the question: has the words of one of its names, without nouns of every study. A word
 * with hyphens is there whole or in its pieces.
 */
export function speaksOf({ text, names }: Pick<Part, 'text' | 'names'>, said: string): boolean {
  const there = new Set(contentStems(said))
  return [text, ...names].some((name) => {
    const words = name.split(/\s+/).filter((word) => contentStems(word).length > 0)
    const telling = words.filter((word) => !isGeneral(word))
    const wanted = (telling.length > 0 ? telling : words).map(contentStems)
    const found = wanted.filter(
      ([whole, ...pieces]) =>
        there.has(whole!) || (pieces.length > 0 && pieces.every((piece) => there.has(piece))),
    )
    const needed = wanted.length <= WHOLE ? wanted.length : Math.ceil((2 / 3) * wanted.length)
    return wanted.length > 0 && found.length >= needed
  })
}

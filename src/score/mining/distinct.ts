import type { ExamplesByType } from '#data'
import { strip } from '../answers/python-text.ts'

export type MiningExample = ExamplesByType['mining']

/**
 * The sentences of one side that take part in mining: places among the examples of that side, the first of each text, in
 * order. Row i of the neighbours that `scoreMining` reads is the sentence at place i. The official scripts search after
 * removing copies too (LASER mine_bitexts.py `--unify`, XTREME text_load_unify()): otherwise copies would fill the k
 * nearest places and change every margin.
 */
export function distinctSentences(
  examples: readonly MiningExample[],
  side: MiningExample['side'],
): Int32Array {
  const seen = new Set<string>()
  const places: number[] = []
  for (const [place, { text }] of ofSide(examples, side).entries()) {
    if (seen.has(text)) continue
    seen.add(text)
    places.push(place)
  }
  return Int32Array.from(places)
}

export function ofSide(examples: readonly MiningExample[], side: MiningExample['side']): MiningExample[] {
  return examples.filter((example) => example.side === side)
}

/** Whether each sentence can be in a pair: one whose text, without outer blanks, another has too is never given out (BUCC). */
export function unambiguous(sentences: readonly MiningExample[]): boolean[] {
  const copies = new Map<string, number>()
  const texts = sentences.map(({ text }) => strip(text))
  for (const text of texts) copies.set(text, (copies.get(text) ?? 0) + 1)
  return texts.map((text) => copies.get(text) === 1)
}

import type { MiningExample } from '#data'
import { strip } from '#kernel'

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

import { IntList } from '../growable.ts'
import { runLength, runOf } from '../segments.ts'
import { SequenceWriter } from '../sequence-writer.ts'
import type { Tokenizer } from '../tokenizer.ts'
import { CHUNK } from './format.ts'

interface Texts {
  readonly text: string
  readonly pair?: string | undefined
}

/**
 * One sequence an example: its text, or its two texts, the longer cut first.
 *
 * @param leaveOutEmpty Write no sequence for an example without tokens.
 * @returns The sequences, and the example of each.
 */
export async function encodeTexts<E>(
  examples: readonly E[],
  textsOf: (example: E) => Texts,
  tokenizer: Tokenizer,
  maxLength: number,
  leaveOutEmpty = false,
): Promise<{ writer: SequenceWriter; itemExample: Int32Array }> {
  const writer = new SequenceWriter(tokenizer, maxLength)
  const itemExample = new IntList('items', examples.length)
  for (let from = 0; from < examples.length; from += CHUNK) {
    const chunk = examples.slice(from, from + CHUNK).map(textsOf)
    const texts: string[] = []
    for (const { text, pair } of chunk) {
      texts.push(text)
      if (pair !== undefined) texts.push(pair)
    }
    const segments = await tokenizer.encode(texts)
    let next = 0
    for (const [index, { pair }] of chunk.entries()) {
      const first = runOf(segments, next++)
      const second = pair === undefined ? null : runOf(segments, next++)
      if (leaveOutEmpty && runLength(first) + (second === null ? 0 : runLength(second)) === 0) continue
      if (second === null) writer.single(first)
      else writer.pair(first, second)
      itemExample.push(from + index)
    }
  }
  return { writer, itemExample: itemExample.toArray() }
}

import type { Tokenizer as NativeTokenizer } from 'tokenizers'
import { IntList } from './growable.ts'
import type { Segments } from './segments.ts'
import { utf16Positions } from './utf16.ts'

/** Texts handed to the native library at a time: bounds the memory that its encodings take. */
const CHUNK = 2048

/** Encodes texts without special tokens. Equal texts are encoded once a chunk: SQuAD asks five questions about one context. */
export async function encodeNatively(native: NativeTokenizer, texts: readonly string[]): Promise<Segments> {
  const ids = new IntList('tokens')
  const starts = new IntList('tokens')
  const ends = new IntList('tokens')
  const bounds = new IntList('texts', texts.length + 1)
  bounds.push(0)
  for (let from = 0; from < texts.length; from += CHUNK) {
    const chunk = texts.slice(from, from + CHUNK)
    const distinct = [...new Set(chunk)]
    const encodings = await native.encodeBatch(distinct, { addSpecialTokens: false })
    const firsts = new Map<string, { from: number; to: number }>()
    const indexOf =
      distinct.length < chunk.length ? new Map(distinct.map((text, index) => [text, index])) : null
    for (const [position, text] of chunk.entries()) {
      const known = firsts.get(text)
      if (known !== undefined) {
        ids.append(ids.data, known.from, known.to)
        starts.append(starts.data, known.from, known.to)
        ends.append(ends.data, known.from, known.to)
      } else {
        const encoding = encodings[indexOf === null ? position : indexOf.get(text)!]!
        const first = ids.length
        for (const id of encoding.getIds()) ids.push(id)
        const positions = utf16Positions(text)
        for (const [start, end] of encoding.getOffsets() as [number, number][]) {
          starts.push(positions === null ? start : positions[start]!)
          ends.push(positions === null ? end : positions[end]!)
        }
        if (indexOf !== null) firsts.set(text, { from: first, to: ids.length })
      }
      bounds.push(ids.length)
    }
  }
  return { ids: ids.toArray(), starts: starts.toArray(), ends: ends.toArray(), bounds: bounds.toArray() }
}

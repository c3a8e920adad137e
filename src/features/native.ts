import type { Tokenizer as NativeTokenizer } from 'tokenizers'
import { IntList } from './growable.ts'
import type { Segments } from './segments.ts'
import { utf16Positions } from './utf16.ts'

/** Encodes texts without special tokens in the native library. */
export async function encodeNatively(native: NativeTokenizer, texts: readonly string[]): Promise<Segments> {
  const ids = new IntList('tokens')
  const starts = new IntList('tokens')
  const ends = new IntList('tokens')
  const bounds = new IntList('texts', texts.length + 1)
  bounds.push(0)
  const encodings = await native.encodeBatch([...texts], { addSpecialTokens: false })
  for (const [index, text] of texts.entries()) {
    const encoding = encodings[index]!
    for (const id of encoding.getIds()) ids.push(id)
    const positions = utf16Positions(text)
    for (const [start, end] of encoding.getOffsets() as [number, number][]) {
      starts.push(positions === null ? start : positions[start]!)
      ends.push(positions === null ? end : positions[end]!)
    }
    bounds.push(ids.length)
  }
  return { ids: ids.toArray(), starts: starts.toArray(), ends: ends.toArray(), bounds: bounds.toArray() }
}

import type { InputFormat } from './format.ts'
import { encodeTexts } from './texts.ts'

/** One side of sentence pairs, each sentence alone. Reads `side` and `prefix`. */
export const sentenceRetrieval: InputFormat<'sentence-retrieval'> = {
  kind: 'sentence-retrieval',
  async encode(examples, tokenizer, { maxLength, side, prefix = '' }) {
    if (side === undefined) throw new TypeError('featurizing sentence-retrieval needs a side')
    const textsOf = (example: (typeof examples)[number]) => ({ text: prefix + example[side] })
    const texts = await encodeTexts(examples, textsOf, tokenizer, maxLength)
    return { ...texts, tensors: {} }
  },
}

import type { InputFormat } from './format.ts'
import { encodeTexts } from './texts.ts'

/** One side of sentence pairs, each sentence alone. Reads `side`. */
export const sentenceRetrieval: InputFormat<'sentence-retrieval'> = {
  kind: 'sentence-retrieval',
  async encode(examples, tokenizer, { maxLength, side }) {
    if (side === undefined) throw new TypeError('featurizing sentence-retrieval needs a side')
    const texts = await encodeTexts(examples, (example) => ({ text: example[side] }), tokenizer, maxLength)
    return { ...texts, tensors: {} }
  },
}

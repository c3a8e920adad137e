import type { InputFormat } from './format.ts'
import { encodeTexts } from './texts.ts'

/** One collection of sentences, each alone, in the order of the examples of that side. Reads `side`. */
export const mining: InputFormat<'mining', never> = {
  type: 'mining',
  async encode(examples, tokenizer, { maxLength, side }) {
    if (side === undefined) throw new TypeError('featurizing mining needs a side')
    const places = [...examples.keys()].filter((at) => examples[at]!.side === side)
    const { writer, itemExample } = await encodeTexts(
      places.map((at) => examples[at]!),
      ({ text }) => ({ text }),
      tokenizer,
      maxLength,
    )
    return { writer, itemExample: itemExample.map((at) => places[at]!), tensors: {} }
  },
}

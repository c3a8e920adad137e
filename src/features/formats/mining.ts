import type { InputFormat } from './format.ts'
import { encodeTexts } from './texts.ts'

/**
 * One collection: each different sentence once, alone, in the order of the examples of its side. Reads `side` and `prefix`. Copies of a
 * sentence would fill each other's nearest places and change every margin, so the official scripts search without them
 * too (LASER mine_bitexts.py `--unify`, XTREME text_load_unify()).
 */
export const mining: InputFormat<'mining'> = {
  kind: 'mining',
  async encode(examples, tokenizer, { maxLength, side, prefix = '' }) {
    if (side === undefined) throw new TypeError('featurizing mining needs a side')
    const own = [...examples.keys()].filter((at) => examples[at]!.side === side)
    const places = distinctTexts(own.map((at) => examples[at]!)).map((place) => own[place]!)
    const { writer, itemExample } = await encodeTexts(
      Array.from(places, (at) => examples[at]!),
      ({ text }) => ({ text: prefix + text }),
      tokenizer,
      maxLength,
    )
    return { writer, itemExample: itemExample.map((item) => places[item]!), tensors: {} }
  },
}

/** Places of the first of each text, in order: what the rows of mined neighbours stand for. */
export function distinctTexts(sentences: readonly { readonly text: string }[]): Int32Array {
  const seen = new Set<string>()
  return Int32Array.from(
    [...sentences.keys()].filter((place) => {
      const { text } = sentences[place]!
      if (seen.has(text)) return false
      seen.add(text)
      return true
    }),
  )
}

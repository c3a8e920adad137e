import type { ExamplesByType } from '#data'
import type { InputFormat } from './format.ts'
import { encodeTexts } from './texts.ts'

type MiningExample = ExamplesByType['mining']

/**
 * One collection: each different sentence once, alone, in the order of the examples of its side. Reads `side`. Copies of a
 * sentence would fill each other's nearest places and change every margin, so the official scripts search without them
 * too (LASER mine_bitexts.py `--unify`, XTREME text_load_unify()).
 */
export const mining: InputFormat<'mining', never> = {
  type: 'mining',
  async encode(examples, tokenizer, { maxLength, side }) {
    if (side === undefined) throw new TypeError('featurizing mining needs a side')
    const places = distinct(examples, side)
    const { writer, itemExample } = await encodeTexts(
      places.map((at) => examples[at]!),
      ({ text }) => ({ text }),
      tokenizer,
      maxLength,
    )
    return { writer, itemExample: itemExample.map((at) => places[at]!), tensors: {} }
  },
}

/** Places of the first of each text of a side. */
function distinct(examples: readonly MiningExample[], side: MiningExample['side']): number[] {
  const seen = new Set<string>()
  return [...examples.keys()].filter((at) => {
    const { text, side: own } = examples[at]!
    if (own !== side || seen.has(text)) return false
    seen.add(text)
    return true
  })
}

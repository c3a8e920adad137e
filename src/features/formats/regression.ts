import { type InputFormat, predicted, vector } from './format.ts'
import { encodeTexts } from './texts.ts'

/** Two texts, one real value. */
export const regression: InputFormat<'regression', number> = {
  kind: 'regression',
  async encode(examples, tokenizer, { maxLength }) {
    const values = Float32Array.from(examples, ({ value }) => value ?? Number.NaN)
    const texts = await encodeTexts(examples, (example) => example, tokenizer, maxLength)
    return { ...texts, tensors: { values: vector(values) } }
  },
  decode: (predictions, _, examples) => Array.from(predicted(predictions, 'values', examples.length)),
}

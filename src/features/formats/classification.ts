import { LabelUnknownError } from '../errors.ts'
import { type InputFormat, labelAt, labelIndex, labelSet, predicted, vector } from './format.ts'
import { encodeTexts } from './texts.ts'

/** One text or two, one label. Reads `labels`. */
export const classification: InputFormat<'classification', string> = {
  kind: 'classification',
  async encode(examples, tokenizer, options) {
    const index = labelIndex(options, 'classification')
    const labels = Int32Array.from(examples, ({ id, label }) => {
      if (label === null) return -1
      const found = index.get(label)
      if (found === undefined) throw new LabelUnknownError(label, id, [...index.keys()])
      return found
    })
    const texts = await encodeTexts(examples, (example) => example, tokenizer, options.maxLength)
    return { ...texts, tensors: { labels: vector(labels) } }
  },
  decode(predictions, features, examples, options) {
    const set = labelSet(features, options)
    return Array.from(predicted(predictions, 'labels', examples.length), (label) => labelAt(set, label))
  },
}

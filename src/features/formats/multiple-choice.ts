import { ExampleInvalidError } from '../errors.ts'
import { IntList } from '../growable.ts'
import { runOf } from '../segments.ts'
import { SequenceWriter } from '../sequence-writer.ts'
import { CHUNK, type InputFormat, oneItemEach, predicted, vector } from './format.ts'

/** One item an example, one sequence a choice: context, then choice (HellaSwag, XCOPA in XTREME-R and jiant). */
export const multipleChoice: InputFormat<'multiple-choice', number> = {
  kind: 'multiple-choice',
  async encode(examples, tokenizer, { maxLength }) {
    const writer = new SequenceWriter(tokenizer, maxLength)
    const items = new IntList('sequences')
    items.push(0)
    const labels = Int32Array.from(examples, ({ id, choices, answer }) => {
      if (choices.length < 2)
        throw new ExampleInvalidError(id, `it has ${choices.length} choices, at least 2 are needed`)
      if (answer !== null && !(answer in choices))
        throw new ExampleInvalidError(
          id,
          `its answer is choice ${answer} of ${choices.length}, counted from 0`,
        )
      return answer ?? -1
    })
    for (let from = 0; from < examples.length; from += CHUNK) {
      const chunk = examples.slice(from, from + CHUNK)
      const segments = await tokenizer.encode(chunk.flatMap(({ context, choices }) => [context, ...choices]))
      let next = 0
      for (const { choices } of chunk) {
        const context = runOf(segments, next++)
        for (let choice = 0; choice < choices.length; choice++) writer.pair(context, runOf(segments, next++))
        items.push(writer.sequences)
      }
    }
    return {
      writer,
      tensors: { item_offsets: vector(items.toArray()), labels: vector(labels) },
      itemExample: oneItemEach(examples.length),
    }
  },
  decode: (predictions, _, examples) => Array.from(predicted(predictions, 'labels', examples.length)),
}

import { ExampleInvalidError } from '../errors.ts'
import { IntList } from '../growable.ts'
import { runOf } from '../segments.ts'
import { SequenceWriter } from '../sequence-writer.ts'
import { CHUNK, type InputFormat, oneItemEach, vector } from './format.ts'
import { encodeTexts } from './texts.ts'

/**
 * Training: an item is the query (at most `queryLength` tokens), then its passages, the right one first. Elsewhere each
 * text is an item of one sequence, after `prefix`: a query, or in `candidates` a passage (at most `maxLength` tokens).
 */
export const passageRetrieval: InputFormat<'passage-retrieval'> = {
  kind: 'passage-retrieval',
  async encode(examples, tokenizer, { maxLength, queryLength = maxLength, prefix = '' }, split) {
    if (
      split === 'candidates' ||
      split === 'test' ||
      examples.every(({ passages }) => passages === undefined)
    ) {
      const length = split === 'candidates' ? maxLength : queryLength
      const textsOf = ({ text, pair }: (typeof examples)[number]) => ({ text: prefix + text, pair })
      return { ...(await encodeTexts(examples, textsOf, tokenizer, length)), tensors: {} }
    }
    const writer = new SequenceWriter(tokenizer, Math.max(maxLength, queryLength))
    const items = new IntList('sequences')
    items.push(0)
    const each = examples[0]!.passages?.length ?? 0
    for (let from = 0; from < examples.length; from += CHUNK) {
      const chunk = examples.slice(from, from + CHUNK)
      const segments = await tokenizer.encode(
        chunk.flatMap(({ text, pair, passages = [] }) =>
          [{ text, pair }, ...passages].flatMap((each) =>
            each.pair === undefined ? [each.text] : [each.text, each.pair],
          ),
        ),
      )
      let next = 0
      for (const { id, text, pair, passages = [] } of chunk) {
        if (passages.length !== each || each === 0)
          throw new ExampleInvalidError(
            id,
            `it has ${passages.length} passages, the first example has ${each}; each needs as many, at least one`,
          )
        for (const [at, { pair: second }] of [{ text, pair }, ...passages].entries()) {
          const limit = at === 0 ? queryLength : maxLength
          const first = runOf(segments, next++)
          if (second === undefined) writer.single(first, limit)
          else writer.pair(first, runOf(segments, next++), limit)
        }
        items.push(writer.sequences)
      }
    }
    return {
      writer,
      tensors: { item_offsets: vector(items.toArray()) },
      itemExample: oneItemEach(examples.length),
    }
  },
}

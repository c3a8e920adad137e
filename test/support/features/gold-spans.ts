import type { SpanExtractionExample } from '#data'
import { decodePredictions } from '../../../src/features/decode.ts'
import { itemExample } from '../../../src/features/feature-set.ts'
import { featurize } from '../../../src/features/featurize.ts'
import type { Tokenizer } from '../../../src/features/tokenizer.ts'
import { utf16Positions } from '../../../src/features/utf16.ts'

interface Squad {
  readonly data: readonly {
    readonly paragraphs: readonly {
      readonly context: string
      readonly qas: readonly {
        readonly id: string
        readonly question: string
        readonly answers: readonly { readonly text: string; readonly answer_start: number }[]
      }[]
    }[]
  }[]
}

/** Questions of a SQuAD file whose first answer is where the file says, in code points; some files have theirs blanked. */
export function questionsWithAnswers(json: string): SpanExtractionExample[] {
  return (JSON.parse(json) as Squad).data.flatMap(({ paragraphs }) =>
    paragraphs.flatMap(({ context, qas }) => {
      const positions = utf16Positions(context)
      return qas.flatMap(({ id, question, answers }) => {
        const placed = answers.map(({ text, answer_start }) => ({
          text,
          start: positions === null ? answer_start : positions[answer_start]!,
        }))
        const [first] = placed
        return first === undefined || first.text.trim() === '' || !context.startsWith(first.text, first.start)
          ? []
          : [{ id, question, context, answers: placed }]
      })
    }),
  )
}

/** What comes back of the gold answers as spans of whole tokens: the answers of a model that never errs. */
export async function goldSpanAnswers(
  examples: readonly SpanExtractionExample[],
  tokenizer: Tokenizer,
): Promise<readonly string[]> {
  const options = { maxLength: 384, stride: 128, questionLength: 64 }
  const features = await featurize({ kind: 'span-extraction', examples, split: 'test' }, tokenizer, options)
  const spans = features.tensors.spans!
  // A window that holds the answer scores 1, another 0.
  const scores = Float32Array.from(itemExample(features), (_, item) =>
    spans.data[item * 2 + 1]! > 0 ? 1 : 0,
  )
  const predictions = { spans, scores: { data: scores, shape: [scores.length] } }
  return decodePredictions('span-extraction', features, predictions, examples)
}

/**
 * How much of the gold answers a span of whole tokens can give back: the ceiling of every model with this tokenizer.
 *
 * Usage: npx tsx bench/gold-spans.ts TOKENIZER-FOLDER RULES LANGUAGE FILE.json.gz ...   (RULES: squad or mlqa; SQuAD's format)
 * Prints a line a file: answers, share given back letter for letter, and the official exact match and F1 of these spans.
 */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { SpanExtractionExample } from '#data'
import { decodePredictions } from '../src/features/decode.ts'
import { itemExample } from '../src/features/feature-set.ts'
import { featurize } from '../src/features/featurize.ts'
import { openTokenizer } from '../src/features/tokenizer.ts'
import { mlqa } from '../src/score/answers/mlqa.ts'
import { squad } from '../src/score/answers/squad.ts'

const MOST = 3000

const [folder, rules, language, ...files] = process.argv.slice(2) as [string, string, string, ...string[]]
const tokenizer = await openTokenizer(folder)
const { compare } = rules === 'mlqa' ? mlqa(language) : squad

for (const file of files) {
  const examples = read(file).slice(0, MOST)
  if (examples.length === 0) throw new Error(`no question of ${file} has its answer where it says`)
  const options = { maxLength: 384, stride: 128, maxQuestionLength: 64 }
  const features = await featurize({ kind: 'span-extraction', examples, split: 'test' }, tokenizer, options)
  const spans = features.tensors.spans!
  // A window that holds the answer scores 1, another 0.
  const scores = Float32Array.from(itemExample(features), (_, item) =>
    spans.data[item * 2 + 1]! > 0 ? 1 : 0,
  )
  const predictions = { spans, scores: { data: scores, shape: [scores.length] } }
  const answers = decodePredictions('span-extraction', features, predictions, examples)
  let [letters, exact, f1] = [0, 0, 0]
  for (const [index, { answers: golds }] of examples.entries()) {
    const answer = answers[index]!
    if (answer === golds[0]!.text.trim()) letters++
    const outcome = compare(
      answer,
      golds.map(({ text }) => text),
    )
    if (outcome.exact) exact++
    f1 += outcome.overlap === 0 ? 0 : (2 * outcome.overlap) / (outcome.predicted + outcome.gold)
  }
  const share = (value: number) => ((100 * value) / examples.length).toFixed(1)
  console.log(
    `${basename(file)} ${language}: ${examples.length} answers, ${share(letters)} % letter for letter, exact match ${share(exact)}, F1 ${share(f1)}`,
  )
}
process.exit(0)

interface Squad {
  readonly data: readonly {
    readonly paragraphs: readonly {
      readonly context: string
      readonly qas: readonly {
        id: string
        question: string
        answers: { text: string; answer_start: number }[]
      }[]
    }[]
  }[]
}

/** Questions whose first answer is where the file says, in code points. */
function read(file: string): SpanExtractionExample[] {
  return (JSON.parse(gunzipSync(readFileSync(file)).toString()) as Squad).data.flatMap(({ paragraphs }) =>
    paragraphs.flatMap(({ context, qas }) => {
      const points = [...context]
      return qas.flatMap(({ id, question, answers }) => {
        const placed = answers.map(({ text, answer_start }) => ({
          text,
          start: points.slice(0, answer_start).join('').length,
        }))
        return placed[0]?.text.trim() && context.startsWith(placed[0].text, placed[0].start)
          ? [{ id, question, context, answers: placed }]
          : []
      })
    }),
  )
}

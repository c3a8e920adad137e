import { z } from 'zod'
import { codePointIndex } from '../code-points.ts'
import { DataInvalidError } from '../errors.ts'
import type { PassageRetrievalExample } from '../examples.ts'
import { defineFormat, filesOf, tally } from '../format.ts'
import { squadParagraphs } from '../squad-json.ts'
import type { TextFile } from '../text-file.ts'

const Paragraph = z.object({
  context: z.string(),
  sentence_breaks: z.array(z.tuple([z.int(), z.int()])).optional(),
  qas: z.array(
    z.object({
      id: z.union([z.string(), z.int()]),
      question: z.string(),
      answers: z.array(z.object({ text: z.string(), answer_start: z.int() })),
    }),
  ),
})
const FORM = '{context, sentence_breaks?, qas[].{id, question, answers[].{text, answer_start}}}'

/**
 * SQuAD JSON read as retrieval of the sentence with the answer: LAReQA (XQuAD-R, MLQA-R), and SQuAD v1.1 to train on.
 *
 * Sentences are those of `sentence_breaks`, which count code points. Where a file has none they come from
 * `Intl.Segmenter` of the language, whose rules are those of the ICU in Node (on the English paragraphs of XQuAD-R it
 * finds 1174 of 1180 sentence starts, and 51 that are none). The right sentence is the one in which the first answer
 * starts; other sentences of the paragraph with the same text are right too. Source: google-research/xtreme,
 * third_party/utils_lareqa.py (load_data) and processors/lareqa.py.
 */
export const squadSentences = defineFormat({
  id: 'squad-sentences',
  makes: 'passages',
  version: 1,
  options: z.strictObject({
    rows: z
      .enum(['queries', 'candidates', 'pairs'])
      .describe('Questions; all sentences of paragraphs with questions; questions with their sentence'),
    passage: z
      .enum(['joined', 'pair'])
      .describe(
        'A sentence and its paragraph: one text without separator, as the official script embeds candidates, or two segments, as it trains',
      ),
  }),
  parse(material, { rows, passage }) {
    const { skipped, skip } = tally()
    const examples: PassageRetrievalExample[] = []
    const passageOf = (sentence: string, context: string) =>
      passage === 'pair' ? { text: sentence, pair: context } : { text: joined(sentence, context) }
    let number = 0
    for (const file of filesOf(material, 'examples', this.id))
      for (const { article, paragraph } of squadParagraphs(file, Paragraph, FORM)) {
        const { context, sentence_breaks: breaks, qas } = paragraph
        number++
        if (qas.length === 0) continue
        const unitAt = codePointIndex(context)
        const spans = breaks?.map(([from, to]) => spanOf(file, number, unitAt(from), unitAt(to)))
        const sentences = sentencesOf(context, spans ?? segments(context, material.language))
        const keys = sentences.map(() => [] as string[])
        for (const { id, question, answers } of qas) {
          const key = String(id)
          const right = rightSentence(
            sentences,
            unitAt(answers[0]?.answer_start ?? -1),
            answers[0]?.text,
            context,
          )
          if (right === null) {
            skip('question whose answer is in no sentence, or not at its place')
            continue
          }
          for (const [at, { text }] of sentences.entries()) if (text === right) keys[at]!.push(key)
          if (rows === 'queries')
            examples.push({ id: key, text: question, keys: [key], cluster: article ?? context })
          if (rows === 'pairs')
            examples.push({ id: key, text: question, keys: [key], passages: [passageOf(right, context)] })
        }
        if (rows === 'candidates')
          for (const [at, { text }] of sentences.entries())
            examples.push({
              id: `${material.language}_${number}_${at}`,
              ...passageOf(text, context),
              keys: keys[at]!,
            })
      }
    return { examples, gold: true, skipped }
  },
})

interface Sentence {
  readonly from: number
  readonly to: number
  readonly text: string
}

const sentencesOf = (context: string, spans: readonly (readonly [number, number])[]): Sentence[] =>
  spans.map(([from, to]) => ({ from, to, text: context.slice(from, to) }))

/** Sentences without the blanks around them. */
function segments(context: string, language: string): [number, number][] {
  const found = [...new Intl.Segmenter(language, { granularity: 'sentence' }).segment(context)]
  return found.flatMap(({ index, segment }): [number, number][] => {
    const from = index + segment.length - segment.trimStart().length
    const to = index + segment.trimEnd().length
    return from < to ? [[from, to]] : []
  })
}

function rightSentence(
  sentences: readonly Sentence[],
  start: number | null,
  answer: string | undefined,
  context: string,
): string | null {
  if (start === null || answer === undefined || answer === '' || !context.startsWith(answer, start))
    return null
  return sentences.find(({ from, to }) => from <= start && start < to)?.text ?? null
}

/** As the official script writes a candidate: no separator, and line feeds are dropped. */
const joined = (sentence: string, context: string) => (sentence + context).replaceAll('\n', '')

function spanOf(file: TextFile, paragraph: number, from: number | null, to: number | null): [number, number] {
  if (from === null || to === null || from >= to)
    throw new DataInvalidError(
      { file: file.path, field: 'sentence_breaks' },
      `a sentence of paragraph ${paragraph} does not lie in its context`,
    )
  return [from, to]
}

import { z } from 'zod'
import { DataInvalidError } from '../errors.ts'
import type { Answer, SpanExtractionExample } from '../examples.ts'
import { defineFormat, filesOf, tally } from '../format.ts'
import { parseJson } from '../json.ts'
import type { TextFile } from '../text-file.ts'

const Question = z.object({
  id: z.union([z.string(), z.int()]),
  question: z.string(),
  is_impossible: z.boolean().optional(),
  answers: z.array(z.object({ text: z.string(), answer_start: z.int() })).optional(),
})
const Paragraph = z.object({ context: z.string(), qas: z.array(Question) })
const Squad = z.object({ data: z.array(z.object({ paragraphs: z.array(Paragraph) })) })

/**
 * SQuAD 1.1 and 2.0 JSON, in which XQuAD, MLQA and TyDiQA-GoldP come too.
 *
 * `answer_start` counts Unicode code points, as Python does; positions here count UTF-16 code units. An answer must be
 * the text at its position: benchmarks that break this (SQuAD-it: 98 of 21 489 answers) are read with
 * `misaligned: skip`, which leaves out the answer, and the question when none is left, and counts both.
 */
export const squad = defineFormat({
  id: 'squad',
  type: 'span-extraction',
  version: 1,
  options: z.strictObject({
    misaligned: z
      .enum(['error', 'skip'])
      .default('error')
      .describe('Answers whose text is not at their position'),
  }),
  parse(material, { misaligned }) {
    const { skipped, skip } = tally()
    const examples: SpanExtractionExample[] = []
    let withheld = 0
    for (const file of filesOf(material, 'examples', 'squad')) {
      for (const { context, qas, where } of paragraphsOf(file)) {
        const unitAt = codePointIndex(context)
        for (const [at, { id, question, answers = [], is_impossible }] of qas.entries()) {
          const given = answers.filter((answer) => answer.text !== '')
          const aligned: Answer[] = []
          for (const answer of given) {
            const start = unitAt(answer.answer_start)
            if (start !== null && context.startsWith(answer.text, start))
              aligned.push({ text: answer.text, start })
            else if (misaligned === 'skip') skip('answer text is not at answer_start')
            else
              throw new DataInvalidError(
                { file: file.path, field: `${where}.qas[${at}] (id ${id})` },
                `the answer ${quote(answer.text)} is not at answer_start ${answer.answer_start}, where the context has ${quote(start === null ? '' : context.slice(start, start + answer.text.length))}`,
                'Set the option "misaligned: skip" of the task entry to leave such answers out and count them.',
              )
          }
          if (given.length > 0 && aligned.length === 0) {
            skip('question without an answer at its place')
            continue
          }
          // No answer at all and not marked impossible: blanked, as XTREME blanks test answers.
          if (given.length === 0 && is_impossible !== true) withheld++
          examples.push({ id: String(id), question, context, answers: is_impossible === true ? [] : aligned })
        }
      }
    }
    return { examples, gold: withheld === 0, skipped }
  },
})

function* paragraphsOf(file: TextFile): Generator<z.infer<typeof Paragraph> & { where: string }> {
  const parsed = Squad.safeParse(parseJson(file))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    throw new DataInvalidError(
      { file: file.path, field: z.core.toDotPath(issue.path) },
      `this is not SQuAD JSON, ${z.core.toDotPath(issue.path) || 'at the top'}: ${issue.message}`,
      'The form is data[].paragraphs[].{context, qas[].{id, question, answers[].{text, answer_start}}}.',
      parsed.error,
    )
  }
  for (const [article, { paragraphs }] of parsed.data.data.entries())
    for (const [at, paragraph] of paragraphs.entries())
      yield { ...paragraph, where: `data[${article}].paragraphs[${at}]` }
}

/** From code points to UTF-16 code units; null outside the text. */
function codePointIndex(text: string): (codePoint: number) => number | null {
  if (!/[\ud800-\udbff]/.test(text)) return (at) => (at >= 0 && at <= text.length ? at : null)
  const starts: number[] = []
  for (let at = 0; at < text.length; at += text.codePointAt(at)! > 0xffff ? 2 : 1) starts.push(at)
  return (at) => starts[at] ?? null
}

const quote = (text: string) => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)

import { z } from 'zod'
import { codePointIndex } from '../code-points.ts'
import { DataInvalidError } from '../errors.ts'
import type { SpanExtractionExample } from '../examples.ts'
import { defineFormat, filesOf, tally } from '../format.ts'
import { squadParagraphs } from '../squad-json.ts'
import type { TextFile } from '../text-file.ts'

const Question = z.object({
  id: z.union([z.string(), z.int()]),
  question: z.string(),
  is_impossible: z.boolean().optional(),
  answers: z.array(z.object({ text: z.string(), answer_start: z.int() })).optional(),
})
const Paragraph = z.object({ context: z.string(), qas: z.array(Question) })
const FORM = '{context, qas[].{id, question, answers[].{text, answer_start}}}'

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
    ids: z
      .enum(['file', 'position'])
      .default('file')
      .describe(
        'position: questions are numbered, for files whose ids recur (TyDiQA training files of XTREME)',
      ),
    idPrefix: z
      .string()
      .default('')
      .describe('Only questions whose id begins so, as with the language in the official TyDiQA files'),
  }),
  parse(material, { misaligned, ids, idPrefix }) {
    const { skipped, skip } = tally()
    const examples: SpanExtractionExample[] = []
    const withheld = new Set<SpanExtractionExample>()
    for (const file of filesOf(material, 'examples', this.id))
      for (const { context, qas } of squadParagraphs(file, Paragraph, FORM)) {
        const unitAt = codePointIndex(context)
        for (const { id, question, answers = [], is_impossible: impossible = false } of qas) {
          if (!String(id).startsWith(idPrefix)) continue
          const given = impossible ? [] : answers.filter((answer) => answer.text !== '')
          const aligned = given.flatMap(({ text, answer_start }) => {
            const start = unitAt(answer_start)
            if (start !== null && context.startsWith(text, start)) return [{ text, start }]
            if (misaligned === 'error')
              throw misalignment(file, id, text, answer_start, context.slice(start ?? context.length))
            skip('answer text is not at answer_start')
            return []
          })
          if (given.length > 0 && aligned.length === 0) {
            skip('question without an answer at its place')
            continue
          }
          for (let blank = given.length; blank < answers.length && given.length > 0; blank++)
            skip('empty answer')
          const name = ids === 'file' ? String(id) : String(examples.length)
          const example = { id: name, question, context, answers: aligned }
          if (given.length === 0 && !impossible) withheld.add(example)
          examples.push(example)
        }
      }
    // All blanked: a test file as XTREME distributes it. Some: faults of the file, which no answer can be right for.
    if (withheld.size === examples.length) return { examples, gold: false, skipped }
    for (const _ of withheld) skip('question whose answers are empty')
    return { examples: examples.filter((example) => !withheld.has(example)), gold: true, skipped }
  },
})

function misalignment(
  file: TextFile,
  id: string | number,
  text: string,
  start: number,
  there: string,
): DataInvalidError {
  const at = file.text.indexOf(JSON.stringify(id))
  const line = at < 0 ? {} : { line: file.text.slice(0, at).split('\n').length }
  return new DataInvalidError(
    { file: file.path, ...line, field: `question ${id}` },
    `the answer ${quote(text)} of question ${id} is not at answer_start ${start}, where the context has ${quote(there.slice(0, text.length))}`,
    'Set the option "misaligned: skip" of the task entry to leave such answers out and count them.',
  )
}

const quote = (text: string) => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)

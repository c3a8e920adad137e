import { z } from 'zod'
import { defineFormat, filesOf } from '../format.ts'
import { Spans } from '../spans.ts'
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

/** How answers and ids of a file of questions are taken. */
export const SpanOptions = {
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
}

/**
 * SQuAD 1.1 and 2.0 JSON, in which XQuAD, MLQA and TyDiQA-GoldP come too.
 *
 * `answer_start` counts Unicode code points, as Python does; positions here count UTF-16 code units. An answer must be
 * the text at its position: benchmarks that break this (SQuAD-it: 98 of 21 489 answers) are read with
 * `misaligned: skip`, which leaves out the answer, and the question when none is left, and counts both.
 * Questions whose id is in a file of the role `without` are left out and counted: those of a test set that was made of
 * the same questions.
 */
export const squad = defineFormat({
  id: 'squad',
  makes: 'questions',
  version: 1,
  options: z.strictObject({
    ...SpanOptions,
    idPrefix: z
      .string()
      .default('')
      .describe('Only questions whose id begins so, as with the language in the official TyDiQA files'),
  }),
  parse(material, { misaligned, ids, idPrefix }) {
    const spans = new Spans(misaligned, ids)
    const without = new Set<string>()
    for (const file of material.files.without ?? [])
      for (const { paragraph } of squadParagraphs(file, Paragraph, FORM))
        for (const { id } of paragraph.qas) without.add(String(id))
    for (const file of filesOf(material, 'examples', this.id))
      for (const { article, paragraph } of squadParagraphs(file, Paragraph, FORM)) {
        const questions = paragraph.qas.flatMap(
          ({ id, question, answers = [], is_impossible: impossible = false }) => {
            if (!String(id).startsWith(idPrefix)) return []
            if (!without.has(String(id))) return [{ id, question, answers, impossible }]
            spans.skip('question that is in the set to leave out')
            return []
          },
        )
        spans.add({ article, context: paragraph.context }, questions, ({ id }) => placeOf(file, id))
      }
    return spans.end()
  },
})

function placeOf(file: TextFile, id: string | number): { file: string; line?: number } {
  const at = file.text.indexOf(JSON.stringify(id))
  return { file: file.path, ...(at < 0 ? {} : { line: file.text.slice(0, at).split('\n').length }) }
}

import { z } from 'zod'
import { defineFormat, filesOf } from '../format.ts'
import { ColumnName, type Row, rowsOf, TableForm } from '../rows.ts'
import { Spans, type WrittenQuestion } from '../spans.ts'
import { SpanOptions } from './squad.ts'

/**
 * Questions as rows, the layout of SQuAD on the hub: id, question, context, and answers as two lists
 * `{text: [...], answer_start: [...]}` or one list of `{text, answer_start}`. The article is the column `title`, where there is one. Otherwise as the format `squad`.
 */
export const squadRows = defineFormat({
  id: 'squad-rows',
  makes: 'questions',
  version: 1,
  options: z.strictObject({
    ...TableForm,
    ...SpanOptions,
    columns: z
      .strictObject({ id: ColumnName, question: ColumnName, context: ColumnName, answers: ColumnName })
      .default({ id: 'id', question: 'question', context: 'context', answers: 'answers' }),
    noAnswer: z
      .enum(['withheld', 'unanswerable'])
      .default('withheld')
      .describe('What a row without answers means; in SQuAD 2.0 that the question has none'),
    where: z.record(z.string(), z.string()).default({}).describe('Only rows with these values'),
  }),
  parse(material, options) {
    const spans = new Spans(options.misaligned, options.ids)
    for (const file of filesOf(material, 'examples', this.id))
      for (const row of rowsOf(file, options)) {
        if (!Object.entries(options.where).every(([name, value]) => row.text(name) === value)) continue
        const answers = answersOf(row, options.columns.answers)
        const question = {
          id: row.text(options.columns.id),
          question: row.text(options.columns.question),
          answers,
          impossible: options.noAnswer === 'unanswerable' && answers.length === 0,
        }
        const article = row.has('title') ? row.text('title') : undefined
        const context = row.text(options.columns.context)
        spans.add({ article, context }, [question], () => ({ file: file.path, line: row.line }))
      }
    return spans.end()
  },
})

function answersOf(row: Row, column: ColumnName): WrittenQuestion['answers'] {
  const value = row.value(column)
  const pairs = Array.isArray(value) ? value : zipped(value)
  const answers = z.array(z.object({ text: z.string(), answer_start: z.int() })).safeParse(pairs)
  if (!answers.success)
    throw row.error(
      `column "${[column].flat().join(' | ')}" holds no answers`,
      'The form is {text: [...], answer_start: [...]} with as many of each, or a list of {text, answer_start}.',
    )
  return answers.data
}

function zipped(value: unknown): unknown {
  const lists = z.object({ text: z.array(z.string()), answer_start: z.array(z.int()) }).safeParse(value)
  if (!lists.success || lists.data.text.length !== lists.data.answer_start.length) return null
  return lists.data.text.map((text, at) => ({ text, answer_start: lists.data.answer_start[at] }))
}

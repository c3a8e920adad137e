import { z } from 'zod'
import { own, strip } from '#kernel'
import { defineFormat, filesOf } from '../format.ts'
import { type Row, rowsOf, TableForm } from '../rows.ts'
import { prefixOf } from '../tagged.ts'

/**
 * Tables of a context with several choices. Texts are templates over the columns, such as
 * `{premise} What was the {question}?`. Answers count from 0, or are one of `answers` in that order.
 */
export const multipleChoice = defineFormat({
  id: 'multiple-choice',
  makes: 'choices',
  version: 2,
  options: z.strictObject({
    ...TableForm,
    context: z.string().describe('Template of the first text'),
    choices: z
      .union([z.string(), z.array(z.string()).min(2)])
      .describe('A column that holds a list, or one column a choice'),
    choice: z.string().default('{choice}').describe('Template of the second text; {choice} is the choice'),
    answer: z.string().describe('Column of the right choice'),
    answers: z.array(z.string()).optional().describe('How answers are written, where not 0, 1, ...'),
    id: z.string().optional(),
  }),
  parse(material, options) {
    const files = filesOf(material, 'examples', this.id)
    let withheld = 0
    const examples = files.flatMap((file, at) =>
      rowsOf(file, options).map((row, index) => {
        const choices = choicesOf(row, options.choices).map((choice) => fill(row, options.choice, { choice }))
        const answer = answerOf(row, options.answer, options.answers, choices.length)
        if (answer === null) withheld++
        const id = options.id === undefined ? String(index) : row.text(options.id)
        const context = fill(row, options.context)
        const first = firstText(row, options.context)
        const cluster = first === context ? {} : { cluster: first }
        return { id: prefixOf(at, files) + id, context, choices, answer, ...cluster }
      }),
    )
    return { examples, gold: withheld === 0, skipped: {} }
  },
})

function choicesOf(row: Row, columns: string | readonly string[]): string[] {
  if (typeof columns !== 'string') return columns.map((column) => row.text(column))
  const list = row.texts(columns)
  if (list.length < 2) throw row.error(`column "${columns}" is no list of two texts or more`)
  return list
}

function fill(row: Row, template: string, extra: Readonly<Record<string, string>> = {}): string {
  const text = strip(
    template.replace(/\{([^{}]+)\}/g, (_, name: string) => own(extra, name) ?? strip(row.text(name))),
  )
  if (text === '') throw row.error(`the text of "${template}" is empty`)
  return text
}

/** What a context begins with, without the question about it. */
function firstText(row: Row, template: string): string {
  const first = /\{([^{}]+)\}/.exec(template)?.[1]
  return first === undefined ? template : strip(row.text(first))
}

function answerOf(
  row: Row,
  column: string,
  names: readonly string[] | undefined,
  choices: number,
): number | null {
  if (!row.has(column)) return null
  const written = strip(row.text(column))
  if (written === '') return null
  const answer = names === undefined ? Number(written) : names.indexOf(written)
  if (!Number.isInteger(answer) || answer < 0 || answer >= choices)
    throw row.error(`the answer "${written}" is not one of ${names?.join(', ') ?? `0 to ${choices - 1}`}`)
  return answer
}

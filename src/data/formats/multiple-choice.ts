import { z } from 'zod'
import { own, strip } from '#kernel'
import { defineFormat, fileOf, filesOf, tally } from '../format.ts'
import { ColumnName, type Row, rowsBeside, rowsOf, TableForm } from '../rows.ts'
import { prefixOf } from '../tagged.ts'

/**
 * Tables of a context with several choices. Texts are templates over the columns, such as
 * `{premise} What was the {question}?`. Answers count from 0, are one of `answers` in that order, or are the text of the
 * right choice. A row in which that text stands twice is left out and counted.
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
    answer: z
      .string()
      .optional()
      .describe('Column of the right choice, where it is not in the role "labels"'),
    answers: z
      .union([z.array(z.string()), z.literal('text')])
      .optional()
      .describe('How answers are written, where not 0, 1, ...; text: as the right choice is'),
    labels: z
      .strictObject({ ...TableForm, answer: ColumnName })
      .optional()
      .describe('Answers come from the file in the role "labels", row by row'),
    cluster: z
      .string()
      .optional()
      .describe('Template of what rows have in common that are not independent, where not the first text'),
    id: z.string().optional(),
  }),
  parse(material, options) {
    const { skipped, skip } = tally()
    const files = filesOf(material, 'examples', this.id)
    let withheld = 0
    const examples = files.flatMap((file, at) => {
      const rows = rowsOf(file, options)
      const labels =
        options.labels === undefined
          ? null
          : rowsBeside(fileOf(material, 'labels', this.id), options.labels, 'labels', file, rows.length)
      return rows.flatMap((row, index) => {
        const texts = choicesOf(row, options.choices)
        const written = writtenIn(labels?.[index] ?? row, options.labels?.answer ?? options.answer)
        const answer =
          written === null ? null : answerOf(labels?.[index] ?? row, written, options.answers, texts)
        if (answer === 'twice') {
          skip('question with the right choice twice')
          return []
        }
        if (answer === null) withheld++
        const id = options.id === undefined ? String(index) : row.text(options.id)
        const context = fill(row, options.context)
        const choices = texts.map((choice) => fill(row, options.choice, { choice }))
        const first =
          options.cluster === undefined ? firstText(row, options.context) : fill(row, options.cluster)
        const cluster = first === context ? {} : { cluster: first }
        return [{ id: prefixOf(at, files) + id, context, choices, answer, ...cluster }]
      })
    })
    return { examples, gold: withheld === 0, skipped }
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

/** The answer as it is written, null where it is withheld. */
function writtenIn(row: Row, column: ColumnName | undefined): string | null {
  if (column === undefined || !row.has(column)) return null
  const written = strip(row.text(column))
  return written === '' ? null : written
}

function answerOf(
  row: Row,
  written: string,
  names: readonly string[] | 'text' | undefined,
  choices: readonly string[],
): number | 'twice' {
  const known = names === 'text' ? choices.map(strip) : names
  if (names === 'text' && known!.indexOf(written) !== known!.lastIndexOf(written)) return 'twice'
  const answer = known === undefined ? Number(written) : known.indexOf(written)
  if (!Number.isInteger(answer) || answer < 0 || answer >= choices.length)
    throw row.error(
      `the answer "${written}" is not one of ${known?.join(', ') ?? `0 to ${choices.length - 1}`}`,
    )
  return answer
}

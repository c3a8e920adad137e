import { z } from 'zod'
import { strip } from '#kernel'
import type { PassageRetrievalExample } from '../examples.ts'
import { defineFormat, filesOf, tally } from '../format.ts'
import { ColumnName, rowsOf, TableForm } from '../rows.ts'
import { prefixOf } from '../tagged.ts'

/**
 * Rows of a text, one that means the same, and possibly one that does not: contrastive training of a sentence encoder.
 * With `atLeast` only rows whose score is that high are positive pairs, such as 4 of 5 in STS-B; others are counted.
 */
export const triplets = defineFormat({
  id: 'triplets',
  makes: 'passages',
  version: 2,
  options: z.strictObject({
    ...TableForm,
    columns: z.strictObject({ text: ColumnName, positive: ColumnName, negative: ColumnName.optional() }),
    atLeast: z.strictObject({ column: ColumnName, value: z.number() }).optional(),
  }),
  parse(material, { columns, atLeast, ...form }) {
    const files = filesOf(material, 'examples', this.id)
    const { skipped, skip } = tally()
    const examples = files.flatMap((file, at) =>
      rowsOf(file, form).flatMap((row, index): PassageRetrievalExample[] => {
        if (atLeast !== undefined) {
          const score = Number(strip(row.text(atLeast.column)) || Number.NaN)
          if (!Number.isFinite(score))
            throw row.error(`the score "${row.text(atLeast.column)}" is not a number`)
          if (score < atLeast.value) {
            skip(`pair scored below ${atLeast.value}`)
            return []
          }
        }
        const texts = [
          columns.text,
          columns.positive,
          ...(columns.negative === undefined ? [] : [columns.negative]),
        ]
        const [text, ...passages] = texts.map((column) => strip(row.text(column)))
        if (text === '' || passages.includes('')) throw row.error('a text is empty')
        const id = `${prefixOf(at, files)}${index}`
        return [{ id, text: text!, keys: [id], passages: passages.map((each) => ({ text: each })) }]
      }),
    )
    return { examples, gold: true, skipped }
  },
})

import { z } from 'zod'
import { defineFormat, filesOf } from '../format.ts'
import { Column, rowsOf, TableForm } from '../rows.ts'
import { prefixOf } from '../tagged.ts'

/** Tables of two texts and a number, such as STS-B and SICK relatedness. */
export const scoredPairs = defineFormat({
  id: 'scored-pairs',
  type: 'regression',
  version: 1,
  options: z.strictObject({
    ...TableForm,
    columns: z.strictObject({ text: Column, pair: Column, value: Column, id: Column.optional() }),
    range: z
      .tuple([z.number(), z.number()])
      .describe('Least and greatest score; a value outside is an error'),
    where: z.record(z.string(), z.string()).default({}).describe('Only rows with these values'),
  }),
  parse(material, options) {
    const { columns, range, where } = options
    const files = filesOf(material, 'examples', this.id)
    const examples = files.flatMap((file, at) =>
      rowsOf(file, options)
        .filter((row) => Object.entries(where).every(([name, value]) => row.text(name) === value))
        .map((row, index) => {
          const written = row.text(columns.value).trim()
          const value = Number(written)
          if (written === '' || !Number.isFinite(value))
            throw row.error(`the score "${written}" is not a number`)
          if (value < range[0] || value > range[1])
            throw row.error(`the score ${value} is not in ${range[0]} to ${range[1]}`)
          const [text, pair] = [row.text(columns.text).trim(), row.text(columns.pair).trim()]
          if (text === '' || pair === '') throw row.error('a sentence is empty')
          return {
            id: prefixOf(at, files) + (columns.id === undefined ? index : row.text(columns.id)),
            text,
            pair,
            value,
          }
        }),
    )
    return { examples, gold: true, skipped: {} }
  },
})

import { z } from 'zod'
import { strip } from '#kernel'
import { DataInvalidError } from '../errors.ts'
import { defineFormat, fileOf, filesOf } from '../format.ts'
import { ColumnName, rowsOf, TableForm } from '../rows.ts'
import { prefixOf } from '../tagged.ts'

/** Tables of two texts and a number, such as STS-B and SICK relatedness. */
export const scoredPairs = defineFormat({
  id: 'scored-pairs',
  makes: 'valued',
  version: 2,
  options: z.strictObject({
    ...TableForm,
    columns: z.strictObject({
      text: ColumnName,
      pair: ColumnName,
      value: ColumnName,
      id: ColumnName.optional(),
    }),
    range: z
      .tuple([z.number(), z.number()])
      .describe('Least and greatest score; a value outside is an error'),
    where: z.record(z.string(), z.string()).default({}).describe('Only rows with these values'),
    values: z
      .strictObject({ ...TableForm, value: ColumnName })
      .optional()
      .describe('Scores come from the file in the role "values", row by row'),
  }),
  parse(material, options) {
    const { columns, range, where } = options
    const files = filesOf(material, 'examples', this.id)
    const values =
      options.values === undefined ? null : rowsOf(fileOf(material, 'values', this.id), options.values)
    const examples = files.flatMap((file, at) => {
      const rows = rowsOf(file, options)
      if (values !== null && values.length !== rows.length)
        throw new DataInvalidError(
          { file: fileOf(material, 'values', this.id).path, line: Math.min(values.length, rows.length) + 1 },
          `it has ${values.length} scores, "${file.path}" has ${rows.length} rows`,
        )
      return rows
        .filter((row) => Object.entries(where).every(([name, value]) => row.text(name) === value))
        .map((row, index) => {
          const scored = values?.[index] ?? row
          const written = strip(scored.text(options.values?.value ?? columns.value))
          const value = Number(written)
          if (written === '' || !Number.isFinite(value))
            throw scored.error(`the score "${written}" is not a number`)
          if (value < range[0] || value > range[1])
            throw scored.error(`the score ${value} is not in ${range[0]} to ${range[1]}`)
          const [text, pair] = [strip(row.text(columns.text)), strip(row.text(columns.pair))]
          if (text === '' || pair === '') throw row.error('a sentence is empty')
          return {
            id: prefixOf(at, files) + (columns.id === undefined ? index : row.text(columns.id)),
            text,
            pair,
            value,
          }
        })
    })
    return { examples, gold: true, skipped: {} }
  },
})

import { z } from 'zod'
import { strip } from '#kernel'
import { defineFormat, fileOf, filesOf, filesOfRoles, tally } from '../format.ts'
import { ColumnName, rowsBeside, rowsOf, TableForm } from '../rows.ts'
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
    unscored: z.enum(['error', 'skip']).default('error').describe('Rows with an empty score'),
    without: z
      .strictObject({ ...TableForm, text: ColumnName, pair: ColumnName })
      .optional()
      .describe('Pairs that a file of the role "without" has, in either order, are left out and counted'),
  }),
  parse(material, options) {
    const { columns, range, where } = options
    const files = filesOf(material, 'examples', this.id)
    const { skipped, skip } = tally()
    const without = new Set<string>()
    if (options.without !== undefined)
      for (const file of filesOfRoles(material, 'without', this.id))
        for (const row of rowsOf(file, options.without))
          without.add(nameOf(row.text(options.without.text), row.text(options.without.pair)))
    const examples = files.flatMap((file, at) => {
      const rows = rowsOf(file, options)
      const values =
        options.values === undefined
          ? null
          : rowsBeside(fileOf(material, 'values', this.id), options.values, 'scores', file, rows.length)
      return rows
        .filter((row) => Object.entries(where).every(([name, value]) => row.text(name) === value))
        .flatMap((row, index) => {
          const scored = values?.[index] ?? row
          const written = strip(scored.text(options.values?.value ?? columns.value))
          if (written === '' && options.unscored === 'skip') {
            skip('pair without a score')
            return []
          }
          const value = Number(written)
          if (written === '' || !Number.isFinite(value))
            throw scored.error(`the score "${written}" is not a number`)
          if (value < range[0] || value > range[1])
            throw scored.error(`the score ${value} is not in ${range[0]} to ${range[1]}`)
          const [text, pair] = [strip(row.text(columns.text)), strip(row.text(columns.pair))]
          if (text === '' || pair === '') throw row.error('a sentence is empty')
          if (without.has(nameOf(text, pair))) {
            skip('pair that is in the set to leave out')
            return []
          }
          return {
            id: prefixOf(at, files) + (columns.id === undefined ? index : row.text(columns.id)),
            text,
            pair,
            value,
          }
        })
    })
    return { examples, gold: true, skipped }
  },
})

/** The same for two sentences in either order, whatever their case and spacing. */
const nameOf = (text: string, pair: string): string =>
  [text, pair]
    .map((each) => strip(each.toLowerCase().replace(/\s+/g, ' ')))
    .sort()
    .join('\n')

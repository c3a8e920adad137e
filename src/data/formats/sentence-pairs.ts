import { z } from 'zod'
import { own, strip } from '#kernel'
import type { ClassificationExample } from '../examples.ts'
import { defineFormat, fileOf, filesOfRoles, tally } from '../format.ts'
import { ColumnName, type Row, rowsBeside, rowsOf, TableForm } from '../rows.ts'
import { prefixOf } from '../tagged.ts'

const Options = z.strictObject({
  ...TableForm,
  columns: z.strictObject({
    text: ColumnName,
    pair: ColumnName.optional(),
    label: ColumnName,
    id: ColumnName.optional(),
  }),
  labelNames: z.record(z.string(), z.string()).default({}).describe('Label in the file -> label of the task'),
  skipLabels: z
    .array(z.string())
    .default([])
    .describe('Labels of rows to leave out, such as "-" for no agreement'),
  where: z.record(z.string(), z.string()).default({}).describe('Only rows with these values'),
  empty: z.enum(['error', 'skip']).default('error').describe('Rows with an empty text'),
  lists: z
    .enum(['error', 'join'])
    .default('error')
    .describe('Columns that hold a list of texts, such as the sentences of a passage: joined by spaces'),
  labels: z
    .union([z.strictObject({ ...TableForm, label: ColumnName }), z.array(z.string()).min(2)])
    .optional()
    .describe(
      'Labels come from the file in the role "labels", row by row; or, as a list, are written as numbers from 0 in its order',
    ),
})

/**
 * Tables of one or two texts and a label: XNLI, PAWS-X, MNLI, SICK, ANLI. Files of the role `examples`, or of several that
 * begin with it (`examples1`, ...), read in the order of their names. Rows without label column (XTREME test files) have none.
 */
export const sentencePairs = defineFormat({
  id: 'sentence-pairs',
  makes: 'labelled',
  version: 2,
  options: Options,
  parse(material, options) {
    const { columns, skipLabels } = options
    const listed = Array.isArray(options.labels) ? options.labels : null
    const ofFile = Array.isArray(options.labels) ? undefined : options.labels
    const names = {
      ...Object.fromEntries((listed ?? []).map((label, number) => [String(number), label])),
      ...options.labelNames,
    }
    const { skipped, skip } = tally()
    const examples: ClassificationExample[] = []
    const files = filesOfRoles(material, 'examples', this.id)
    for (const [at, file] of files.entries()) {
      const rows = rowsOf(file, options).filter((row) =>
        Object.entries(options.where).every(([name, value]) => row.text(name) === value),
      )
      const labels =
        ofFile === undefined
          ? null
          : rowsBeside(fileOf(material, 'labels', this.id), ofFile, 'labels', file, rows.length)
      // A headerless test file has no label column at all; a named column must be there.
      const labelled =
        labels !== null || typeof columns.label !== 'number' || (rows[0]?.has(columns.label) ?? false)
      for (const [index, row] of rows.entries()) {
        const name = labels ? labels[index]!.text(ofFile!.label) : labelled ? row.text(columns.label) : null
        if (name !== null && skipLabels.includes(strip(name))) {
          skip(`label "${strip(name)}"`)
          continue
        }
        const texts = [columns.text, ...(columns.pair === undefined ? [] : [columns.pair])]
        if (options.empty === 'skip' && texts.some((column) => written(row, column, options.lists) === '')) {
          skip('pair with an empty text')
          continue
        }
        const id = columns.id === undefined ? String(index) : row.text(columns.id)
        const text = textOf(row, columns.text, options.lists)
        const pair = columns.pair === undefined ? {} : { pair: textOf(row, columns.pair, options.lists) }
        const label =
          name === null ? null : labelOf(labels?.[index] ?? row, strip(name), names, material.labels)
        examples.push({ id: prefixOf(at, files) + id, text, ...pair, label })
      }
    }
    return { examples, gold: examples.every((example) => example.label !== null), skipped }
  },
})

/** A text as the file has it, without space around it. */
const written = (row: Row, column: ColumnName, lists: 'error' | 'join'): string =>
  strip(lists === 'join' && Array.isArray(row.value(column)) ? row.texts(column).join(' ') : row.text(column))

function textOf(row: Row, column: ColumnName, lists: 'error' | 'join'): string {
  const text = written(row, column, lists)
  if (text === '') throw row.error(`column "${[column].flat().join(' | ')}" is empty, a text was expected`)
  return text
}

function labelOf(
  row: Row,
  written: string,
  names: Readonly<Record<string, string>>,
  labels: readonly string[] | undefined,
): string {
  const label = own(names, written) ?? written
  if (labels !== undefined && !labels.includes(label))
    throw row.error(
      `the label "${written}" is not one of ${labels.join(', ')}`,
      'Map it under "labelNames", or leave it out with "skipLabels", in "options" of the task entry.',
    )
  return label
}

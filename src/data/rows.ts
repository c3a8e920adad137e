import { parse as parseCsv } from 'csv-parse/sync'
import { z } from 'zod'
import { messageOf } from '#kernel'
import { DataInvalidError, FormatError } from './errors.ts'
import { parseJson, parseJsonLines } from './json.ts'
import { linesOf, type TextFile } from './text-file.ts'

/**
 * A column by name, by number from 0 where there is no header, or the first that exists of several. In JSON a name can
 * lead inwards: `choices.text`, and `choices[].text` for the texts of a list.
 */
export const ColumnName = z.union([z.string(), z.int().min(0), z.array(z.string()).min(1)])
export type ColumnName = z.infer<typeof ColumnName>

/**
 * How a table is written.
 * - `tsv`, `csv`: separated by tab or comma. `quoting: csv` reads `"a ""b"" c"` as a csv writer means it; `raw` takes
 *   quotes as text, which is right for files that were joined with tabs and never quoted.
 * - `jsonl`: one object a line, which is how Parquet files read too; `json`: one list of objects.
 * - `lines`: a record is as many lines as `lines` has names.
 */
export const TableForm = {
  form: z.enum(['tsv', 'csv', 'jsonl', 'json', 'lines']),
  quoting: z
    .enum(['csv', 'raw'])
    .optional()
    .describe('tsv and csv; default csv for csv, and for tsv it must be said'),
  header: z.boolean().default(true).describe('tsv and csv: the first row names the columns'),
  under: z.string().optional().describe('json: the list is not the whole file but lies in this field'),
  lines: z.array(z.string()).min(2).optional().describe('lines: the columns, one a line of the record'),
  damaged: z
    .enum(['error', 'skip'])
    .default('error')
    .describe('Lines that are not UTF-8: an error, or left out and counted'),
  parts: z
    .array(
      z.strictObject({ of: ColumnName, pattern: z.string().refine(isPattern, 'not a regular expression') }),
    )
    .optional()
    .describe(
      'Columns inside a column, for texts that somebody joined: each named group of the pattern, which must match all of the text, is a column',
    ),
}
const Form = z.object(TableForm)

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'su') !== undefined
  } catch {
    return false
  }
}

/** One record of a table. */
export class Row {
  readonly file: TextFile
  readonly line: number
  private readonly fields: Readonly<Record<string, unknown>> | readonly unknown[]

  constructor(file: TextFile, line: number, fields: Readonly<Record<string, unknown>> | readonly unknown[]) {
    this.file = file
    this.line = line
    this.fields = fields
  }

  /** Value of a column. Throws DATA_INVALID when there is none. */
  value(column: ColumnName): unknown {
    const names = [column].flat()
    for (const name of names) {
      const value = this.field(name)
      if (value !== undefined) return value
    }
    const there = Array.isArray(this.fields)
      ? `columns 0 to ${this.fields.length - 1}`
      : `columns ${Object.keys(this.fields).join(', ')}`
    throw new DataInvalidError(
      { file: this.file.path, line: this.line, field: names.join(' | ') },
      `there is no column ${names.map((name) => `"${name}"`).join(' or ')}; the row has ${there}`,
      'Name the columns of the file in "options" of the task entry.',
    )
  }

  /** Value of a column as text; numbers and booleans are written out. */
  text(column: ColumnName): string {
    const value = this.value(column)
    if (typeof value === 'string') return value
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    throw this.error(
      `column "${[column].flat().join(' | ')}" holds ${value === null ? 'null' : typeof value}, text was expected`,
    )
  }

  /** A list of texts; numbers and booleans are written out. */
  texts(column: ColumnName): string[] {
    return this.list(column).map((each) => {
      if (typeof each === 'string') return each
      if (typeof each === 'number' || typeof each === 'boolean') return String(each)
      throw this.error(`column "${[column].flat().join(' | ')}" is no list of texts`)
    })
  }

  list(column: ColumnName): readonly unknown[] {
    const value = this.value(column)
    if (!Array.isArray(value)) throw this.error(`column "${[column].flat().join(' | ')}" is no list`)
    return value
  }

  has(column: ColumnName): boolean {
    return [column].flat().some((name) => this.field(name) !== undefined)
  }

  private field(name: string | number): unknown {
    if (Array.isArray(this.fields)) return this.fields[name as number]
    const fields = this.fields as Readonly<Record<string, unknown>>
    if (Object.hasOwn(fields, name) || typeof name === 'number') return fields[name]
    return inner(fields, name.split('.'))
  }

  /** This row with the columns that are parts of others. Throws DATA_INVALID where a text has another form. */
  with(parts: NonNullable<z.infer<typeof Form>['parts']>): Row {
    const found = parts.map(({ of, pattern }) => {
      const match = new RegExp(`^(?:${pattern})$`, 'su').exec(this.text(of))
      if (match !== null) return match.groups ?? {}
      throw this.error(
        `column "${[of].flat().join(' | ')}" is not of the form ${pattern}`,
        'Correct "parts" in "options" of the task entry.',
      )
    })
    return new Row(this.file, this.line, Object.assign({}, this.fields, ...found))
  }

  error(reason: string, hint?: string): DataInvalidError {
    return new DataInvalidError({ file: this.file.path, line: this.line }, reason, hint)
  }
}

/** What a path leads to; undefined where it breaks off, in one element of a list too. */
function inner(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return value
  const each = step.endsWith('[]')
  const name = each ? step.slice(0, -2) : step
  const next =
    typeof value === 'object' && value !== null && Object.hasOwn(value, name)
      ? (value as Record<string, unknown>)[name]
      : undefined
  if (!each) return next === undefined ? undefined : inner(next, rest)
  if (!Array.isArray(next)) return undefined
  const all = next.map((one) => inner(one, rest))
  if (all.includes(undefined)) return undefined
  return rest.some((later) => later.endsWith('[]')) ? all.flat() : all
}

/** Records of a file with their lines. Every row must be whole: a row with fewer or more columns is an error. */
export function rowsOf(file: TextFile, form: z.infer<typeof Form>): Row[] {
  const rows = recordsOf(file, form)
  return form.parts === undefined ? rows : rows.map((row) => row.with(form.parts!))
}

/**
 * Rows of a file that goes with another one row by row, such as its labels. Throws DATA_INVALID where it has fewer or
 * more than the `count` rows of the file `of`.
 */
export function rowsBeside(
  file: TextFile,
  form: z.infer<typeof Form>,
  what: string,
  of: TextFile,
  count: number,
): Row[] {
  const rows = rowsOf(file, form)
  if (rows.length === count) return rows
  throw new DataInvalidError(
    { file: file.path, line: Math.min(rows.length, count) + 1 },
    `it has ${rows.length} ${what}, "${of.path}" has ${count} rows`,
  )
}

function recordsOf(file: TextFile, form: z.infer<typeof Form>): Row[] {
  if (form.form === 'lines') return lineRecords(file, form.lines)
  if (form.form === 'jsonl') return parseJsonLines(file).map(({ line, value }) => new Row(file, line, value))
  if (form.form === 'json') return jsonRows(file, form.under)
  const table = (form.quoting ?? 'csv') === 'csv' ? quotedTable(file, form.form) : rawTable(file, form.form)
  return form.header ? named(file, table) : table.map(({ line, fields }) => new Row(file, line, fields))
}

type Table = { readonly line: number; readonly fields: readonly string[] }[]

function jsonRows(file: TextFile, under: string | undefined): Row[] {
  const whole = parseJson(file)
  const list = under === undefined ? whole : inner(whole, [under])
  if (!Array.isArray(list))
    throw new DataInvalidError(
      { file: file.path, line: 1 },
      under === undefined
        ? 'there is JSON, but not a list of objects'
        : `there is no list of objects in the field "${under}"`,
    )
  return list.map((value: unknown, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new DataInvalidError({ file: file.path, field: `[${at}]` }, `element ${at} is no object`)
    return new Row(file, at + 1, value as Record<string, unknown>)
  })
}

function lineRecords(file: TextFile, names: readonly string[] = []): Row[] {
  const lines = linesOf(file.text)
  const size = names.length
  if (size === 0)
    throw new FormatError('The form "lines" needs the names of the lines of a record', {
      hint: 'Add "lines" to "options" of the task entry.',
    })
  if (lines.length % size !== 0)
    throw new DataInvalidError(
      { file: file.path, line: lines.length },
      `a record has ${size} lines, the last one has ${lines.length % size}`,
    )
  return Array.from({ length: lines.length / size }, (_, at) => {
    const fields = names.map((name, line) => [name, lines[at * size + line]] as const)
    return new Row(file, at * size + 1, Object.fromEntries(fields))
  })
}

function rawTable(file: TextFile, form: 'tsv' | 'csv'): Table {
  const separator = form === 'tsv' ? '\t' : ','
  const table = linesOf(file.text).map((text, at) => ({
    line: at + 1,
    fields: text.split(separator),
    blank: text === '',
  }))
  const width = table[0]?.fields.length ?? 0
  for (const { line, fields, blank } of table)
    if (blank || fields.length !== width)
      throw new DataInvalidError(
        { file: file.path, line },
        blank ? 'the line is blank' : `there are ${fields.length} columns, the first row has ${width}`,
      )
  return table
}

function quotedTable(file: TextFile, form: 'tsv' | 'csv'): Table {
  try {
    const records = parseCsv(file.text, {
      delimiter: form === 'tsv' ? '\t' : ',',
      info: true,
    }) as unknown as {
      info: { lines: number }
      record: string[]
    }[]
    // csv-parse counts the lines read so far: the last line of the record. A quoted field may hold line ends.
    return records.map(({ info, record }) => ({ line: info.lines, fields: record }))
  } catch (cause) {
    const line = (cause as { lines?: number }).lines
    throw new DataInvalidError(
      { file: file.path, ...(line === undefined ? {} : { line }) },
      messageOf(cause),
      'If quotes are text in this file, set "quoting: raw" in "options" of the task entry.',
      cause,
    )
  }
}

function named(file: TextFile, [header, ...rows]: Table): Row[] {
  if (header === undefined)
    throw new DataInvalidError({ file: file.path, line: 1 }, 'the file is empty, a header was expected')
  return rows.map(
    ({ line, fields }) =>
      new Row(file, line, Object.fromEntries(header.fields.map((name, at) => [name, fields[at]]))),
  )
}

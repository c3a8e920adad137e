import type { DataFile } from './model.ts'

/** What spreadsheets run when a field begins with it, in half and full width. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r]/
const isNumber = (text: string) => text.trim() !== '' && Number.isFinite(Number(text))

/**
 * A table for programs as RFC 4180, with the line ends of Unix; no value is an empty field. A text that a spreadsheet would
 * run as a formula begins with an apostrophe.
 */
export function renderCsv({ columns, rows }: DataFile): string {
  const field = (value: string | number | boolean | null) => {
    const written = value === null ? '' : String(value)
    const text =
      typeof value === 'string' && FORMULA.test(value) && !isNumber(value) ? `'${written}` : written
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return [columns, ...rows].map((row) => `${row.map(field).join(',')}\n`).join('')
}

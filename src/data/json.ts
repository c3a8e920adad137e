import { messageOf } from '#kernel'
import { DataInvalidError } from './errors.ts'
import { linesOf, type TextFile } from './text-file.ts'

/** A whole file as JSON. */
export function parseJson(file: TextFile): unknown {
  try {
    return JSON.parse(file.text)
  } catch (cause) {
    throw new DataInvalidError(
      { file: file.path, ...lineOfJsonError(file.text, cause) },
      `this is not JSON: ${messageOf(cause)}`,
      undefined,
      cause,
    )
  }
}

/** V8 names the offset of the fault in most messages. */
function lineOfJsonError(text: string, thrown: unknown): { line?: number } {
  const offset = /position (\d+)/.exec(messageOf(thrown))?.[1]
  if (offset === undefined) return /end of JSON/.test(messageOf(thrown)) ? { line: linesOf(text).length } : {}
  return { line: text.slice(0, Number(offset)).split('\n').length }
}

/** Objects of a file with one JSON object a line, with their lines. */
export function parseJsonLines(
  file: TextFile,
): { readonly line: number; readonly value: Record<string, unknown> }[] {
  const objects: { line: number; value: Record<string, unknown> }[] = []
  for (const [at, text] of linesOf(file.text).entries()) {
    if (text.trim() === '') continue
    objects.push({ line: at + 1, value: parseJsonLine(file.path, at + 1, text) })
  }
  return objects
}

/** The JSON object of a line. */
export function parseJsonLine(file: string, line: number, text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new DataInvalidError(
      { file, line },
      `this is not JSON: ${messageOf(cause)}`,
      'Each line must hold one JSON object.',
      cause,
    )
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new DataInvalidError(
      { file, line },
      'there is JSON, but not an object',
      'Each line must hold one JSON object.',
    )
  return value as Record<string, unknown>
}

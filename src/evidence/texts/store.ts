import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { canonicalJson, messageOf, sha256, writeWhole } from '#kernel'
import { TextDocument } from '../bundle/texts.ts'
import { TextDamagedError } from './errors.ts'

const pathOf = (folder: string, key: string) => join(folder, 'texts', `${key}.json`)

/** Writes a text into the `texts` folder of a bundle, whole or not at all. Gives its path. */
export async function writeText(folder: string, document: TextDocument): Promise<string> {
  const path = pathOf(folder, z.hash('sha256').parse(document.sha256))
  await writeWhole(path, `${canonicalJson(document)}\n`)
  return path
}

/**
 * Reads a text of a bundle. Throws TEXT_DAMAGED when it is missing, not a text, its content does not give its hash, or a
 * range lies outside it.
 */
export async function readDocument(folder: string, key: string): Promise<TextDocument> {
  const path = pathOf(folder, z.hash('sha256').parse(key))
  let value: unknown
  try {
    value = JSON.parse(await readFile(path, 'utf8'))
  } catch (thrown) {
    throw new TextDamagedError(path, messageOf(thrown), thrown)
  }
  const parsed = TextDocument.safeParse(value)
  if (!parsed.success) throw new TextDamagedError(path, z.prettifyError(parsed.error), parsed.error)
  const document = parsed.data
  if (document.sha256 !== key || sha256(document.text) !== key)
    throw new TextDamagedError(path, 'its content does not give the hash in its name')
  const problem = rangeProblem(document)
  if (problem !== undefined) throw new TextDamagedError(path, problem)
  return document
}

/** What is wrong with the ranges of a document, if anything. */
export function rangeProblem({ text, sections, paragraphs, cells }: TextDocument): string | undefined {
  let at = 0
  for (const [index, paragraph] of paragraphs.entries()) {
    const section = sections[paragraph.section]
    if (paragraph.start < at || paragraph.end <= paragraph.start || paragraph.end > text.length)
      return `paragraph ${index} is not after the one before it, or empty, or outside the text`
    if (section === undefined || paragraph.start < section.start || paragraph.end > section.end)
      return `paragraph ${index} is not inside its section`
    at = paragraph.end
  }
  const wrong = cells.findIndex((cell) => !text.slice(cell.start, cell.end).includes(cell.value))
  return wrong === -1 ? undefined : `cell ${wrong} is not at its place`
}

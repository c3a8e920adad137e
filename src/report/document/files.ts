import { join } from 'node:path'
import { writeWhole } from '#kernel'
import { renderCsv } from './csv.ts'
import { renderHtml } from './html.ts'
import { renderLatex } from './latex.ts'
import { renderMarkdown } from './markdown.ts'
import type { Document } from './model.ts'

/** A file of a report before it is written. */
export type NamedText = readonly [name: string, text: string]

/** A document in every format, and its tables for programs. */
export const documentFiles = (document: Document): NamedText[] => [
  ['report.md', renderMarkdown(document)],
  ['report.html', renderHtml(document)],
  ['report.tex', renderLatex(document)],
  ...document.data.map((file): NamedText => [file.name, renderCsv(file)]),
]

/** What `report.json` holds: the results that a document was made of. */
export const jsonFile = (results: unknown): NamedText => [
  'report.json',
  `${JSON.stringify(results, null, 1)}\n`,
]

/**
 * Writes texts under their names into a folder, which is made when it is not there. A file is whole or as it was before.
 * @returns the paths, by file name
 */
export async function writeFiles(
  texts: readonly NamedText[],
  folder: string,
): Promise<Record<string, string>> {
  const paths: Record<string, string> = {}
  for (const [name, text] of texts) {
    const path = join(folder, name)
    await writeWhole(path, text)
    paths[name] = path
  }
  return paths
}

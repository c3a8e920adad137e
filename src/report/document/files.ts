import { renameSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
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
 * Writes texts under their names into a folder, which is made when it is not there. The whole set is there, or all is as
 * it was before: files are made beside the folder's own and take their places in one go.
 * @param signal on abort before that go nothing is changed, and the reason of the signal is thrown
 * @returns the paths, by file name
 */
export async function writeFiles(
  texts: readonly NamedText[],
  folder: string,
  signal?: AbortSignal,
): Promise<Record<string, string>> {
  await mkdir(folder, { recursive: true })
  const staged = await mkdtemp(join(folder, '.new-'))
  try {
    for (const [name, text] of texts) {
      signal?.throwIfAborted()
      await writeWhole(join(staged, name), text)
    }
    // A signal that came meanwhile is heard now; nothing can come between the renames.
    await setImmediate()
    signal?.throwIfAborted()
    for (const [name] of texts) renameSync(join(staged, name), join(folder, name))
  } finally {
    await rm(staged, { recursive: true, force: true })
  }
  return Object.fromEntries(texts.map(([name]) => [name, join(folder, name)]))
}

import { documentFiles, jsonFile, writeFiles } from '../document/files.ts'
import { renderPaperTables } from '../document/latex.ts'
import { Report } from '../schema.ts'
import { studyDocument } from './document.ts'

/**
 * Writes a study's report in every format into a folder, which is made when it is not there.
 * All files are new, or all are as they were before, also on abort.
 * @returns the paths, by file name
 */
export async function writeReport(
  report: Report,
  folder: string,
  signal?: AbortSignal,
): Promise<Record<string, string>> {
  const whole = Report.parse(report)
  const document = studyDocument(whole)
  return writeFiles(
    [jsonFile(whole), ...documentFiles(document), ['table.tex', renderPaperTables(document, whole.name)]],
    folder,
    signal,
  )
}

import { documentFiles, jsonFile, writeFiles } from '../document/files.ts'
import { renderPaperTables } from '../document/latex.ts'
import { Report } from '../schema.ts'
import { studyDocument } from './document.ts'

/**
 * Writes a study's report in every format into a folder, which is made when it is not there.
 * A file is whole or as it was before; nothing is written before all are made.
 * @returns the paths, by file name
 */
export async function writeReport(report: Report, folder: string): Promise<Record<string, string>> {
  const whole = Report.parse(report)
  const document = studyDocument(whole)
  return writeFiles(
    [jsonFile(whole), ...documentFiles(document), ['table.tex', renderPaperTables(document, whole.name)]],
    folder,
  )
}

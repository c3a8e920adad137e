import { differencesCsv, groupsCsv, scoresCsv } from './render/csv.ts'
import { renderHtml } from './render/html.ts'
import { renderLatex } from './render/latex.ts'
import { renderMarkdown } from './render/markdown.ts'
import { Report } from './schema.ts'
import { writeFiles } from './write-files.ts'

/** Every file of a report, by name. */
const RENDERINGS: Readonly<Record<string, (report: Report) => string>> = {
  'report.json': (report) => `${JSON.stringify(report, null, 1)}\n`,
  'report.md': renderMarkdown,
  'report.html': renderHtml,
  'scores.csv': scoresCsv,
  'differences.csv': differencesCsv,
  'groups.csv': groupsCsv,
  'table.tex': renderLatex,
}

/**
 * Writes every rendering of a report into a folder, which is made when it is not there.
 * A file is whole or as it was before; nothing is written before all renderings are made.
 * @returns the paths, by file name
 */
export async function writeReport(report: Report, folder: string): Promise<Record<string, string>> {
  const whole = Report.parse(report)
  return writeFiles(
    Object.entries(RENDERINGS).map(([name, render]) => [name, render(whole)] as const),
    folder,
  )
}

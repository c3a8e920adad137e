import type { EvidenceReport } from '#evidence'
import { writeFiles } from '../write-files.ts'
import { renderEvidenceBibtex } from './bibtex.ts'
import { renderEvidenceHtml } from './html.ts'
import { renderEvidenceMarkdown } from './markdown.ts'

/** Every file of a report on a review, by name. */
const RENDERINGS: Readonly<Record<string, (report: EvidenceReport) => string>> = {
  'report.json': (report) => `${JSON.stringify(report, null, 1)}\n`,
  'report.md': renderEvidenceMarkdown,
  'report.html': renderEvidenceHtml,
  'references.bib': renderEvidenceBibtex,
}

/**
 * Writes every rendering of a report on a review into a folder, which is made when it is not there.
 * A file is whole or as it was before; nothing is written before all renderings are made.
 * @returns the paths, by file name
 */
export async function writeEvidenceReport(
  report: EvidenceReport,
  folder: string,
): Promise<Record<string, string>> {
  return writeFiles(evidenceReportFiles(report), folder)
}

/** Every file of a report on a review, by name, as it is written. */
export const evidenceReportFiles = (report: EvidenceReport): (readonly [name: string, text: string])[] =>
  Object.entries(RENDERINGS).map(([name, render]) => [name, render(report)] as const)

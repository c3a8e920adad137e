import type { EvidenceReport } from '#evidence'
import { breakable } from '#kernel'
import { documentFiles, jsonFile, type NamedText, writeFiles } from '../document/files.ts'
import { renderEvidenceBibtex } from './bibtex.ts'
import { reviewDocument } from './document.ts'

/** Every file of a report on a review, by name, as it is written. */
export const evidenceReportFiles = (report: EvidenceReport): NamedText[] => [
  jsonFile(report),
  ...documentFiles(reviewDocument(report)),
  ['references.bib', renderEvidenceBibtex(report)],
]

/**
 * Writes every rendering of a report on a review into a folder, which is made when it is not there.
 * All files are new, or all are as they were before, also on abort.
 * @returns the paths, by file name
 */
export const writeEvidenceReport = (
  report: EvidenceReport,
  folder: string,
  signal?: AbortSignal,
): Promise<Record<string, string>> =>
  writeFiles(
    breakable(() => evidenceReportFiles(report)),
    folder,
    signal,
  )

import type { EvidenceReport } from '#evidence'
import { day } from '#kernel'
import { code, type Document, inRow, type Section } from '../document/model.ts'
import { claimsFile, findingsFile, numbersFile } from './data-files.ts'
import { abstractSection, answerSection, foundSection, introductionSection } from './sections/answer.ts'
import { checklistSection } from './sections/checklist.ts'
import { claimsSection } from './sections/claims.ts'
import { contradictionsSection } from './sections/contradictions.ts'
import { limitationsSection, methodologySection } from './sections/methodology.ts'
import { leftOutSection, referencesSection, searchLogSection } from './sections/references.ts'

/** The sections of a review's report, in order. */
const SECTIONS: readonly ((report: EvidenceReport) => Section)[] = [
  answerSection,
  foundSection,
  limitationsSection,
  referencesSection,
  // What follows is the appendix.
  abstractSection,
  introductionSection,
  claimsSection,
  contradictionsSection,
  methodologySection,
  checklistSection,
  searchLogSection,
  leftOutSection,
]

/** What the report on a review tells. */
export function reviewDocument(report: EvidenceReport): Document {
  const { title, date, answer } = report
  return {
    title,
    kicker: `Literature review · ${day(date)}`,
    summary: answer.sentence,
    sections: SECTIONS.map((make) => make(report)),
    colophon: [
      `Made by Polyvia on ${day(date)}. The same is in `,
      inRow(['report.json', 'report.md'].map(code)),
      ' beside this page, the references in ',
      code('references.bib'),
      '.',
    ],
    data: [claimsFile(report), findingsFile(report), numbersFile(report)],
  }
}

import { day } from '#kernel'
import { code, type Document, inRow, type Section } from '../document/model.ts'
import type { Report } from '../schema.ts'
import {
  differencesFile,
  forgettingFile,
  groupsFile,
  overlapsFile,
  scoresFile,
  transferGapsFile,
  withoutOverlapFile,
} from './data-files.ts'
import { answerSection } from './sections/answer.ts'
import { choicesSection } from './sections/choices.ts'
import { curvesSection } from './sections/curves.ts'
import { forgettingSection } from './sections/forgetting.ts'
import { groupsSection } from './sections/groups.ts'
import { languagesSection, valuesSection } from './sections/languages.ts'
import { manifestSection } from './sections/manifest.ts'
import { limitsSection, methodsSection } from './sections/methods.ts'
import { overlapSection } from './sections/overlap.ts'
import { publishedSection } from './sections/published.ts'
import { resultsSection } from './sections/results.ts'
import { transferSection } from './sections/transfer.ts'

/** The sections of a study's report, in order. One that has nothing to tell is null. */
const SECTIONS: readonly ((report: Report) => Section | null)[] = [
  answerSection,
  resultsSection,
  transferSection,
  groupsSection,
  forgettingSection,
  overlapSection,
  publishedSection,
  languagesSection,
  choicesSection,
  curvesSection,
  valuesSection,
  methodsSection,
  limitsSection,
  manifestSection,
]

/** What the report of a study tells. */
export function studyDocument(report: Report): Document {
  const { name, question, created, answer, reproduce } = report
  const data = [
    scoresFile(report),
    differencesFile(report),
    groupsFile(report),
    transferGapsFile(report),
    forgettingFile(report),
    overlapsFile(report),
    withoutOverlapFile(report),
  ]
  return {
    title: question,
    kicker: `${name} · transfer study · ${day(created)}`,
    summary: answer.sentence,
    sections: SECTIONS.flatMap((make) => make(report) ?? []),
    colophon: [
      'Made by Polyvia from the study ',
      code(reproduce.file),
      ` on ${day(created)}. The same numbers are in `,
      inRow(['report.json', ...data.map((file) => file.name), 'table.tex'].map(code)),
      ' beside this page.',
    ],
    data,
  }
}

import type { EvidenceReport } from '#evidence'
import { day } from '#kernel'
import { asText, bullets, plain } from '../render/markdown.ts'
import type { Table } from '../schema.ts'
import {
  agreementLine,
  answerTable,
  answerText,
  capLines,
  captureLine,
  claimTable,
  concentrationTable,
  contradictionLines,
  coverageTable,
  criteriaTable,
  effectTable,
  factsOf,
  findingTable,
  itemTable,
  leftOutTable,
  pooledLines,
  raterLines,
  raterTable,
  referenceText,
  referenceUse,
  searchTable,
} from './tables.ts'

/** The whole report as Markdown without HTML. */
export function renderEvidenceMarkdown(report: EvidenceReport): string {
  return [...head(report), ...results(report), ...methods(report), ...rating(report), ...references(report)]
    .join('\n\n')
    .concat('\n')
}

const list = (lines: readonly string[]) => bullets(lines.map(plain))
const orElse = (data: Table, none: string) => (data.rows.length === 0 ? none : asText(data, false))

function head(report: EvidenceReport): string[] {
  const { answer } = report
  return [
    `# ${plain(report.title)}`,
    `Literature review, ${day(report.date)}`,
    '## Abstract',
    plain(report.abstract),
    '## Introduction',
    ...report.introduction.map(plain),
    '## Answer',
    `**${plain(answerText(report, answer))}**`,
    list(factsOf(report).map(({ label, value }) => `${label}: ${value}`)),
    ...(answer.why.length === 0 ? [] : [`What the certainty rests on: ${plain(answer.why.join('; '))}.`]),
    '### By part of the question',
    asText(answerTable(report), false),
  ]
}

function results(report: EvidenceReport): string[] {
  const pooled = pooledLines(report)
  return [
    '## Results',
    '### Claims',
    orElse(claimTable(report), 'No claim was extracted.'),
    '### Findings',
    'Every quote that decides a claim; where nothing decides it, the closest passage.',
    orElse(findingTable(report), 'There are none.'),
    '### Contradictions',
    report.contradictions.length === 0 ? 'None among the claims.' : list(contradictionLines(report)),
    '### Effects',
    orElse(effectTable(report), 'No claim states a difference with a value.'),
    ...(pooled.length === 0 ? [] : [list(pooled)]),
    '### Coverage of the question',
    asText(coverageTable(report)),
    '### Claims by source',
    orElse(concentrationTable(report), 'There are none.'),
  ]
}

function methods(report: EvidenceReport): string[] {
  const { prisma } = report
  const reasons = (rows: readonly { reason: string; count: number }[]) =>
    rows.map(({ reason, count }) => `  - ${plain(reason)}: ${count}`)
  const sum = (rows: readonly { count: number }[]) => rows.reduce((all, { count }) => all + count, 0)
  return [
    '## Methodology',
    ...report.methodology.map(plain),
    '### Flow of works (PRISMA 2020)',
    [
      `- Records found: ${sum(prisma.identified)}`,
      ...prisma.identified.map(({ source, count }) => `  - ${plain(source)}: ${count}`),
      `- Duplicates removed: ${prisma.duplicates}`,
      ...(prisma.otherwiseRemoved === 0 ? [] : [`- Otherwise removed: ${prisma.otherwiseRemoved}`]),
      `- Works screened: ${prisma.screened}`,
      `- Left out by title and abstract: ${sum(prisma.excludedAbstracts)}`,
      ...reasons(prisma.excludedAbstracts),
      `- Texts sought: ${prisma.sought}`,
      `- Not to be had: ${sum(prisma.notRetrieved)}`,
      ...reasons(prisma.notRetrieved),
      `- Texts read: ${prisma.assessed}, ${prisma.assessedByAbstract} of them as an abstract only`,
      `- Left out after reading: ${sum(prisma.excludedTexts)}`,
      ...reasons(prisma.excludedTexts),
      `- Works included: ${prisma.included}`,
    ].join('\n'),
    '### Rules of screening',
    orElse(criteriaTable(report), 'None.'),
    '## Limitations',
    report.limitations.length === 0 ? 'None that this run shows.' : list(report.limitations),
  ]
}

function rating(report: EvidenceReport): string[] {
  const caps = capLines(report)
  const capture = captureLine(report)
  return [
    '## Rating',
    `**${plain(report.review.shown)}**`,
    ...(caps.length === 0 ? ['No cap applies.'] : ['Caps:', list(caps)]),
    asText(raterTable(report)),
    plain(agreementLine(report)),
    list(raterLines(report)),
    ...(capture === null ? [] : [plain(capture)]),
    '### What was measured',
    asText(itemTable(report), false),
  ]
}

function references(report: EvidenceReport): string[] {
  return [
    '## References',
    report.references.length === 0
      ? 'None: no claim cites a work.'
      : report.references
          .map(
            (reference) =>
              `${reference.number}. ${plain(referenceText(reference))} ${reference.url === null ? '' : `<${reference.url.replace(/[<>\s]/g, encodeURIComponent)}> `}(${plain(referenceUse(report, reference))})`,
          )
          .join('\n'),
    '## Appendix: search log',
    orElse(searchTable(report), 'No search was made.'),
    '## Appendix: left out after reading',
    orElse(leftOutTable(report.excluded), 'None.'),
    '## Appendix: texts that could not be had',
    orElse(leftOutTable(report.notRetrieved), 'None.'),
  ]
}

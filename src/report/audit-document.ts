import type { Audit, AuditedClaim, ReportAudit } from '#evidence'
import { plural } from '#kernel'
import { renderMarkdown } from './document/markdown.ts'
import { type Block, type Document, list, type Section, section, table } from './document/model.ts'

/** What an audit of other people's reports tells. */
function auditDocument(audit: Audit): Document {
  const { totals, texts, findings, reports } = audit
  const totalsLine = `${plural(totals.claims, 'claim')} (${totals.distinct} different), ${totals.ticked} ticked by the reports; ${totals.truncated} cut; ${totals.answered} of ${plural(totals.reports, 'question')} answered. Held against ${plural(texts, 'source text')} and the library of claims: ${totals.supported} supported, ${totals.contradicted} contradicted, ${totals.undecided} undecided; of the marks ${totals.wronglyRejected} wrongly rejected, ${totals.wronglyAccepted} wrongly accepted, ${totals.notShown} ticked but not shown.`
  return {
    title: `Audit of ${plural(totals.reports, 'report')}`,
    kicker: 'Reports of others, re-verified',
    summary: totalsLine,
    sections: [
      section('Scores', [totalsLine, scoreTable(audit)]),
      ...(findings.length === 0 || totals.reports === 1
        ? []
        : [section('Over all reports', [list(findings.map(({ sentence }) => sentence))])]),
      ...reports.map(reportSection),
    ],
    colophon: 'Made by Polyvia. The same reports and texts give the same audit.',
    data: [],
  }
}

/** The audit as Markdown that also reads well in a terminal. */
export const auditText = (audit: Audit): string => renderMarkdown(auditDocument(audit))

const outOfTen = (score: number | null) => (score === null ? '' : `${score.toFixed(1)} / 10`)

const scoreTable = ({ reports }: Audit): Block =>
  table('Scores', reports, [
    ['Report', ({ file }) => file],
    ['Our score', ({ score }) => outOfTen(score), 'number'],
    ['Its own', ({ ownScore }) => outOfTen(ownScore), 'number'],
    [
      'Limits of the score',
      ({ caps }) => caps.map(({ most, reason }) => `at most ${most}: ${reason}`).join(' '),
    ],
  ])

const reportSection = (report: ReportAudit): Section =>
  section(report.title ?? report.file, [
    `Question: ${report.question ?? 'none stated'}`,
    list(
      report.findings.map(({ sentence }) => sentence),
      'Nothing to object to.',
    ),
    claimTable(report),
    dimensionTable(report),
  ])

const CORRECTIONS: Readonly<Record<AuditedClaim['correction'], string>> = {
  agrees: 'holds',
  'wrongly-rejected': 'wrong: it is supported',
  'wrongly-accepted': 'wrong: it is contradicted',
  'not-shown': 'not shown',
  none: 'cannot tell',
}

const mark = (ticked: boolean | null) => (ticked === null ? '' : ticked ? '✓' : '×')

const verdictText = ({ label, confidence }: AuditedClaim['verdict']) =>
  confidence === null ? label : `${label} ${confidence.toFixed(2)}`

const claimTable = ({ claims }: ReportAudit): Block =>
  table('Claims', claims, [
    ['Line', ({ line }) => (line === null ? '' : String(line)), 'number'],
    [
      'Claim, whole where known',
      ({ whole, text, cut }) => `${whole?.text ?? text}${cut.length > 0 ? ' (cut in the report)' : ''}`,
    ],
    ['Report', ({ ticked, confidence }) => `${mark(ticked)} ${confidence ?? ''}`.trim()],
    ['Verdict', ({ verdict }) => verdictText(verdict)],
    ['Its mark', ({ correction }) => CORRECTIONS[correction]],
    ['Why', ({ verdict }) => verdict.reason],
  ])

const dimensionTable = ({ dimensions }: ReportAudit): Block =>
  table('Rating', dimensions, [
    ['Dimension', ({ dimension }) => dimension],
    ['Of 5', ({ score }) => (score === null ? 'not told' : score.toFixed(1)), 'number'],
    ['Why', ({ rationale }) => rationale],
  ])

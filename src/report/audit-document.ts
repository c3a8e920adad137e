import type { Audit, AuditedClaim, ReportAudit } from '#evidence'
import { plural } from '#kernel'
import { renderMarkdown } from './document/markdown.ts'
import { type Block, type Document, list, type Section, section, table } from './document/model.ts'

/** What an audit of other people's reports tells. */
function auditDocument(audit: Audit): Document {
  const { totals, texts, findings, reports } = audit
  const totalsLine = `${plural(totals.claims, 'claim')} (${totals.distinct} different), ${totals.ticked} ticked by the reports; ${totals.truncated} cut${totals.questions === 0 ? '' : `; ${totals.answered} of ${plural(totals.questions, 'question')} answered`}. Held against ${plural(texts, 'source text')} and the library of claims: ${totals.supported} supported, ${totals.contradicted} contradicted, ${totals.undecided} undecided; of the marks ${totals.wronglyRejected} wrongly rejected, ${totals.wronglyAccepted} wrongly accepted, ${totals.notShown} ticked but not shown.`
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
    ['Our score', ({ score }) => (score === null ? 'none: nothing decided' : outOfTen(score)), 'number'],
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
    ...undecidedLine(report),
    claimTable(report),
    dimensionTable(report),
  ])

/** Undecided claims of a text that fill no page of their own: what a list marks is always shown. */
const MOST_UNDECIDED = 20
const isUndecided = ({ verdict, ticked }: AuditedClaim) =>
  verdict.label === 'insufficient' && verdict.fault === null && ticked === null

function shownClaims({ claims }: ReportAudit): readonly AuditedClaim[] {
  const decided = claims.filter((claim) => !isUndecided(claim))
  return claims.length - decided.length > MOST_UNDECIDED ? decided : claims
}

function undecidedLine(report: ReportAudit): string[] {
  const undecided = report.claims.filter(isUndecided)
  if (undecided.length === 0) return []
  const absent = undecided.filter(
    ({ citations }) => citations.length > 0 && citations.every(({ work }) => work === null),
  )
  return [
    `${plural(undecided.length, 'claim')} of ${report.claims.length} could not be decided. ${absent.length} of them cite works that are not at hand: give their texts with --papers.${shownClaims(report).length < report.claims.length ? ' They are left out below; --json has them.' : ''}`,
  ]
}

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

const claimTable = (report: ReportAudit): Block =>
  table('Claims', shownClaims(report), [
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

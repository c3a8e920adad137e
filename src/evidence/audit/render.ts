import type { Audit, AuditedClaim, ReportAudit } from './audit-schema.ts'

/** Text of others in one line of Markdown: no tables, markup or links of its own. */
const inert = (text: string) =>
  text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .replace(/[\\`*_{}[\]<>#|]/g, (sign) => `\\${sign}`)

const CORRECTIONS: Readonly<Record<AuditedClaim['correction'], string>> = {
  agrees: 'holds',
  'wrongly-rejected': 'wrong: it is supported',
  'wrongly-accepted': 'wrong: it is contradicted',
  'not-shown': 'not shown',
  none: 'cannot tell',
}

const mark = (ticked: boolean | null) => (ticked === null ? '' : ticked ? '✓' : '×')
const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`

/** The audit as Markdown that also reads well in a terminal. */
export function renderAudit(audit: Audit): string {
  const { totals } = audit
  const reports = `${totals.reports} ${totals.reports === 1 ? 'report' : 'reports'}`
  return `${[
    `# Audit of ${reports}`,
    `${totals.claims} claims (${totals.distinct} different), ${totals.ticked} ticked by the reports; ${totals.truncated} cut; ${totals.answered} of ${totals.reports} questions answered. Held against ${audit.texts} source texts and the library of claims: ${totals.wronglyRejected} wrongly rejected, ${totals.wronglyAccepted} wrongly accepted, ${totals.notShown} ticked but not shown.`,
    [
      row(['Report', 'Our score', 'Its own', 'Limits of the score']),
      '| :-- | --: | --: | :-- |',
      ...audit.reports.map((report) =>
        row([
          inert(report.file),
          `${report.score.toFixed(1)} / 10`,
          report.ownScore === null ? '' : `${report.ownScore.toFixed(1)} / 10`,
          report.caps.map(({ most, reason }) => `at most ${most}: ${reason}`).join(' '),
        ]),
      ),
    ].join('\n'),
    ...(audit.findings.length === 0 || totals.reports === 1
      ? []
      : ['## Over all reports', audit.findings.map(({ sentence }) => `- ${inert(sentence)}`).join('\n')]),
    ...audit.reports.map(renderReport),
  ].join('\n\n')}\n`
}

function renderReport(report: ReportAudit): string {
  return [
    `## ${inert(report.title ?? report.file)}`,
    `Question: ${report.question === null ? 'none stated' : inert(report.question)}`,
    report.findings.length === 0
      ? 'Nothing to object to.'
      : report.findings.map(({ sentence }) => `- ${inert(sentence)}`).join('\n'),
    [
      row(['Line', 'Claim, whole where known', 'Report', 'Verdict', 'Its mark', 'Why']),
      '| --: | :-- | :-- | :-- | :-- | :-- |',
      ...report.claims.map((claim) =>
        row([
          String(claim.line),
          inert(claim.whole?.text ?? claim.text) + (claim.cut.length > 0 ? ' (cut in the report)' : ''),
          [mark(claim.ticked), claim.confidence ?? ''].filter((part) => part !== '').join(' '),
          `${claim.verdict.label}${claim.verdict.confidence === null ? '' : ` ${claim.verdict.confidence.toFixed(2)}`}`,
          CORRECTIONS[claim.correction],
          inert(claim.verdict.reason),
        ]),
      ),
    ].join('\n'),
    [
      row(['Dimension', 'Of 5', 'Why']),
      '| :-- | --: | :-- |',
      ...report.dimensions.map(({ dimension, score, rationale }) =>
        row([dimension, score === null ? 'not told' : score.toFixed(1), inert(rationale)]),
      ),
    ].join('\n'),
  ].join('\n\n')
}

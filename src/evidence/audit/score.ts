import { percent, plural } from '#kernel'
import type { AuditedClaim, Cap, ReportAudit } from './audit-schema.ts'
import { locatedClaims } from './findings/method.ts'
import { mean, type ReadReport } from './findings/read-report.ts'
import { largestWork } from './findings/works.ts'

type Scored = Pick<ReportAudit, 'dimensions' | 'caps' | 'score'>

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)
const MOST_FROM_ONE = 0.6

/** What a claim that the report asserts is worth: 1 where a source says it, 0 where it says otherwise, between where none decides. */
const worth = ({ verdict: { label, fault } }: AuditedClaim) =>
  label === 'supported' ? 1 : label === 'contradicted' ? 0 : fault === null ? 0.5 : 0.25

/**
 * A report's score out of ten: twice the mean of what can be told from outside (0 to 5 each), under caps. What is not known
 * does not lower it, a claim that its source contradicts always does, and where nothing is decided there is none.
 */
export function scoreReport(
  { claims, report }: ReadReport,
  answered: boolean | null,
  faults: number,
): Scored {
  const all = claims.length
  const asserted = claims.filter((claim) => claim.ticked !== false)
  const decided = asserted.filter(
    ({ verdict }) => verdict.label !== 'insufficient' || verdict.fault !== null || verdict.from === 'library',
  ).length
  const supported = asserted.filter(({ verdict }) => verdict.label === 'supported').length
  const located = locatedClaims(report).length
  const truncated = claims.filter((claim) => claim.cut.length > 0).length
  const dimensions = [
    {
      dimension: 'truth',
      score: decided > 0 ? 5 * mean(asserted.map(worth)) : null,
      rationale: `${supported} of ${plural(asserted.length, 'claim')} that it asserts ${supported === 1 ? 'is' : 'are'} supported by what is at hand.`,
    },
    {
      dimension: 'attribution',
      score: 5 * share(located, all),
      rationale: `${percent(share(located, all))} of the claims say where they are from.`,
    },
    {
      dimension: 'relevance',
      score: answered === null ? null : answered ? 5 : 2,
      rationale:
        answered === null ? 'It states no question.' : `Its question is ${answered ? '' : 'not '}answered.`,
    },
    {
      dimension: 'consistency',
      score: Math.max(0, 5 * (1 - share(truncated, all)) - faults),
      rationale: `${truncated} of ${all} claims are cut; ${faults} further faults in counts, verdicts and abstract.`,
    },
  ]
  const caps = capsFor(asserted, answered, truncated)
  const known = dimensions.flatMap((each) => (each.score === null ? [] : [each.score]))
  const score = Math.min(10, 2 * mean(known), ...caps.map(({ most }) => most))
  return {
    dimensions: dimensions.map((each) => ({
      ...each,
      score: each.score === null ? null : Number(each.score.toFixed(1)),
    })),
    caps,
    score: decided > 0 ? Number(score.toFixed(1)) : null,
  }
}

/** Hard limits of the score, whatever its mean is. Each comes with its reason. */
function capsFor(asserted: readonly AuditedClaim[], answered: boolean | null, truncated: number): Cap[] {
  const contradicted = asserted.filter(({ verdict }) => verdict.label === 'contradicted')
  const largest = largestWork(asserted.filter((claim) => !contradicted.includes(claim)))
  const false_ = share(contradicted.length, asserted.length)
  const caps: (Cap | false)[] = [
    contradicted.length > 0 && {
      id: 'contradicted',
      most: Number((4 * (1 - false_)).toFixed(1)),
      reason: `${contradicted.length} of ${plural(asserted.length, 'claim')} ${contradicted.length === 1 ? 'is' : 'are'} not what the source says.`,
    },
    answered === false && { id: 'unanswered', most: 4, reason: 'The question is not answered.' },
    truncated > 0 && {
      id: 'truncated',
      most: 5,
      reason: truncated === 1 ? 'One claim is cut.' : `${truncated} claims are cut.`,
    },
    largest !== null &&
      largest.share > MOST_FROM_ONE && {
        id: 'one-work',
        most: 6,
        reason: `One work gives ${percent(largest.share)} of the claims.`,
      },
  ]
  return caps.filter((cap): cap is Cap => cap !== false)
}

import type { AuditFinding } from '../audit-schema.ts'
import { placesOf, type ReadReport } from './read-report.ts'

/** Each claim that its source contradicts, that cites another work than it is from, or whose number or quote is not there. */
export const faultyClaims = (read: ReadReport): AuditFinding[] =>
  read.claims.flatMap((claim) => {
    const { fault, reason, quote, work, label } = claim.verdict
    if (fault === null || claim.ticked === false) return []
    const source = quote === null ? '' : ` ${work ?? 'The source'}: "${quote}"`
    return [
      {
        code: label === 'contradicted' ? 'claim-contradicted' : 'claim-not-in-source',
        sentence: `"${claim.text}" ${label === 'contradicted' ? 'is not what the source says' : 'is not shown'}. ${reason}${source}`,
        measures: {},
        places: placesOf(read, [claim]),
      } as const,
    ]
  })

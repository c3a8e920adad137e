import { plural } from '#kernel'
import type { AuditFinding } from '../audit-schema.ts'
import { commonCut } from '../truncation.ts'
import { placesOf, type ReadReport } from './read-report.ts'

/** Claims that are cut, and how that shows. */
export function truncatedClaims(reports: readonly ReadReport[]): AuditFinding[] {
  const cut = reports.flatMap((read) =>
    read.claims.filter((claim) => claim.cut.length > 0).map((claim) => ({ read, claim })),
  )
  if (cut.length === 0) return []
  const total = reports.reduce((count, { claims }) => count + claims.length, 0)
  const having = (sign: string) => cut.filter(({ claim }) => claim.cut.some((each) => each === sign)).length
  const common = commonCut(cut.map(({ claim }) => claim.text.length))
  const at = having('common-length')
  const known = cut.filter(({ claim }) => claim.whole !== null).length
  return [
    {
      code: 'truncated-claims',
      sentence: `${cut.length} of ${plural(total, 'claim')} ${cut.length === 1 ? 'is' : 'are'} cut: ${cut.length === 1 ? 'it does' : 'they do'} not end as a sentence${
        common !== null && at > 0
          ? `, and ${at} of them ${at === 1 ? 'has' : 'have'} ${common.from} to ${common.to} characters, as a limit on length leaves them`
          : ''
      }; ${having('mid-word')} of them inside a word; of ${known} the whole sentence is known.`,
      measures: {
        claims: total,
        truncated: cut.length,
        atCommonLength: at,
        midWord: having('mid-word'),
        wholeKnown: known,
      },
      places: cut.flatMap(({ read, claim }) => placesOf(read, [claim])),
    },
  ]
}

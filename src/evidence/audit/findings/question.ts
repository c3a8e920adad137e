import { listed, plural } from '#kernel'
import type { AuditFinding } from '../audit-schema.ts'
import type { ReadReport } from './read-report.ts'

/**
 * A report answers where it has a section that does, or a claim that speaks of everything that sets its question apart.
 * Without a question, or with one that nothing sets apart, only the section counts.
 */
export function answersQuestion({ report, facets, claims }: ReadReport): boolean {
  if (report.answer !== null) return true
  const apart = facets.filter(({ distinguishing }) => distinguishing)
  return apart.length > 0 && claims.some((claim) => apart.every(({ id }) => claim.facets.includes(id)))
}

export function questionUnanswered(reports: readonly ReadReport[]): AuditFinding[] {
  const open = reports.filter((read) => !answersQuestion(read))
  if (open.length === 0) return []
  const [only] = open
  const apart = reports.length === 1 ? only!.facets.filter(({ distinguishing }) => distinguishing) : []
  const touching = open.map((read) => {
    const ids = read.facets.filter(({ distinguishing }) => distinguishing).map(({ id }) => id)
    return read.claims.filter((claim) => claim.facets.some((id) => ids.includes(id))).length
  })
  const about = touching.reduce((total, count) => total + count, 0)
  return [
    {
      code: 'question-unanswered',
      sentence:
        reports.length === 1
          ? `The question is not answered: there is no section that does, and no claim speaks of all that sets it apart${apart.length === 0 ? '' : ` (${listed(apart.map(({ label }) => label))})`}; ${about} of ${plural(only!.claims.length, 'claim')} speak of a part of it.`
          : `${reports.length - open.length} of ${reports.length} questions are answered: ${open.length} reports have no section that does and no claim that speaks of all that sets their question apart.`,
      measures: {
        reports: reports.length,
        answered: reports.length - open.length,
        claimsOnPart: about,
      },
      places: open.map(({ report }) => report.file),
    },
  ]
}

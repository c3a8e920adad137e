import { plural } from '#kernel'
import { canonicalWork } from '../attribution.ts'
import type { AuditFinding } from '../audit-schema.ts'
import type { ReadReport } from './read-report.ts'

/** Share of the claims of known works that come from the work with most of them; null where no claim could be attributed. */
export function largestWork(
  claims: readonly { readonly work: string | null }[],
): { readonly work: string; readonly count: number; readonly share: number } | null {
  const counts = new Map<string, number>()
  for (const { work } of claims) if (work !== null) counts.set(work, (counts.get(work) ?? 0) + 1)
  const top = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]
  return top === undefined
    ? null
    : { work: top[0], count: top[1], share: top[1] / claims.filter(({ work }) => work !== null).length }
}

const MANY = 0.6

export function oneWork(reports: readonly ReadReport[]): AuditFinding[] {
  const claims = reports.flatMap((read) => read.claims)
  const largest = largestWork(claims)
  if (largest === null || largest.share <= MANY || claims.length < 3) return []
  const { work, count } = largest
  return [
    {
      code: 'one-work',
      sentence: `${count === claims.length ? `All ${count}` : `${count} of ${claims.length}`} claims come from one work, ${work}: their words align with it and with nothing else at hand.`,
      measures: { claims: claims.length, fromOne: count },
      places: reports.map(({ report }) => report.file),
    },
  ]
}

/**
 * References that no claim comes from. Told only where every claim could be attributed: else one of them might come
 * from a reference whose text is not at hand.
 */
export function unsupportingReferences(reports: readonly ReadReport[]): AuditFinding[] {
  const known = reports.filter(
    ({ claims, report }) => report.references.length > 0 && claims.every(({ work }) => work !== null),
  )
  const idle = known.flatMap(({ report, claims }) => {
    const used = new Set(claims.map(({ work }) => work))
    return report.references
      .filter(({ id }) => id !== null && !used.has(canonicalWork(id)))
      .map((reference) => ({ reference, place: `${report.file}:${reference.line}` }))
  })
  const total = known.reduce((count, { report }) => count + report.references.length, 0)
  if (idle.length === 0) return []
  const names = [...new Set(idle.map(({ reference }) => reference.id ?? reference.text))].sort()
  return [
    {
      code: 'references-unsupporting',
      sentence: `${idle.length} of ${plural(total, 'reference')} support no claim: ${names.join(', ')}.`,
      measures: { references: total, idle: idle.length, works: names.length },
      places: idle.map(({ place }) => place),
    },
  ]
}

import type { Bundle } from '../bundle/bundle.ts'
import type { EvidenceReport } from './schema.ts'

/** Where the claims come from, most first. */
export function concentrationOf(
  { works }: Bundle,
  claims: EvidenceReport['claims'],
): EvidenceReport['concentration'] {
  const titles = new Map(works.map((work) => [work.id, work.title ?? work.id]))
  const counts = new Map<string, { title: string; claims: number }>()
  for (const { origin } of claims) {
    const [source, title] =
      origin.from === 'work'
        ? [origin.work, titles.get(origin.work) ?? origin.work]
        : origin.from === 'study'
          ? [`study:${origin.study}`, `Study: ${origin.question}`]
          : origin.from === 'report'
            ? [origin.file, `Report ${origin.file}`]
            : [origin.source, origin.source]
    counts.set(source, { title, claims: (counts.get(source)?.claims ?? 0) + 1 })
  }
  return [...counts]
    .map(([source, row]) => ({ source, ...row, share: row.claims / claims.length }))
    .sort((a, b) => b.claims - a.claims || (a.source < b.source ? -1 : 1))
}

/** The search log. */
export function searchRows({ searches }: Bundle): EvidenceReport['searches'] {
  return searches.map(({ records: _, exchanges, ...search }) => {
    const times = exchanges.flatMap(({ at }) => at ?? []).sort()
    return {
      ...search,
      from: times[0] ?? null,
      until: times.at(-1) ?? null,
      requests: exchanges.length,
    }
  })
}

import type { Facet, SourceId } from '../bundle/protocol.ts'
import { sourceOf } from '../sources/index.ts'

/** Most ways to say one facet in one query: addresses must stay short enough for every server. */
const WAYS = { wide: 3, narrow: 6 }

/**
 * Queries in the syntax of a source, the first of all facets together, then the pairs that matter. They hold no dates:
 * those are filters, which differ from source to source.
 */
export function queriesFor(source: SourceId, facets: readonly Facet[]): string[] {
  const { query } = sourceOf(source)
  const written = combinations(facets).map((group) =>
    query(group, group.length > 2 ? WAYS.wide : WAYS.narrow),
  )
  return [...new Set(written)]
}

/** Sets of facets, from the whole question to its pairs and, where one thing alone is asked, that. */
function combinations(facets: readonly Facet[]): Facet[][] {
  const main = facets.find(({ role }) => role === 'intervention') ?? facets[0]
  if (main === undefined) return []
  const apart = facets.filter(({ distinguishing, id }) => distinguishing && id !== main.id)
  const outcomes = facets.filter(({ role, id }) => role === 'outcome' && id !== main.id)
  const others = facets.filter(({ role, id }) => !/^(?:outcome|comparator)$/.test(role) && id !== main.id)
  const groups = [
    [...facets],
    facets.filter(({ role }) => role !== 'comparator'),
    ...apart.map((facet) => [main, facet]),
    ...outcomes.map((facet) => [main, facet]),
    ...apart.flatMap((facet) =>
      outcomes.filter((outcome) => outcome !== facet).map((outcome) => [facet, outcome]),
    ),
    ...others.map((facet) => [main, facet]),
  ].filter((group) => group.length >= Math.min(2, facets.length))
  const seen = new Set<string>()
  return groups.filter((group) => {
    const key = group
      .map(({ id }) => id)
      .sort()
      .join(' ')
    return !seen.has(key) && seen.add(key)
  })
}

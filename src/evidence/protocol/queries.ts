import type { Part, SourceId } from '../bundle/protocol.ts'
import { sourceOf } from '../sources/index.ts'

/** Most ways to say one part in one query: addresses must stay short enough for every server. */
const WAYS = { wide: 3, narrow: 6 }

/**
 * Queries in the syntax of a source, the first of all parts together, then the pairs of what is done with each other part.
 * They hold no dates: those are filters, which differ from source to source.
 */
export function queriesFor(source: SourceId, parts: readonly Part[]): string[] {
  const { query } = sourceOf(source)
  const main = parts.find(({ role }) => role === 'intervention') ?? parts[0]
  const groups = [
    [...parts],
    parts.filter(({ role }) => role !== 'comparator'),
    ...parts.filter((part) => part !== main).map((part) => [main!, part]),
  ].filter((group) => group.length >= Math.min(2, parts.length))
  return [...new Set(groups.map((group) => query(group, group.length > 2 ? WAYS.wide : WAYS.narrow)))]
}

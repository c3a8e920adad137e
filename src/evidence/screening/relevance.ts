import type { Facet, Protocol } from '../bundle/protocol.ts'
import { type FacetMatch, facetMatches } from '../protocol/match.ts'

/** What is judged: a work by title and abstract, or by its whole text. */
export interface Judged {
  readonly title: string | null
  readonly text: string | null
}

export interface Relevance {
  /** Facets that it mentions, in the order of the protocol. */
  readonly facets: string[]
  /** Share of the question that it speaks of, by weight, 0 to 1. */
  readonly share: number
  /** The same, with more for what stands in the title or is said again, 0 to 1. */
  readonly score: number
}

/** Once in the text, more than once, in the title. */
const STRENGTH = { once: 0.7, again: 0.85, title: 1 }

/** Rarer than one in two hundred is not more telling: abstracts leave metrics and data sets out. */
const RAREST = 0.005
const MORE = 1.25
const LESS = 0.5

/** What the question is asked against or on, where every neighbouring question has the same. */
const isBackground = ({ role, distinguishing }: Facet) =>
  !distinguishing && (role === 'comparator' || role === 'setting')

/**
 * How much of the question each item speaks of. A facet weighs by its inverse frequency among the items, as BM25 has
 * it, so that what all of them speak of ranks none before the others; one that no item mentions weighs nothing.
 */
export function relevance(protocol: Pick<Protocol, 'facets'>, items: readonly Judged[]): Relevance[] {
  const strengths = items.map(({ title, text }) => {
    const found = new Map<string, number>()
    for (const { facet } of outermost(facetMatches(protocol, text ?? '')))
      found.set(facet, found.has(facet) ? STRENGTH.again : STRENGTH.once)
    for (const { facet } of outermost(facetMatches(protocol, title ?? ''))) found.set(facet, STRENGTH.title)
    return found
  })
  const weights = new Map(
    protocol.facets.map((facet) => {
      const { id } = facet
      const importance = facet.distinguishing ? MORE : isBackground(facet) ? LESS : 1
      const mentions = strengths.filter((found) => found.has(id)).length
      const count = Math.max(mentions, items.length * RAREST)
      const rarity = Math.log(1 + (items.length - count + 0.5) / (count + 0.5))
      return [id, mentions === 0 ? 0 : rarity * importance]
    }),
  )
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  return strengths.map((found) => {
    const facets = protocol.facets.map(({ id }) => id).filter((id) => found.has(id))
    const sum = (value: (id: string) => number) =>
      total === 0 ? 0 : facets.reduce((all, id) => all + (weights.get(id) ?? 0) * value(id), 0) / total
    return { facets, share: sum(() => 1), score: sum((id) => found.get(id) ?? 0) }
  })
}

/** "Multilingual question answering" is one mention of one thing, though "question answering" is within it. */
function outermost(matches: readonly FacetMatch[]): FacetMatch[] {
  return matches.filter(
    (inner) =>
      !matches.some(
        (outer) =>
          outer.start <= inner.start &&
          outer.end >= inner.end &&
          outer.end - outer.start > inner.end - inner.start,
      ),
  )
}

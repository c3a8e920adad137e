import type { Facet, SourceId } from '../bundle/protocol.ts'

/** Most ways to say one facet in one query: addresses must stay short enough for every server. */
const WAYS = { wide: 3, narrow: 6 }

/**
 * Queries in the syntax of a source, the first of all facets together, then the pairs that matter. They hold no dates:
 * those are filters, which differ from source to source.
 */
export function queriesFor(source: SourceId, facets: readonly Facet[]): string[] {
  const written = combinations(facets).map((group) =>
    SYNTAX[source](group, group.length > 2 ? WAYS.wide : WAYS.narrow),
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

const SYNTAX: { readonly [S in SourceId]: (group: readonly Facet[], ways: number) => string } = {
  arxiv: (group, ways) =>
    boolean(group, ways, ' AND ', ' OR ', (phrase) => `ti:"${phrase}" OR abs:"${phrase}"`, spellings),
  openalex: (group, ways) => boolean(group, ways, ' AND ', ' OR ', (phrase) => `"${phrase}"`, spellings),
  // A hyphen is "not" in this syntax.
  'semantic-scholar': (group, ways) =>
    boolean(
      group,
      ways,
      ' + ',
      ' | ',
      (phrase) => `"${phrase}"`,
      (name) => [spaced(name)],
    ),
  crossref: (group) => plain(group, 1),
  'acl-anthology': (group) => plain(group, 4),
  folder: (group) => plain(group, 4),
}

function boolean(
  group: readonly Facet[],
  ways: number,
  and: string,
  or: string,
  write: (phrase: string) => string,
  spell: (name: string) => string[],
): string {
  return group
    .map((facet) => {
      const phrases = [...new Set(names(facet).slice(0, ways).flatMap(spell))].filter(
        (phrase) => phrase !== '',
      )
      // A phrase that holds another finds nothing that the other does not.
      const needed = phrases.filter(
        (phrase) => !phrases.some((other) => other !== phrase && ` ${phrase} `.includes(` ${other} `)),
      )
      return `(${needed.map(write).join(or)})`
    })
    .join(and)
}

/** Words without syntax, for rankings that weigh each word; no word twice. */
function plain(group: readonly Facet[], ways: number): string {
  const words = group.flatMap((facet) =>
    names(facet)
      .slice(0, ways)
      .flatMap((name) => clean(name).split(' ')),
  )
  const seen = new Set<string>()
  return words.filter((word) => !seen.has(word.toLowerCase()) && seen.add(word.toLowerCase())).join(' ')
}

const names = (facet: Facet) => facet.terms.flatMap(({ text, synonyms }) => [text, ...synonyms])

/** What no syntax can take for an operator. */
const clean = (name: string) =>
  name
    .replace(/["“”()[\]{}|+*~:\\!?]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
const spaced = (name: string) =>
  clean(name)
    .replace(/[-‐‑–/]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** How hyphens are indexed is not documented: both forms are sent. */
const spellings = (name: string) => [...new Set([clean(name), spaced(name)])]

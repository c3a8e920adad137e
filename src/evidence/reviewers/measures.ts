import { type ClaimFacts, type Facts, median } from './bundle-facts.ts'
import type { ItemId } from './rubric.ts'

const share = (parts: readonly (boolean | null)[]): number | null => {
  const known = parts.filter((each) => each !== null)
  return known.length === 0 ? null : known.filter(Boolean).length / known.length
}
const ratio = (part: number, whole: number) => (whole === 0 ? null : part / whole)
const total = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0)

const counted = (values: readonly string[]) => {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts.values()]
}

/** 1 / Herfindahl-Hirschman index: so many equal ones would be as concentrated. */
const effectiveNumber = (values: readonly string[]) =>
  values.length === 0 ? null : values.length ** 2 / total(counted(values).map((count) => count ** 2))

/** Share of claims from the work or study with most of them; null without any. */
export const largestShare = (claims: readonly Pick<ClaimFacts, 'source'>[]): number | null => {
  const sources = claims.flatMap(({ source }) => (source === null ? [] : [source]))
  return sources.length === 0 ? null : Math.max(...counted(sources)) / sources.length
}

/** The value of every item of the rubric for these claims, some of which may be there twice in a draw. */
export function measuresOf(facts: Facts, claims: readonly ClaimFacts[]): Record<ItemId, number | null> {
  const sources = claims.flatMap(({ source }) => (source === null ? [] : [source]))
  const cited = [...new Set(claims.flatMap(({ works }) => works))].flatMap((id) => facts.works.get(id) ?? [])
  const year = median(cited.flatMap((work) => work.year ?? []))
  const groups = groupsOf(facts, sources)
  const worksOn = (facet: string) =>
    new Set(
      claims
        .filter(({ decided, facets }) => decided && facets.includes(facet))
        .flatMap(({ source, works }) => (source === null ? works : [source, ...works])),
    )
  return {
    'facets-covered': share(facts.facets.map((facet) => worksOn(facet).size >= 2)),
    saturation: facts.saturation,
    'known-items': facts.knownItems,
    'searches-answered': facts.searchesAnswered,
    'claims-on-facet': share(claims.map(({ facets }) => facets.some((id) => facts.facets.includes(id)))),
    'works-on-topic': share(cited.map(({ onTopic }) => onTopic)),
    answered: facts.answered ? 1 : 0,
    'quotes-found': ratio(
      total(claims.map(({ quotesFound }) => quotesFound)),
      total(claims.map(({ quotes }) => quotes)),
    ),
    'claims-cited': share(claims.map((claim) => claim.cited)),
    'citations-apt': ratio(
      total(claims.map(({ apt }) => apt)),
      total(claims.map(({ deciding }) => deciding)),
    ),
    independent: share(claims.map((claim) => claim.independent)),
    primary: share(claims.map((claim) => claim.primary)),
    'numbers-agree': share(claims.map((claim) => claim.numbers)),
    'conflicts-listed': share(claims.map((claim) => claim.conflictNamed)),
    'conflicts-explained': facts.conflictsExplained,
    'verdicts-follow': share(claims.map((claim) => claim.follows)),
    'sums-hold': facts.sumsHold ? 1 : 0,
    'median-age': year === null ? null : facts.year - year,
    'age-against-found':
      year === null || facts.medianYearFound === null ? null : facts.medianYearFound - year,
    'not-retracted': share(cited.map(({ sound }) => sound)),
    'current-version': share(cited.map(({ current }) => current)),
    'works-effective': effectiveNumber(sources),
    'largest-share': largestShare(claims),
    'groups-effective': effectiveNumber(sources.map((source) => groups.get(source) ?? source)),
    published: share(cited.map((work) => work.published)),
    'variance-reported': share(cited.map(({ variance }) => variance)),
    compared: share(claims.map((claim) => claim.compared)),
    open: share(cited.map(({ open }) => open)),
  }
}

/** The group of each source: works that share an author, directly or through others, are one. */
function groupsOf({ works }: Facts, sources: readonly string[]): ReadonlyMap<string, string> {
  const parent = new Map<string, string>()
  const root = (node: string): string => {
    const above = parent.get(node) ?? node
    return above === node ? node : root(above)
  }
  const distinct = [...new Set(sources)]
  for (const source of distinct)
    for (const author of works.get(source)?.authors ?? []) parent.set(root(source), root(`author ${author}`))
  return new Map(distinct.map((source) => [source, root(source)]))
}

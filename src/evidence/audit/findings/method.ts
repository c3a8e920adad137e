import { listed, plural } from '#kernel'
import { printKey } from '../alignment.ts'
import type { AuditFinding } from '../audit-schema.ts'
import { leadsSomewhere } from '../citations.ts'
import type { ForeignReport } from '../foreign-report.ts'
import { correlation, mean, placesOf, type ReadReport, rounded } from './read-report.ts'

const DATABASES =
  /\b(?:arXiv|OpenAlex|Semantic Scholar|Crossref|ACL Anthology|PubMed|MEDLINE|Embase|Scopus|Web of Science|Google Scholar|DBLP|IEEE Xplore|ACM Digital Library|CORE|Europe PMC|PsycINFO|Cochrane|local folder)\b/i
const QUERIES = /\bquer(?:y|ies)\b|\bsearch (?:string|term)s?\b|["“][^"”]{3,}["”]/i
const DATES = /\b(?:19|20)\d{2}\b/

/** What nobody can search again: no databases, no queries, no dates. */
export function methodologyUnverifiable({ report }: ReadReport): AuditFinding[] {
  // A page that asks no question and tells of no search is no review.
  if (report.methodology === null && report.question === null) return []
  const text = report.methodology ?? ''
  const lacking = [
    ...(DATABASES.test(text) ? [] : ['databases']),
    ...(QUERIES.test(text) ? [] : ['queries']),
    ...(DATES.test(text) ? [] : ['dates of search']),
  ]
  if (lacking.length < 2) return []
  return [
    {
      code: 'methodology-unverifiable',
      sentence: `The search cannot be repeated: the methodology names ${listed(lacking.map((what) => `no ${what}`))}.`,
      measures: { lacking: lacking.length },
      places: [report.file],
    },
  ]
}

const PLACE = /^(?:section|passage|quote|source|work|page|evidence|span|reference|paper)s?$/i

/** Claims that say where they are from: in a column for it, or by a citation; of a list of claims, one that can be followed. */
export const locatedClaims = ({ claims, listed, references }: ForeignReport) =>
  claims.filter(
    ({ cells, citations }) =>
      Object.keys(cells).some((name) => PLACE.test(name)) ||
      citations.some((citation) => !listed || leadsSomewhere(citation, references)),
  )

/** No claim says where it is from, so that nothing can be looked up. */
export function noProvenance(read: ReadReport): AuditFinding[] {
  if (locatedClaims(read.report).length > 0) return []
  return [
    {
      code: 'no-provenance',
      sentence: 'No claim names a work, section or quote: nothing can be looked up.',
      measures: { claims: read.claims.length },
      places: placesOf(read, read.claims.slice(0, 1)),
    },
  ]
}

const TELLS_REST = /\b(?:excluded|exclusion|screened|included|duplicates?)\b/i

/** Counts that do not add up. */
export function countsInconsistent({ report, claims }: ReadReport): AuditFinding[] {
  const { papers, claims: stated, verified } = report.counts
  const ticked = claims.filter((claim) => claim.ticked === true).length
  const wrong: string[] = []
  if (papers !== null && papers > report.references.length && !TELLS_REST.test(report.methodology ?? ''))
    wrong.push(
      `${papers} papers were retrieved, ${report.references.length} are listed, and nothing tells what became of the other ${papers - report.references.length}`,
    )
  if (stated !== null && stated !== claims.length)
    wrong.push(`${stated} claims are announced and ${claims.length} listed`)
  if (verified !== null && verified !== ticked)
    wrong.push(`${verified} are announced as verified and ${ticked} are ticked`)
  if (wrong.length === 0) return []
  return [
    {
      code: 'counts-inconsistent',
      sentence: `Counts do not add up: ${wrong.join('; ')}.`,
      measures: { faults: wrong.length },
      places: [report.file],
    },
  ]
}

/** Claims that stand word for word in three reports and more, with one confidence or nearly. */
export function recurringClaims(reports: readonly ReadReport[]): AuditFinding[] {
  const groups = new Map<
    string,
    { text: string; files: Set<string>; places: string[]; confidences: number[] }
  >()
  for (const read of reports)
    for (const claim of read.claims) {
      const key = printKey(claim.text)
      const group = groups.get(key) ?? { text: claim.text, files: new Set(), places: [], confidences: [] }
      group.files.add(read.report.file)
      group.places.push(...placesOf(read, [claim]))
      if (claim.confidence !== null) group.confidences.push(claim.confidence)
      groups.set(key, group)
    }
  const often = [...groups.values()].filter(({ files }) => files.size >= 3)
  if (often.length === 0) return []
  const spreads = often.map(({ confidences }) => Math.max(...confidences) - Math.min(...confidences))
  const counts = [...new Set(often.map(({ files }) => files.size))].sort((a, b) => b - a)
  const inWords = counts.map(
    (count) => `${often.filter(({ files }) => files.size === count).length} in ${count} reports`,
  )
  return [
    {
      code: 'recurring-claims',
      sentence: `${plural(often.length, 'claim')} ${often.length === 1 ? 'recurs' : 'recur'} word for word (${listed(inWords)}), under different questions, with confidences at most ${Math.max(0, ...spreads).toFixed(2)} apart.`,
      measures: {
        claims: often.length,
        spread: rounded(Math.max(0, ...spreads)),
        ...Object.fromEntries(
          counts.map((count) => [`in${count}`, often.filter(({ files }) => files.size === count).length]),
        ),
      },
      places: often.flatMap(({ places }) => places),
    },
  ]
}

/** Scores that reports give themselves, which go with nothing but the share of ticks. */
export function qualityTracksTicks(reports: readonly ReadReport[]): AuditFinding[] {
  const pairs = reports.flatMap(({ report, claims }) => {
    const marks = claims.filter(({ ticked }) => ticked !== null)
    return report.quality === null || marks.length === 0
      ? []
      : [[mean(marks.map(({ ticked }) => (ticked ? 1 : 0))), report.quality] as const]
  })
  const r = correlation(pairs, 3)
  if (r === null || r < 0.9) return []
  const told = [...pairs].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const [low, high] = [told[0]!, told.at(-1)!]
  return [
    {
      code: 'quality-tracks-ticks',
      sentence: `The scores that the reports give themselves follow the share of ticked claims (correlation ${r.toFixed(2)} over ${pairs.length} reports): ${Math.round(100 * low[0])} % ticked has ${low[1].toFixed(1)}, ${Math.round(100 * high[0])} % has ${high[1].toFixed(1)}. No rubric, rater or spread is given.`,
      measures: { correlation: rounded(r), reports: pairs.length },
      places: reports.map(({ report }) => report.file),
    },
  ]
}

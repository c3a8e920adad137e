import { percent } from '#kernel'
import type { ReportAudit } from './audit-schema.ts'
import { capsFor } from './caps.ts'
import { mean, type ReadReport } from './findings/read-report.ts'
import { largestWork } from './findings/works.ts'

type Scored = Pick<ReportAudit, 'dimensions' | 'caps' | 'score'>

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)

/**
 * A report's score out of ten: twice the mean of what can be told from outside (0 to 5 each), under caps.
 * Recency cannot be told, and what is not known does not lower the score.
 */
export function scoreReport(read: ReadReport, answered: boolean, faults: number): Scored {
  const { claims, facets, report } = read
  const all = claims.length
  const onFacet = share(claims.filter((claim) => claim.facets.length > 0).length, all)
  const covered = share(
    facets.filter(({ id }) => {
      const works = claims.filter((claim) => claim.facets.includes(id)).map(({ work, line }) => work ?? line)
      return new Set(works).size >= 2
    }).length,
    facets.length,
  )
  const ticked = claims.filter((claim) => claim.ticked === true)
  const shown = share(ticked.filter(({ verdict }) => verdict.label === 'supported').length, ticked.length)
  const located = report.claims.some(({ cells }) => Object.keys(cells).length > 0)
  const judged = claims.some(({ verdict }) => verdict.from !== 'nothing')
  const largest = largestWork(claims)
  const truncated = claims.filter((claim) => claim.cut.length > 0).length
  const attribution = judged ? 5 * shown * (located ? 1 : 0.5) : null
  const dimensions = [
    {
      dimension: 'coverage',
      score: facets.length === 0 ? null : 5 * covered,
      rationale: `${percent(covered)} of the facets of the question have claims from two works or more.`,
    },
    {
      dimension: 'relevance',
      score: Math.min(answered ? 5 : 2, 5 * (facets.length === 0 ? 1 : onFacet)),
      rationale: `${percent(onFacet)} of the claims mention a facet; the question is ${answered ? '' : 'not '}answered.`,
    },
    {
      dimension: 'attribution',
      score: attribution,
      rationale: `${percent(shown)} of the ticked claims are supported by what is at hand${located ? '' : '; no claim says where it is from, which halves the score'}.`,
    },
    {
      dimension: 'consistency',
      score: Math.max(0, 5 * (1 - share(truncated, all)) - faults),
      rationale: `${truncated} of ${all} claims are cut; ${faults} further faults in counts, verdicts and abstract.`,
    },
    { dimension: 'recency', score: null, rationale: 'Dates of the works are not told.' },
    {
      dimension: 'risk-of-bias',
      score: largest === null ? null : 5 * (1 - largest.share),
      rationale:
        largest === null
          ? 'Where the claims come from is not known.'
          : `${percent(largest.share)} of the claims come from one work.`,
    },
  ]
  const caps = capsFor({ answered, truncated, largestShare: largest?.share ?? null, attribution })
  const known = dimensions.flatMap((each) => (each.score === null ? [] : [each.score]))
  const score = Math.min(10, 2 * mean(known), ...caps.map(({ most }) => most))
  return {
    dimensions: dimensions.map((each) => ({
      ...each,
      score: each.score === null ? null : Number(each.score.toFixed(1)),
    })),
    caps,
    score: Number(score.toFixed(1)),
  }
}

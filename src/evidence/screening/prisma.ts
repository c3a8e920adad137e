import { z } from 'zod'
import type { Bundle } from '../bundle/bundle.ts'
import { SourceId } from '../bundle/protocol.ts'

const Counts = z.record(z.string(), z.int().min(0))

/**
 * The flow of a review in the names of PRISMA 2020: records until they are put together, works after. Nothing is added
 * by citation chasing, so there is one column; folders count as a source.
 */
export const Prisma = z.strictObject({
  identified: z.partialRecord(SourceId, z.int().min(0)).describe('Records that searches gave, by source'),
  removedBeforeScreening: z.strictObject({
    duplicates: z.strictObject({
      sameRecord: z.int().describe('Found by more than one query of a source'),
      sameWork: z.int().describe('Another record of a work that is counted already'),
    }),
    automationIneligible: z.int().min(0).describe('0: no work is left out before screening'),
    other: z.int().describe('Records that belong to no work'),
  }),
  screened: z.int().min(0),
  excludedTitleAbstract: Counts.describe('By criterion'),
  soughtForRetrieval: z.int().min(0),
  notRetrieved: Counts.describe(
    'By reason: `no-text` not even an abstract, `not-tried` the review stopped before',
  ),
  assessedFullText: z.int().min(0),
  assessedByAbstractOnly: z.int().min(0).describe('Of these, works without a better text'),
  excludedFullText: Counts.describe('By criterion'),
  includedReports: z.int().min(0),
  includedStudies: z.int().min(0),
  unexplained: z.int().min(0).describe('Exclusions without exactly one reason among the criteria'),
  automatic: z.array(z.string()).describe('Steps that no person took'),
})
export type Prisma = z.infer<typeof Prisma>

type Parts = Pick<Bundle, 'searches' | 'works' | 'screening' | 'retrievals'> &
  Partial<Pick<Bundle, 'protocol'>>

const AUTOMATIC = [
  'search',
  'removal of duplicates',
  'screening by title and abstract',
  'retrieval',
  'screening by text',
]

/**
 * Counts each box of the flow by itself, from the rows that stand for it: none is the difference of others, so that
 * `checkPrisma` can fail. With a protocol, reasons must be among its criteria.
 */
export function prismaFlow({ searches, works, screening, retrievals, protocol }: Parts): Prisma {
  const found = searches.flatMap((search) => search.records)
  const distinct = new Set(found)
  const clustered = works.reduce((sum, work) => sum + work.records.length, 0)
  const placed = new Set(works.flatMap((work) => work.records))
  const first = screening.filter(({ stage }) => stage === 'title-abstract')
  const second = screening.filter(({ stage }) => stage === 'full-text')
  const sought = first.filter(({ decision }) => decision === 'include')
  const retrieved = new Map(retrievals.map((retrieval) => [retrieval.work, retrieval]))
  const failed = sought.flatMap(({ work }) => {
    const retrieval = retrieved.get(work)
    if (retrieval === undefined) return ['not-tried']
    return retrieval.sha256 === null ? ['no-text'] : []
  })
  const included = second.filter(({ decision }) => decision === 'include')
  const codes = protocol === undefined ? null : new Set(protocol.criteria.map(({ code }) => code))
  const identified: Prisma['identified'] = {}
  for (const { source, records } of searches) identified[source] = (identified[source] ?? 0) + records.length
  return {
    identified,
    removedBeforeScreening: {
      duplicates: { sameRecord: found.length - distinct.size, sameWork: clustered - works.length },
      automationIneligible: 0,
      other: [...distinct].filter((id) => !placed.has(id)).length,
    },
    screened: first.length,
    excludedTitleAbstract: reasons(first),
    soughtForRetrieval: sought.length,
    notRetrieved: countBy(failed),
    assessedFullText: second.length,
    assessedByAbstractOnly: second.filter(({ work }) => retrieved.get(work)?.kind === 'abstract').length,
    excludedFullText: reasons(second),
    includedReports: included.length,
    includedStudies: new Set(included.map(({ work }) => work)).size,
    unexplained: screening.filter(
      ({ decision, reason }) =>
        (decision === 'exclude') !== (reason !== null) || (reason !== null && codes?.has(reason) === false),
    ).length,
    automatic: AUTOMATIC,
  }
}

const reasons = (rows: Bundle['screening']) =>
  countBy(rows.filter(({ decision }) => decision === 'exclude').map(({ reason }) => reason ?? 'no-reason'))

function countBy(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const value of [...values].sort()) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

/** The sums of the flow that do not hold, in words; empty where all do. */
export function checkPrisma(prisma: Prisma): string[] {
  const { duplicates, automationIneligible, other } = prisma.removedBeforeScreening
  const identified = sum(prisma.identified)
  const removed = duplicates.sameRecord + duplicates.sameWork + automationIneligible + other
  const problems: string[] = []
  const equal = (what: string, is: number, next: string, should: number) => {
    if (is !== should) problems.push(`${what}: ${is}, but ${next} ${should}`)
  }
  equal(
    `${identified} records identified less ${removed} removed before screening`,
    identified - removed,
    'screened were',
    prisma.screened,
  )
  equal(
    `${prisma.screened} works screened less ${sum(prisma.excludedTitleAbstract)} excluded by title and abstract`,
    prisma.screened - sum(prisma.excludedTitleAbstract),
    'texts were sought for',
    prisma.soughtForRetrieval,
  )
  equal(
    `${prisma.soughtForRetrieval} texts sought less ${sum(prisma.notRetrieved)} not retrieved`,
    prisma.soughtForRetrieval - sum(prisma.notRetrieved),
    'assessed were',
    prisma.assessedFullText,
  )
  equal(
    `${prisma.assessedFullText} texts assessed less ${sum(prisma.excludedFullText)} excluded`,
    prisma.assessedFullText - sum(prisma.excludedFullText),
    'included were',
    prisma.includedReports,
  )
  if (prisma.includedStudies > prisma.includedReports)
    problems.push(`${prisma.includedStudies} studies included, but ${prisma.includedReports} reports of them`)
  if (prisma.unexplained > 0)
    problems.push(`decisions of screening without exactly the reason that they need: ${prisma.unexplained}`)
  if (duplicates.sameRecord < 0 || duplicates.sameWork < 0 || other < 0)
    problems.push('fewer than no records were removed before screening')
  return problems
}

const sum = (counts: Readonly<Record<string, number | undefined>>) =>
  Object.values(counts).reduce<number>((all, count) => all + (count ?? 0), 0)

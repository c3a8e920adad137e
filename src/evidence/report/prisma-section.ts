import type { Bundle } from '../bundle/bundle.ts'
import { SourceId } from '../bundle/protocol.ts'
import { checkPrisma, prismaFlow } from '../screening/prisma.ts'
import { sourceOf } from '../sources/index.ts'
import type { EvidenceReport } from './schema.ts'

const NOT_RETRIEVED: Readonly<Record<string, string>> = {
  'no-text': 'not even an abstract',
  'not-tried': 'beyond the limit of texts',
}

/** The counts of the flow diagram, with sources and reasons in words, and what does not add up. */
export function prismaSection(bundle: Bundle): EvidenceReport['prisma'] {
  const flow = prismaFlow(bundle)
  const { duplicates, automationIneligible, other } = flow.removedBeforeScreening
  const criteria = new Map(bundle.protocol.criteria.map(({ code, text }) => [code, text.replace(/\.$/, '')]))
  const reasons = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([code, count]) => ({ reason: criteria.get(code) ?? NOT_RETRIEVED[code] ?? code, count }))
      .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1))
  return {
    identified: SourceId.options.flatMap((id) => {
      const count = flow.identified[id]
      return count === undefined ? [] : [{ source: sourceOf(id).name, count }]
    }),
    duplicates: Math.max(0, duplicates.sameRecord + duplicates.sameWork),
    otherwiseRemoved: Math.max(0, automationIneligible + other),
    screened: flow.screened,
    excludedAbstracts: reasons(flow.excludedTitleAbstract),
    sought: flow.soughtForRetrieval,
    notRetrieved: reasons(flow.notRetrieved),
    assessed: flow.assessedFullText,
    assessedByAbstract: flow.assessedByAbstractOnly,
    excludedTexts: reasons(flow.excludedFullText),
    included: flow.includedStudies,
    problems: checkPrisma(flow),
  }
}

import type { Bundle } from '../bundle/bundle.ts'
import type { Work } from '../bundle/works.ts'
import { citationKeys } from './citation-keys.ts'
import { worksOf } from './claims.ts'
import type { EvidenceReport } from './schema.ts'
import { pageOf } from './web-pages.ts'

/** Works that a claim or a quote cites, and no others, in the order in which the claims name them. */
export function referencesOf(
  { works, texts }: Bundle,
  claims: EvidenceReport['claims'],
): EvidenceReport['references'] {
  const citing = new Map<string, string[]>()
  for (const claim of claims)
    for (const work of worksOf(claim)) citing.set(work, [...(citing.get(work) ?? []), claim.id])
  const byId = new Map(works.map((work) => [work.id, work]))
  const cited = [...citing.keys()].flatMap((id) => byId.get(id) ?? [])
  const keys = citationKeys(cited)
  return cited.map((work, at) => ({
    number: at + 1,
    work: work.id,
    key: keys.get(work.id)!,
    title: titleOf(work),
    authors: work.authors,
    year: work.year,
    venue: work.venue,
    type: work.type,
    ids: work.ids,
    url: pageOf(work),
    retracted: work.retracted,
    notices: work.notices,
    read: texts.find((text) => text.work === work.id)?.kind ?? null,
    claims: citing.get(work.id)!,
  }))
}

const titleOf = (work: Work) => work.title ?? work.id

/** Works that were left out after their text was read, and those whose text could not be had, each with its reason. */
export function leftOut({
  protocol,
  works,
  screening,
  retrievals,
}: Bundle): Pick<EvidenceReport, 'excluded' | 'notRetrieved'> {
  const criteria = new Map(protocol.criteria.map(({ code, text }) => [code, text]))
  const retrievalOf = new Map(retrievals.map((each) => [each.work, each]))
  const decisions = (stage: 'title-abstract' | 'full-text', decision: 'include' | 'exclude') =>
    new Map(
      screening
        .filter((row) => row.stage === stage && row.decision === decision)
        .map((row) => [row.work, row]),
    )
  const rejected = decisions('full-text', 'exclude')
  const sought = decisions('title-abstract', 'include')
  const row = (work: Work, reason: string) => ({
    work: work.id,
    title: titleOf(work),
    year: work.year,
    url: pageOf(work),
    reason,
  })
  return {
    excluded: works.flatMap((work) => {
      const decision = rejected.get(work.id)
      if (decision === undefined) return []
      const { reason } = decision
      return [row(work, reason === null ? 'No reason given' : (criteria.get(reason) ?? reason))]
    }),
    notRetrieved: works.flatMap((work) => {
      if (!sought.has(work.id) || rejected.has(work.id)) return []
      const retrieval = retrievalOf.get(work.id)
      if (retrieval !== undefined && retrieval.sha256 !== null) return []
      const failures = retrieval?.failures.map(({ kind, reason }) => `${kind}: ${reason}`).join('; ')
      return [row(work, failures || (retrieval === undefined ? 'Not sought' : 'No text offered'))]
    }),
  }
}

import type { Identifiers } from '../bundle/works.ts'
import { normalizeDoi, parseAclId, parseArxivId, parsePmid } from './identifiers.ts'

/**
 * Identifiers in canonical form, with those that others imply: a DOI of arXiv or the ACL Anthology names an arXiv or
 * ACL id. What is no identifier is left out.
 */
export function canonicalIds(ids: Identifiers): Identifiers {
  const doi = ids.doi === undefined ? null : normalizeDoi(ids.doi)
  const arxiv = parseArxivId(ids.arxiv ?? doi ?? '') ?? (doi === null ? null : parseArxivId(doi))
  const acl = (ids.acl === undefined ? null : parseAclId(ids.acl)) ?? aclOfDoi(doi)
  const pmid = ids.pmid === undefined ? null : parsePmid(ids.pmid)
  return {
    ...(doi !== null && { doi }),
    ...(arxiv !== null && { arxiv: arxiv.base }),
    ...(acl !== null && { acl }),
    ...(pmid !== null && { pmid }),
    ...(ids.corpus !== undefined && { corpus: ids.corpus }),
    ...(ids.openalex !== undefined && { openalex: ids.openalex }),
  }
}

const aclOfDoi = (doi: string | null) => (doi?.startsWith('10.18653/v1/') ? parseAclId(doi) : null)

/** Identifiers that two records of one work share, as `name:value`. */
export const idKeys = (
  ids: Identifiers,
): { name: 'doi' | 'arxiv' | 'acl' | 'pmid' | 'corpus'; key: string }[] =>
  (['doi', 'arxiv', 'acl', 'pmid', 'corpus'] as const).flatMap((name) =>
    ids[name] === undefined ? [] : [{ name, key: `${name}:${ids[name]}` }],
  )

import type { Work } from '../bundle/works.ts'

/** Page of a work: by its identifiers, else where a source says it is; null for local files. Only web addresses. */
export function pageOf({
  ids,
  links,
  arxivVersion,
}: Pick<Work, 'ids' | 'links' | 'arxivVersion'>): string | null {
  if (ids.acl !== undefined) return `https://aclanthology.org/${encodeURIComponent(ids.acl)}/`
  if (ids.doi !== undefined) return `https://doi.org/${encodeURI(ids.doi)}`
  if (ids.arxiv !== undefined)
    return `https://arxiv.org/abs/${encodeURI(ids.arxiv)}${arxivVersion === null ? '' : `v${arxivVersion}`}`
  return webAddress(links.landing ?? links.html ?? links.pdf ?? null)
}

/** The address if a browser may follow it, else null. */
export function webAddress(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null
  const { protocol, href } = new URL(address)
  return protocol === 'https:' || protocol === 'http:' ? href : null
}

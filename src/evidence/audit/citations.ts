import type { Work } from '../bundle/works.ts'
import { normalizeDoi, parseAclId, parseArxivId, tellingTitle, titleKey } from '../works/identifiers.ts'
import { canonicalWork } from './attribution.ts'
import type { ForeignReference } from './foreign-report.ts'

const FAMILY = String.raw`\p{Lu}[\p{L}'’-]+`
const OTHERS = String.raw`(?:\s+et\s+al\.?|(?:,\s+${FAMILY})*,?\s+(?:and|&)\s+${FAMILY})?`
const YEAR = String.raw`((?:19|20)\d{2})[a-z]?`
/** "Phang et al. (2020)", "(Phang et al., 2020)", "(Hu and Li, 2019; Wu, 2020)". */
const NAMED = new RegExp(`(${FAMILY})${OTHERS},?\\s*\\(?${YEAR}\\)?`, 'gu')
/** "[3]", "[3, 4]", "[3-5]", "[phang2020, hu-2020]", "[^note]". */
const BRACKETS = /\[(\^?[^[\]\n]{1,120})\]/g
const IDS =
  /(?:https?:\/\/|arxiv:|doi:|acl:|10\.\d{4,9}\/)[^\s<>"|]+|\b\d{4}\.[a-z0-9]+-[a-z0-9]+\.\d+\b|\b\d{4}\.\d{4,5}(?:v\d+)?\b/gi

/** `arxiv:`, `acl:` or `doi:` id in a text, without a version; null where there is none. */
export function idIn(text: string): string | null {
  for (const [found] of text.matchAll(IDS)) {
    const word = found.replace(/[).,;\]]+$/, '')
    const arxiv = parseArxivId(word)
    if (arxiv !== null) return `arxiv:${arxiv.base}`
    const acl = parseAclId(word)
    if (acl !== null) return `acl:${acl}`
    const doi = normalizeDoi(word)
    if (doi !== null) return `doi:${doi}`
  }
  return null
}

/** Everything in a text that cites, as written. */
export function citationsIn(text: string): string[] {
  const brackets = [...text.matchAll(BRACKETS)].flatMap(([, inner]) => {
    const range = /^(\d{1,3})\s*[-–]\s*(\d{1,3})$/.exec(inner!.trim())
    if (range !== null && Number(range[2]) > Number(range[1]) && Number(range[2]) - Number(range[1]) < 30)
      return Array.from({ length: Number(range[2]) - Number(range[1]) + 1 }, (_, at) =>
        String(Number(range[1]) + at),
      )
    return inner!
      .split(/[,;]/)
      .map((key) => key.trim())
      .filter((key) => /^\^?(?:\d{1,3}|[a-z][\w:+./-]*\d[\w:+./-]*)$/i.test(key))
  })
  const named = [...text.matchAll(NAMED)]
    .filter(([whole]) => !MONTH.test(whole))
    .map(([, family, year]) => `${family} ${year}`)
  const ids = [...text.matchAll(IDS)].map(([id]) => id).filter((id) => idIn(id) !== null)
  return [...new Set([...brackets, ...named, ...ids])]
}
const MONTH =
  /^(?:January|February|March|April|May|June|July|August|September|October|November|December|In|Since|By|Until|Before|After|During|From)\b/

/** Whether a citation can be followed: it is an id, or in the list of references. */
export const leadsSomewhere = (citation: string, references: readonly ForeignReference[]): boolean => {
  const [, family, year] = /^(\S+) (\d{4})$/.exec(citation) ?? []
  return (
    idIn(citation) !== null ||
    references.some(
      ({ key, text }) =>
        key === citation.replace(/^\^/, '') ||
        (family !== undefined && text.includes(family) && text.includes(year!)),
    )
  )
}

/** A text without what cites: only what is said is held against a source. */
export const withoutCitations = (text: string): string =>
  text
    .replace(BRACKETS, (whole, inner: string) =>
      citationsIn(whole).length > 0 || /^\^/.test(inner) ? '' : whole,
    )
    .replace(new RegExp(`\\((?:[^()]*?${NAMED.source.replace(/\((?!\?)/g, '(?:')}[^()]*?)\\)`, 'gu'), '')
    .replace(/\((?:arxiv:|doi:|acl:|https?:)[^()\s]*\)/gi, '')
    .replace(/\s+([.,;:])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()

/**
 * Finds the works that a citation may mean: by id, by number or key in the references, by author and year, or by title.
 * Several where an author has several of a year.
 */
export function openCitations(
  works: readonly Work[],
  references: readonly ForeignReference[],
): (citation: string) => readonly Work[] {
  const byId = new Map(works.flatMap((work) => idsOf(work).map((id) => [canonicalWork(id), work])))
  const titles = works.flatMap((work) => {
    const key = titleKey(work.title ?? '')
    return tellingTitle(key) ? [{ key, work }] : []
  })
  const ofText = (text: string): Work[] => {
    const id = idIn(text)
    const found = id === null ? undefined : byId.get(canonicalWork(id))
    if (found !== undefined) return [found]
    const key = ` ${titleKey(text)} `
    return titles
      .filter((each) => key.includes(` ${each.key} `))
      .slice(0, 1)
      .map(({ work }) => work)
  }
  const ofName = (family: string, year: string): Work[] => {
    const entries = references.filter(({ text }) => text.includes(family) && text.includes(year))
    const listed = entries.flatMap(({ text }) => ofText(text))
    if (listed.length > 0) return listed
    return works.filter(
      ({ authors: [author], year: own }) =>
        author !== undefined && titleKey(author.family) === titleKey(family) && own === Number(year),
    )
  }
  return (citation) => {
    const named = /^(\S+) (\d{4})$/.exec(citation)
    if (named !== null) return ofName(named[1]!, named[2]!)
    const key = citation.replace(/^\^/, '')
    const entry = works.filter(({ records }) => records.some((record) => record.endsWith(`#${key}`)))
    if (entry.length > 0) return entry
    const listed = references.find((each) => each.key === key)
    return ofText(listed === undefined ? citation : listed.text)
  }
}

const idsOf = ({ id, ids }: Work): string[] => [
  id,
  ...Object.entries(ids).map(([scheme, value]) => `${scheme}:${value}`),
]

/**
 * A DOI in lower case without resolver, prefix and trailing punctuation; null when it is none. Slashes may be percent
 * encoded.
 */
export function normalizeDoi(text: string): string | null {
  let doi = text.trim().replace(/^(?:https?:\/\/)?(?:dx\.|www\.)?doi\.org\//i, '')
  doi = decoded(doi.replace(/^doi:\s*/i, '')).toLowerCase()
  doi = doi.replace(/[.,;:'"]+$/, '')
  while (/[)\]}>]$/.test(doi) && unbalanced(doi)) doi = doi.slice(0, -1).replace(/[.,;:'"]+$/, '')
  return /^10\.\d{4,9}\/\S+$/.test(doi) ? doi : null
}

/** DOIs such as 10.1016/s0140-6736(20)30183-5 do hold brackets. */
function unbalanced(doi: string): boolean {
  const count = (sign: RegExp) => doi.match(sign)?.length ?? 0
  return count(/[)\]}>]/g) > count(/[([{<]/g)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export interface ArxivId {
  /** Without its version: `2005.13013`, `cs/0501001`. */
  readonly base: string
  readonly version: number | null
}

const ARXIV_NEW = /^(\d{2}(?:0[1-9]|1[0-2])\.\d{4,5})(?:v(\d+))?$/
const ARXIV_OLD = /^([a-z-]+)(?:\.[a-z]{2})?(\/\d{7})(?:v(\d+))?$/

/** An arXiv id out of an id, `arXiv:` name, page address or DOI of arXiv; null when it is none. */
export function parseArxivId(text: string): ArxivId | null {
  const id = text
    .trim()
    .toLowerCase()
    .replace(/^(?:https?:\/\/)?(?:(?:export|www)\.)?arxiv\.org\/(?:abs|pdf|html|e-print|src)\//, '')
    .replace(/^(?:https?:\/\/)?(?:dx\.)?doi\.org\//, '')
    .replace(/^(?:doi:\s*)?10\.48550\/arxiv\./, '')
    .replace(/^arxiv:\s*/, '')
    .replace(/\.pdf$/, '')
    .replace(/[?#].*$/, '')
    .replace(/\s*\[[a-z.-]+\]$/, '')
  const recent = ARXIV_NEW.exec(id)
  if (recent?.[1] !== undefined) return { base: recent[1], version: versionOf(recent[2]) }
  const old = ARXIV_OLD.exec(id)
  // The subject class is optional in old ids: math.GT/0309136 is math/0309136.
  if (old?.[1] !== undefined && old[2] !== undefined)
    return { base: old[1] + old[2], version: versionOf(old[3]) }
  return null
}

const versionOf = (text: string | undefined) => (text === undefined ? null : Number(text))

const ACL_NEW = /^(\d{4}\.[a-z0-9]+-[a-z0-9]+)\.(\d+)$/
const ACL_OLD = /^([A-Z]\d{2}-\d{4,5})$/i

/** An ACL Anthology id out of an id, page address or DOI of the Anthology; null when it is none. */
export function parseAclId(text: string): string | null {
  const id = text
    .trim()
    .replace(
      /^(?:https?:\/\/)?(?:www\.)?(?:aclanthology\.org|aclweb\.org\/anthology|aclanthology\.info\/papers)\//i,
      '',
    )
    .replace(/^(?:https?:\/\/)?(?:dx\.)?doi\.org\//i, '')
    .replace(/^(?:doi:\s*)?10\.18653\/v1\//i, '')
    .replace(/^acl:\s*/i, '')
    .replace(/(?:\.pdf|\.bib)?\/?$/, '')
  const recent = ACL_NEW.exec(id.toLowerCase())
  if (recent !== null) return `${recent[1]}.${recent[2]}`
  return ACL_OLD.test(id) ? id.toUpperCase() : null
}

/** Digits of a PubMed id; null when it is none. */
export function parsePmid(text: string): string | null {
  const found = /^(?:(?:https?:\/\/)?pubmed\.ncbi\.nlm\.nih\.gov\/|pmid:\s*)?0*([1-9]\d{0,8})\/?$/i.exec(
    text.trim(),
  )
  return found?.[1] ?? null
}

/**
 * What titles are compared by: lower case, letters and digits of every script with single blanks between, without tags,
 * formulas and accents. Vowel signs of scripts that need them stay.
 */
export function titleKey(title: string): string {
  return title
    .replace(/<[^<>]*>/g, '')
    .replace(/\$[^$]*\$/g, ' ')
    .normalize('NFKD')
    .replace(/\p{Cf}/gu, '')
    .replace(/(?![\u3099\u309A])\p{Script=Inherited}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’ʼ]/g, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}

const GENERIC =
  /^(?:introduction|preface|foreword|editorial|front ?matter|back ?matter|contents|table of contents|(?:subject |author )?index|acknowledge?ments|book reviews?|letters? to the editor|in this issue|abstracts?|proceedings)\b(?: (?:to|of|on|for) (?:the|this)\b.*)?$/

/** Whether equal titles tell anything: four words at least, and not one that every volume has. */
export function tellingTitle(key: string): boolean {
  if (GENERIC.test(key)) return false
  const unspaced =
    key.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)?.length ?? 0
  return unspaced >= 8 || key.split(' ').length >= 4
}

/** Whether equal titles tell something beside equal authors and years: "Blank Language Models", not "Introduction". */
export const namingTitle = (key: string): boolean =>
  tellingTitle(key) || (!GENERIC.test(key) && key.split(' ').length >= 2)

import type { Author } from '../bundle/works.ts'
import { closingBraces } from '../texts/latex/groups.ts'
import { expandMacros } from '../texts/latex/macros.ts'
import { withoutComments } from '../texts/latex/source.ts'
import { readPdfIdentity } from '../texts/pdf.ts'
import { normalizeDoi, parseAclId, parseArxivId } from '../works/identifiers.ts'
import { collapseBlanks, plainLine } from './markup-text.ts'
import { authorOf, authorsOf } from './records.ts'

/** What a file says of itself; null where it does not. */
export interface FileHead {
  readonly title: string | null
  readonly authors: readonly Author[]
  readonly date: string | null
  readonly doi: string | null
  /** With its version where the file names one. */
  readonly arxiv: string | null
  readonly acl: string | null
  readonly language: string | null
}

const NOTHING: FileHead = {
  title: null,
  authors: [],
  date: null,
  doi: null,
  arxiv: null,
  acl: null,
  language: null,
}
/** A longer first line is a paragraph. */
const LONGEST_TITLE = 300

/** Tags that a head is made of, their attributes in quotes or not. */
const HEAD_TAG = /<(html|meta|link|title|h1)\b((?:"[^"]*"|'[^']*'|[^<>"'])*)>/gi
const ATTRIBUTE = /([a-z][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))/gi
/** Heads stand at the begin of a page; what comes later is not looked at. */
const MOST_CHARACTERS = 1_000_000
const LONGEST_HEADING = 2000
const ENDS = { title: /<\/title\s*>/i, h1: /<\/h1\s*>/i }

/**
 * Head of a web page: the tags that scholarly pages have for it, else heading and title. It reads only these tags, so that
 * what a page opens and never closes costs nothing.
 */
export function htmlHead(html: string): FileHead {
  const page = withoutHidden(html.slice(0, MOST_CHARACTERS))
  const metas: { name: string; content: string }[] = []
  const texts = new Map<string, string>()
  const addresses: string[] = []
  let language: string | null = null
  for (const { 0: whole, 1: tag, 2: written, index } of page.matchAll(HEAD_TAG)) {
    const name = tag!.toLowerCase()
    if (name === 'title' || name === 'h1') {
      if (texts.has(name)) continue
      const from = index + whole.length
      const end = page.slice(from, from + LONGEST_HEADING).search(ENDS[name])
      if (end !== -1) texts.set(name, page.slice(from, from + end))
      continue
    }
    const attributes = new Map(
      [...written!.matchAll(ATTRIBUTE)].map(([, key, a, b, c]) => [key!.toLowerCase(), a ?? b ?? c ?? '']),
    )
    if (name === 'html') language ??= collapseBlanks(attributes.get('lang'))
    if (name === 'link' && attributes.get('rel')?.toLowerCase() === 'canonical')
      addresses.push(attributes.get('href') ?? '')
    const content = plainLine(attributes.get('content'))
    if (name === 'meta' && content !== null)
      metas.push({
        name: (attributes.get('name') ?? attributes.get('property') ?? '').toLowerCase(),
        content,
      })
  }
  const all = (...names: string[]) =>
    metas.filter(({ name }) => names.includes(name)).map(({ content }) => content)
  const date = /^\d{4}(?:[-/]\d\d(?:[-/]\d\d)?)?/.exec(
    all(
      'citation_publication_date',
      'citation_date',
      'dc.date',
      'dc.date.issued',
      'article:published_time',
    )[0] ?? '',
  )
  addresses.push(
    ...all('citation_pdf_url', 'citation_abstract_html_url', 'citation_fulltext_html_url', 'og:url'),
    ...all('dc.identifier', 'prism.doi'),
  )
  const doi = [...all('citation_doi'), ...addresses].find((each) => normalizeDoi(each) !== null)
  // Pages that arXiv converts have its stamp below the paper.
  const stamp = /\barXiv:\s?(\d{4}\.\d{4,5}(?:v\d+)?)\s*\[[\w.-]+\]/.exec(page)?.[1]
  const first = (read: (text: string) => unknown, ...texts: (string | undefined)[]) =>
    texts.find((text) => text !== undefined && read(text) !== null) ?? null
  return {
    title:
      all('citation_title', 'dc.title')[0] ??
      plainLine(texts.get('h1')) ??
      all('og:title')[0] ??
      plainLine(texts.get('title')),
    authors: authorsOf(all('citation_author', 'dc.creator')),
    date: date?.[0].replaceAll('/', '-') ?? null,
    doi: doi ?? null,
    arxiv: first(parseArxivId, all('citation_arxiv_id')[0], stamp, ...addresses),
    acl: first(parseAclId, ...addresses, doi),
    language,
  }
}

/** A page without comments, scripts and styles; what opens one and never closes it stays. */
function withoutHidden(html: string): string {
  const parts: string[] = []
  const missing = new Set<string>()
  let from = 0
  for (const { 0: begin, 1: tag, index } of html.matchAll(/<!--|<(script|style)\b/gi)) {
    const end = tag === undefined ? '-->' : `</${tag.toLowerCase()}`
    if (index < from || missing.has(end)) continue
    const closing = new RegExp(end, 'gi')
    closing.lastIndex = index + begin.length
    if (closing.test(html)) {
      parts.push(html.slice(from, index))
      from = closing.lastIndex
    } else missing.add(end)
  }
  return parts.join(' ') + html.slice(from)
}

/** Notes and addresses within a title or a name. */
const NOTES =
  /\\(?:thanks|footnote|footnotemark|email|affiliation|affil|inst|orcid|orcidlink|texttt|textsuperscript|url|href)\*?\s*(?:\[[^\]]{0,200}\]\s*)?\{/g

/** Title and authors of LaTeX, its own commands put in, all others left out. */
export function latexHead(source: string): FileHead {
  const text = expandMacros(withoutComments(source))
  const authors = argumentsOf(text, 'author').map((given) => withoutNotes(given))
  return {
    ...NOTHING,
    title: plainLatex(
      withoutNotes([...argumentsOf(text, 'title'), ...argumentsOf(text, 'icmltitle')][0] ?? null),
    ),
    authors: authors
      .flatMap((given) => given!.split(/\\and\b|\\And\b|\\AND\b|\\quad|\\qquad/))
      // Lines below a name are its affiliation.
      .flatMap(
        (one) => plainLatex(one.replace(/^(?:\s|\\\\)+/, '').split('\\\\')[0]!)?.split(/,|\sand\s/) ?? [],
      )
      .flatMap((name) => authorOf(name) ?? []),
  }
}

/** Text without its notes, whatever braces are in them; as it is from the first that is not closed. */
function withoutNotes<T extends string | null>(text: T): T {
  if (text === null) return text
  const closing = closingBraces(text)
  const kept: string[] = []
  let from = 0
  for (const { 0: command, index } of text.matchAll(NOTES)) {
    if (index < from) continue
    const end = closing[index + command.length - 1]!
    if (end === -1) break
    kept.push(text.slice(from, index))
    from = end + 1
  }
  return (kept.join('') + text.slice(from)) as T
}

/** Arguments in braces of every call of a command, braces inside them kept in balance. */
function argumentsOf(text: string, command: string): string[] {
  const closing = closingBraces(text)
  const found: string[] = []
  for (const call of text.matchAll(new RegExp(`\\\\${command}\\s*(?:\\[[^\\]]{0,500}\\]\\s*)?\\{`, 'g'))) {
    const from = call.index + call[0].length
    const end = closing[from - 1]!
    if (end === -1) break
    found.push(text.slice(from, end))
  }
  return found
}

/** LaTeX without its commands. */
export function plainLatex(text: string | null): string | null {
  if (text === null) return null
  const plain = text
    .replace(/\\(?:thanks|footnote)\s*\{[^{}]*\}/g, '')
    .replace(/\\\\(?:\[[^\]]{0,200}\])?|~/g, ' ')
    .replace(/\\([&%$#_{}])/g, '$1')
    .replace(/\\[a-zA-Z]+\*?\s*(?:\[[^\]]{0,200}\])?/g, '')
    .replace(/[{}$]/g, '')
  return collapseBlanks(plain)
}

/** First heading of Markdown, else a first line that is no sentence. */
export function textHead(text: string): FileHead {
  const lines = text.split('\n').map(collapseBlanks)
  const heading = lines.find((line) => line !== null && /^#{1,2} \S/.test(line))
  const first = lines.find((line) => line !== null) ?? null
  const title = heading?.replace(/^#+ /, '') ?? first
  const told = title !== null && title.length <= LONGEST_TITLE && !/[.:;,]$/.test(title)
  return { ...NOTHING, title: told ? title : null }
}

/** A PDF by its first page and its description. Throws TEXT_UNREADABLE. */
export async function pdfHead(bytes: Uint8Array, name: string): Promise<FileHead> {
  const { authors, ...found } = await readPdfIdentity(bytes, name)
  return { ...NOTHING, ...found, authors: authorsOf(authors) }
}

import type { Author } from '../bundle/works.ts'
import { collapseBlanks, plainLine } from './markup-text.ts'
import { authorOf, authorsOf } from './records.ts'

/** What a file says of itself; null where it does not. */
export interface FileHead {
  readonly title: string | null
  readonly authors: readonly Author[]
  readonly date: string | null
  readonly doi: string | null
  readonly arxiv: string | null
  readonly language: string | null
}

const NOTHING: FileHead = { title: null, authors: [], date: null, doi: null, arxiv: null, language: null }
/** A longer first line is a paragraph. */
const LONGEST_TITLE = 300

/** Tags that a head is made of, their attributes in quotes or not. */
const HEAD_TAG = /<(html|meta|title|h1)\b((?:"[^"]*"|'[^']*'|[^<>"'])*)>/gi
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
    all('citation_publication_date', 'citation_date', 'dc.date')[0] ?? '',
  )
  return {
    title:
      all('citation_title', 'dc.title')[0] ?? plainLine(texts.get('h1')) ?? plainLine(texts.get('title')),
    authors: authorsOf(all('citation_author', 'dc.creator')),
    date: date?.[0].replaceAll('/', '-') ?? null,
    doi: all('citation_doi', 'dc.identifier')[0] ?? null,
    arxiv: all('citation_arxiv_id')[0] ?? null,
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

/** Title and authors of LaTeX, without its commands. */
export function latexHead(source: string): FileHead {
  const text = source.replace(/(?<!\\)%.*$/gm, '')
  const authors = argument(text, 'author')
  return {
    ...NOTHING,
    title: plainLatex(argument(text, 'title')),
    authors:
      authors === null
        ? []
        : authors
            .replace(/\\(?:thanks|footnote|email|affiliation|inst|texttt|textsuperscript)\s*\{[^{}]*\}/g, '')
            .split(/\\and\b|\\And\b|\\AND\b|\\quad|\\qquad/)
            // Lines below a name are its affiliation.
            .flatMap((one) => authorOf(plainLatex(one.split('\\\\')[0]!)) ?? []),
  }
}

/** First argument in braces of a command, braces inside it kept in balance. */
function argument(text: string, command: string): string | null {
  const begin = new RegExp(`\\\\${command}\\s*(?:\\[[^\\]]{0,500}\\]\\s*)?\\{`).exec(text)
  if (begin === null) return null
  const from = begin.index + begin[0].length
  let depth = 1
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '{') depth++
    else if (text[at] === '}' && --depth === 0) return text.slice(from, at)
  }
  return null
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

/** Titles that programs write where nobody gave one: names of files, and none of two words. */
const NO_TITLE = /^(?:untitled|microsoft word|slide|powerpoint)\b|\.(?:tex|dvi|pdf|docx?|ps|indd|eps)$|^\S*$/i

/** What a PDF has in its description. */
export async function pdfHead(bytes: Uint8Array): Promise<FileHead> {
  const { getDocumentProxy, getMeta } = await import('unpdf')
  const document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 })
  try {
    const { info } = await getMeta(document)
    const title = typeof info.Title === 'string' ? collapseBlanks(info.Title) : null
    const author = typeof info.Author === 'string' ? info.Author : ''
    return {
      ...NOTHING,
      title: title === null || NO_TITLE.test(title) ? null : title,
      authors: authorsOf(author.split(/;|,(?!\s*(?:jr|sr)\b)| and /i)),
    }
  } finally {
    await document.loadingTask.destroy()
  }
}

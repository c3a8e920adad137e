import { parse as parseHtml } from 'node-html-parser'
import type { Author } from '../bundle/works.ts'
import { collapse, plainLine } from './plain-text.ts'
import { authorOf, authorsOf } from './records.ts'

/** What a file says of itself; null where it does not. */
export interface Head {
  readonly title: string | null
  readonly authors: readonly Author[]
  readonly date: string | null
  readonly doi: string | null
  readonly arxiv: string | null
  readonly language: string | null
}

const NOTHING: Head = { title: null, authors: [], date: null, doi: null, arxiv: null, language: null }
/** A longer first line is a paragraph. */
const LONGEST_TITLE = 300

/** Head of a web page: the tags that scholarly pages have for it, else title and heading. */
export function htmlHead(html: string): Head {
  const page = parseHtml(html)
  const metas = page.querySelectorAll('meta').map((meta) => ({
    name: (meta.getAttribute('name') ?? meta.getAttribute('property') ?? '').toLowerCase(),
    content: collapse(meta.getAttribute('content')),
  }))
  const all = (...names: string[]) =>
    metas.filter(({ name }) => names.includes(name)).flatMap(({ content }) => content ?? [])
  const written = page.querySelector('title')?.innerHTML
  const date = /^\d{4}(?:[-/]\d\d(?:[-/]\d\d)?)?/.exec(
    all('citation_publication_date', 'citation_date', 'dc.date')[0] ?? '',
  )
  return {
    title:
      all('citation_title', 'dc.title')[0] ??
      plainLine(page.querySelector('h1')?.innerHTML) ??
      plainLine(written),
    authors: authorsOf(all('citation_author', 'dc.creator')),
    date: date?.[0].replaceAll('/', '-') ?? null,
    doi: all('citation_doi', 'dc.identifier')[0] ?? null,
    arxiv: all('citation_arxiv_id')[0] ?? null,
    language: collapse(page.querySelector('html')?.getAttribute('lang')),
  }
}

/** Title and authors of LaTeX, without its commands. */
export function latexHead(source: string): Head {
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
  const begin = new RegExp(`\\\\${command}\\s*(?:\\[[^\\]]*\\]\\s*)?\\{`).exec(text)
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
    .replace(/\\\\(?:\[[^\]]*\])?|~/g, ' ')
    .replace(/\\([&%$#_{}])/g, '$1')
    .replace(/\\[a-zA-Z]+\*?\s*(?:\[[^\]]*\])?/g, '')
    .replace(/[{}$]/g, '')
  return collapse(plain)
}

/** First heading of Markdown, else a first line that is no sentence. */
export function textHead(text: string): Head {
  const lines = text.split('\n').map(collapse)
  const heading = lines.find((line) => line !== null && /^#{1,2} \S/.test(line))
  const first = lines.find((line) => line !== null) ?? null
  const title = heading?.replace(/^#+ /, '') ?? first
  const told = title !== null && title.length <= LONGEST_TITLE && !/[.:;,]$/.test(title)
  return { ...NOTHING, title: told ? title : null }
}

/** Titles that programs write where nobody gave one: names of files, and none of two words. */
const NO_TITLE = /^(?:untitled|microsoft word|slide|powerpoint)\b|\.(?:tex|dvi|pdf|docx?|ps|indd|eps)$|^\S*$/i

/** What a PDF has in its description. */
export async function pdfHead(bytes: Uint8Array): Promise<Head> {
  const { getDocumentProxy, getMeta } = await import('unpdf')
  const document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 })
  try {
    const { info } = await getMeta(document)
    const title = typeof info.Title === 'string' ? collapse(info.Title) : null
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

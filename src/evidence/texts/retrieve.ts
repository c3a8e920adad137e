import { breakable, PolyviaError } from '#kernel'
import { type Http, type HttpResponse, problemOf, RequestProblem } from '#net'
import { TEXT_KINDS, type TextDocument, type TextKind, type TextRetrieval } from '../bundle/texts.ts'
import type { Work } from '../bundle/works.ts'
import { parseArxivId } from '../works/identifiers.ts'
import { decodeText, isPdf, unpackSource } from './arxiv-source.ts'
import type { TextOrigin } from './document.ts'
import { TextUnreadableError } from './errors.ts'
import { parseHtml } from './html.ts'
import { parseLatex } from './latex.ts'
import { localKind, readLocalFile } from './local-file.ts'
import { parsePdf } from './pdf.ts'
import { parseAbstract } from './plain-or-markdown.ts'

interface RetrieveOptions {
  readonly http: Http
  /** Folders that were searched, for works that lie in one. */
  readonly folders: readonly string[]
  readonly signal?: AbortSignal | undefined
}

interface Attempt {
  readonly kind: TextKind
  readonly read: () => Promise<TextDocument>
}

/** Less is a page that says something else, not a paper. */
const LEAST_CHARACTERS = 500
const MOST_HTML_BYTES = 20_000_000
const MOST_SOURCE_BYTES = 50_000_000
const MOST_PDF_BYTES = 60_000_000

/** Addresses of a site; the user's own are asked without a look at robots.txt. */
function site(variable: string, usual: string): { base: string; api: boolean } {
  const given = process.env[variable]
  return { base: (given || usual).replace(/\/+$/, ''), api: Boolean(given) }
}

/**
 * The best text of a work that can be read: a local file, arXiv's HTML, arXiv's source, another page, a PDF, else title and
 * abstract. What failed before it is told. Texts of arXiv have a version always: where the databases name none, the abstract
 * page does. POLYVIA_ARXIV_PAGES_URL and POLYVIA_ANTHOLOGY_PAGES_URL name mirrors. Throws on abort only.
 */
export async function retrieveText(
  work: Work,
  options: RetrieveOptions,
): Promise<{ document: TextDocument | null; retrieval: TextRetrieval }> {
  const failures: { kind: TextKind; reason: string }[] = []
  const found = (document: TextDocument | null) => ({
    document,
    retrieval: { work: work.id, sha256: document?.sha256 ?? null, kind: document?.kind ?? null, failures },
  })
  for (const { kind, read } of attempts(work, options)) {
    options.signal?.throwIfAborted()
    try {
      return found(await read())
    } catch (thrown) {
      if (options.signal?.aborted) throw options.signal.reason
      if (!(thrown instanceof PolyviaError || thrown instanceof RequestProblem || isSystemError(thrown)))
        throw thrown
      failures.push({ kind, reason: reasonOf(thrown, options.signal) })
    }
  }
  return found(parseAbstract(work))
}

const isSystemError = (thrown: unknown) => thrown instanceof Error && 'syscall' in thrown

/** One line; the name of the file or page is in the retrieval already. */
const reasonOf = (thrown: unknown, signal: AbortSignal | undefined): string =>
  problemOf(thrown, signal)
    .replace(/^Cannot read "[^"]*": /, '')
    .replace(/\s+/g, ' ')

function attempts(work: Work, { http, folders, signal }: RetrieveOptions): Attempt[] {
  const { ids, links } = work
  const about = {
    work: work.id,
    licence: work.licence,
    language: work.language,
    title: work.title,
  }
  const list: Attempt[] = []
  const local: Attempt[] = []
  if (links.file !== undefined) {
    const { file } = links
    const version = parseArxivId(
      file
        .split('/')
        .at(-1)!
        .replace(/\.[a-z]+(?:\.gz)?$/i, ''),
    )?.version
    local.push({
      kind: localKind(file) ?? 'plain-text',
      read: () => readLocalFile(folders, file, { ...about, version: version ? `v${version}` : null }),
    })
  }
  const get = (url: string, accept: readonly string[], maxBytes: number, api: boolean, maxAgeMs?: number) =>
    http
      .request({ url, accept, maxBytes, api, signal, ...(maxAgeMs === undefined ? {} : { maxAgeMs }) })
      .then((response) => there(response, url))
  const arxiv =
    ids.arxiv ?? [links.pdf, links.html, links.landing].map(arxivIdOf).find((id) => id !== undefined)
  if (arxiv !== undefined) list.push(...arxivAttempts(arxiv, work, about, get))
  const page = links.html
  if (page !== undefined && arxivIdOf(page) === undefined)
    list.push({
      kind: 'html',
      read: async () => {
        const { body } = await get(page, ['text/html', 'application/xhtml+xml'], MOST_HTML_BYTES, false)
        return sameWork(
          work,
          substantial(breakable(() => parseHtml(decodeText(body), { ...about, kind: 'html', url: page }))),
        )
      },
    })
  const anthology = site('POLYVIA_ANTHOLOGY_PAGES_URL', 'https://aclanthology.org')
  const own = ids.acl === undefined ? undefined : `${anthology.base}/${encodeURIComponent(ids.acl)}.pdf`
  if (own !== undefined)
    list.push(pdfAttempt(own, about, (url) => get(url, ['*/*'], MOST_PDF_BYTES, anthology.api)))
  const open = links.pdf
  if (
    open !== undefined &&
    arxivIdOf(open) === undefined &&
    !(own !== undefined && /aclanthology\.org/i.test(open))
  )
    list.push(
      pdfAttempt(
        open,
        about,
        (url) => get(url, ['*/*'], MOST_PDF_BYTES, false),
        (document) => sameWork(work, document),
      ),
    )
  const rank = ({ kind }: Attempt) => TEXT_KINDS.indexOf(kind)
  return [...local, ...list.sort((a, b) => rank(a) - rank(b))]
}

type About = Omit<TextOrigin, 'kind' | 'url'>
type Get = (
  url: string,
  accept: readonly string[],
  maxBytes: number,
  api: boolean,
  maxAgeMs?: number,
) => Promise<HttpResponse>

const arxivIdOf = (link: string | undefined): string | undefined =>
  link !== undefined && /^https?:\/\/(?:[a-z]+\.)?arxiv\.org\//i.test(link)
    ? parseArxivId(link)?.base
    : undefined

function arxivAttempts(id: string, work: Work, about: About, get: Get): Attempt[] {
  const { base, api } = site('POLYVIA_ARXIV_PAGES_URL', 'https://arxiv.org')
  // What has a version never changes.
  const fetched = (url: string, accept: readonly string[], most: number) =>
    get(url, accept, most, api, Infinity)
  let asked: Promise<number> | undefined
  const versioned = async (folder: string) => {
    asked ??=
      work.arxivVersion === null
        ? latestVersion(`${base}/abs/${id}`, id, get, api)
        : Promise.resolve(work.arxivVersion)
    const version = `v${await asked}`
    return { version, url: `${base}/${folder}/${id}${version}` }
  }
  return [
    {
      kind: 'arxiv-html',
      read: async () => {
        const { url, version } = await versioned('html')
        const { body } = await fetched(url, ['text/html', 'application/xhtml+xml'], MOST_HTML_BYTES)
        const html = decodeText(body)
        if (!/\bltx_document\b/.test(html))
          throw new TextUnreadableError(url, 'the page holds no converted paper')
        const stamp = /arXiv:([\w.\-/]+?)(v\d+)\s*\[/.exec(html)
        if (stamp !== null && stamp[1]!.toLowerCase() === id && stamp[2] !== version)
          throw new TextUnreadableError(url, `the page is of ${stamp[2]}, not of ${version}`)
        return substantial(breakable(() => parseHtml(html, { ...about, kind: 'arxiv-html', url, version })))
      },
    },
    {
      kind: 'arxiv-source',
      read: async () => {
        const { url, version } = await versioned('e-print')
        const { body } = await fetched(url, ['*/*'], MOST_SOURCE_BYTES)
        const content = await unpackSource(body, url)
        if (content.type === 'pdf')
          return substantial(await parsePdf(content.bytes, { ...about, kind: 'pdf', url, version }))
        return substantial(
          breakable(() => parseLatex(content.files, { ...about, kind: 'arxiv-source', url, version })),
        )
      },
    },
    {
      kind: 'pdf',
      read: async () => {
        const { url, version } = await versioned('pdf')
        return pdfAttempt(url, { ...about, version }, (at) => fetched(at, ['*/*'], MOST_PDF_BYTES)).read()
      },
    },
  ]
}

/** The latest version that the abstract page of a preprint names. */
async function latestVersion(url: string, id: string, get: Get, api: boolean): Promise<number> {
  const { body } = await get(url, ['text/html'], MOST_HTML_BYTES, api).catch((thrown: unknown) => {
    if (thrown instanceof TextUnreadableError)
      throw new TextUnreadableError(
        url,
        'its version is not known, and there is no abstract page that names it',
        thrown,
      )
    throw thrown
  })
  const escaped = id.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  const named = [...decodeText(body).matchAll(new RegExp(`${escaped}v(\\d{1,3})(?!\\d)`, 'gi'))]
  const latest = named.reduce((most, match) => Math.max(most, Number(match[1])), 0)
  if (latest === 0)
    throw new TextUnreadableError(url, 'its version is not known, and the abstract page names none')
  return latest
}

function pdfAttempt(
  url: string,
  about: About,
  fetched: (url: string) => Promise<HttpResponse>,
  check: (document: TextDocument) => TextDocument = (document) => document,
): Attempt {
  return {
    kind: 'pdf',
    read: async () => {
      const { body, headers } = await fetched(url)
      const type = (headers['content-type'] ?? 'something').split(';')[0]!
      if (!isPdf(body)) throw new TextUnreadableError(url, `it is not a PDF but ${type}`)
      return check(substantial(await parsePdf(body, { ...about, kind: 'pdf', url })))
    },
  }
}

function there(response: HttpResponse, url: string): HttpResponse {
  if (response.status < 200 || response.status > 299)
    throw new TextUnreadableError(url, `there is none (HTTP ${response.status})`)
  return response
}

function substantial(document: TextDocument): TextDocument {
  if (document.text.length < LEAST_CHARACTERS)
    throw new TextUnreadableError(
      document.url ?? document.work,
      `it holds ${document.text.length} characters only`,
    )
  return document
}

/** Links of databases may lead to another publication: most words of the title must stand at the beginning. */
function sameWork(work: Work, document: TextDocument): TextDocument {
  const words = new Set((work.title ?? '').toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [])
  const beginning = document.text.slice(0, 5000).toLowerCase()
  const there = [...words].filter((word) => beginning.includes(word)).length
  // The title stands in for one that was not found, so the text after the title paragraph counts as well.
  const own = document.text.slice(document.paragraphs[0]!.end, 5000).toLowerCase()
  const elsewhere = [...words].filter((word) => own.includes(word)).length
  if (words.size > 0 && (there < 0.6 * words.size || elsewhere < 0.3 * words.size))
    throw new TextUnreadableError(
      document.url ?? document.work,
      'it is another publication: its beginning lacks the title',
    )
  return document
}

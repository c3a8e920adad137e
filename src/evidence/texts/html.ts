import { type HTMLElement, type Node, NodeType, parse } from 'node-html-parser'
import { messageOf } from '#kernel'
import type { TextDocument } from '../bundle/texts.ts'
import { DocumentWriter, type TextOrigin } from './document.ts'
import { TextUnreadableError } from './errors.ts'
import { mathText } from './math.ts'
import { captionFor, type RawCell, type RawRow, type TableBudget, tableBudget } from './table.ts'

/** Larger pages are not papers. */
const MOST_CHARACTERS = 20_000_000
/** Deeper nesting is an accident or an attack. */
const MOST_DEPTH = 256

/** Elements that hold no text of the publication. */
const LEFT_OUT = new Set(
  (
    'script style noscript template svg canvas iframe object button input select textarea nav footer aside head ' +
    'dialog menu audio video'
  ).split(' '),
)
const LEFT_OUT_CLASSES = new Set(
  (
    'ltx_ERROR ltx_bibliography ltx_page_header ltx_page_footer ltx_page_navbar ltx_page_logo ltx_TOC ltx_authors ' +
    'ltx_creator ltx_dates ltx_pagination ltx_role_footnotemark ltx_note_mark ltx_tag_note ltx_tag_equation ltx_listing ltx_classification ' +
    'ltx_keywords package-alerts html-header-nav navbar breadcrumb sidebar cookie toc mw-editsection reflist'
  ).split(' '),
)
const LEFT_OUT_ROLES = new Set(
  'navigation banner contentinfo search complementary doc-bibliography doc-toc dialog'.split(' '),
)

const BLOCKS = new Set(
  (
    'address article blockquote body center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hr ' +
    'html li main ol p pre section summary table tbody td tfoot th thead tr ul'
  ).split(' '),
)

/** Level of a LaTeXML heading by its class. */
const LATEXML_LEVELS: Readonly<Record<string, number>> = {
  ltx_title_part: 1,
  ltx_title_chapter: 2,
  ltx_title_section: 3,
  ltx_title_appendix: 3,
  ltx_title_abstract: 3,
  ltx_title_acknowledgements: 3,
  ltx_title_bibliography: 3,
  ltx_title_subsection: 4,
  ltx_title_subsubsection: 5,
  ltx_title_paragraph: 6,
  ltx_title_subparagraph: 7,
}

/**
 * The text of an HTML page: LaTeXML pages (arXiv, ar5iv) with sections, mathematics by its LaTeX, captions and tables cell by
 * cell; other pages by their headings, paragraphs, lists and tables. References, navigation and errors of the conversion are
 * left out. Throws TEXT_UNREADABLE for what holds no text.
 */
export function parseHtml(html: string, origin: TextOrigin): TextDocument {
  const name = origin.url ?? origin.work
  if (html.length > MOST_CHARACTERS)
    throw new TextUnreadableError(name, `the page has more than ${MOST_CHARACTERS} characters`)
  try {
    checkEnds(html, name)
    const root = parse(withoutComments(html), {
      comment: false,
      blockTextElements: { script: false, noscript: false, style: false },
    })
    return new PageReader(root, origin).read()
  } catch (thrown) {
    if (thrown instanceof TextUnreadableError) throw thrown
    throw new TextUnreadableError(
      name,
      `the page is not HTML that can be parsed (${messageOf(thrown)})`,
      thrown,
    )
  }
}

/** The parser needs a time that grows with the square of what is opened and never closed. */
const MOST_UNCLOSED = 1000
const ENDLESS = new Set(
  (
    'area base br col embed hr img input link meta source track wbr p li dt dd tr td th tbody ' +
    'html head body'
  ).split(' '),
)

function checkEnds(html: string, name: string): void {
  const open = new Map<string, number>()
  for (const { 1: slash, 2: tag, index } of html.matchAll(/<(\/?)([a-z][a-z\d-]{0,20})/gi)) {
    const key = tag!.toLowerCase()
    if (slash === '/') open.set(key, Math.max(0, (open.get(key) ?? 0) - 1))
    else if (!ENDLESS.has(key) && !/^[^<>]{0,2000}\/>/.test(html.slice(index + 1, index + 200)))
      open.set(key, (open.get(key) ?? 0) + 1)
  }
  const unclosed = [...open.values()].reduce((sum, count) => sum + count, 0)
  if (unclosed > MOST_UNCLOSED)
    throw new TextUnreadableError(name, `${unclosed} elements of the page have no end`)
}

/** Comments taken out; what opens one and never closes it is taken as text. */
function withoutComments(html: string): string {
  const parts: string[] = []
  let from = 0
  for (;;) {
    const begin = html.indexOf('<!--', from)
    const end = begin === -1 ? -1 : html.indexOf('-->', begin + 4)
    if (end === -1) break
    parts.push(html.slice(from, begin))
    from = end + 3
  }
  return parts.join('') + html.slice(from).replaceAll('<!--', '')
}

interface Context {
  readonly depth: number
  readonly kind: 'prose' | 'caption' | 'list-item'
}

class PageReader {
  readonly #root: HTMLElement
  readonly #origin: TextOrigin
  readonly #titleElement: HTMLElement | null
  readonly #latexml: boolean
  readonly #budget: TableBudget = tableBudget()
  readonly #writer: DocumentWriter
  /** Inline text of the paragraph under way. */
  #inline: string[] = []
  #kind: Context['kind'] = 'prose'
  /** Footnotes of the paragraph under way, which follow it. */
  #notes: string[] = []
  #unnamed = 0

  constructor(root: HTMLElement, origin: TextOrigin) {
    this.#root = root
    this.#origin = origin
    this.#latexml = root.querySelector('.ltx_document') !== null
    this.#titleElement = this.#latexml
      ? root.querySelector('.ltx_title_document')
      : (root.querySelector('main h1') ?? root.querySelector('article h1') ?? root.querySelector('h1'))
    const title =
      this.#titleElement === null
        ? (root.querySelector('title')?.text ?? null)
        : this.#textOf(this.#titleElement, 0)
    this.#writer = new DocumentWriter(origin, title)
  }

  read(): TextDocument {
    const { body, language } = this.#body()
    this.#walk(body, { depth: 0, kind: 'prose' })
    this.#flush()
    if (this.#writer.isEmpty)
      throw new TextUnreadableError(this.#origin.url ?? this.#origin.work, 'the page holds no text')
    const licence = this.#root
      .querySelector('#license-tr')
      ?.text.replace(/^\s*License:\s*/i, '')
      .trim()
    return this.#writer.finish({ language, licence: licence || null })
  }

  /** The element with the publication, as far as the page marks it. */
  #body(): { body: HTMLElement; language: string | null } {
    const language = this.#root.querySelector('html')?.getAttribute('lang')?.trim().toLowerCase() || null
    const all = this.#root.querySelector('body') ?? this.#root
    const marked = this.#latexml
      ? this.#root.querySelector('.ltx_document')
      : (this.#root.querySelector('main') ?? this.#root.querySelector('article'))
    // A page of many articles, or with an empty <main>, is read whole.
    const enough = marked !== null && (this.#latexml || marked.text.length * 2 >= all.text.length)
    return { body: enough ? marked : all, language }
  }

  #walk(node: Node, context: Context): void {
    if (node.nodeType === NodeType.TEXT_NODE) {
      this.#append(node.text, context.kind)
      return
    }
    if (node.nodeType !== NodeType.ELEMENT_NODE) return
    const element = node as HTMLElement
    if (context.depth > MOST_DEPTH) throw new RangeError('elements are nested too deeply')
    if (element === this.#titleElement || isLeftOut(element)) return
    const tag = (element.rawTagName ?? '').toLowerCase()
    const classes = classesOf(element)
    const inside = { depth: context.depth + 1, kind: context.kind }
    const level = this.#headingLevel(tag, classes)
    if (tag === 'math') this.#append(mathOf(element), context.kind)
    else if (tag === 'br') this.#append(' ', context.kind)
    else if (tag === 'sup') this.#append(this.#raised(element, context.depth), context.kind)
    else if (classes.includes('ltx_note')) this.#note(element, context)
    else if (level !== undefined) {
      this.#flush()
      this.#writer.heading(level, this.#textOf(element, context.depth))
    } else if (isEquation(classes)) this.#append(` ${this.#textOf(element, context.depth)} `, context.kind)
    else if (isTable(tag, classes)) this.#table(element, undefined, context)
    else if (tag === 'figure' || classes.includes('ltx_figure') || classes.includes('ltx_table'))
      this.#figure(element, context)
    else if (!(classes.includes('ltx_tag_item') && isBullet(element.text)))
      this.#descend(element, tag, classes, inside)
  }

  #descend(element: HTMLElement, tag: string, classes: readonly string[], inside: Context): void {
    // LaTeXML splits a paragraph at its displayed equations; it is one paragraph all the same.
    const block = BLOCKS.has(tag) && !(classes.includes('ltx_p') && inPara(element))
    if (!block) {
      for (const child of element.childNodes) this.#walk(child, inside)
      return
    }
    this.#flush()
    const kind =
      tag === 'li' || tag === 'dd' || tag === 'dt'
        ? 'list-item'
        : isCaption(tag, classes)
          ? 'caption'
          : inside.kind
    for (const child of element.childNodes) this.#walk(child, { ...inside, kind })
    this.#flush()
  }

  /** Raised text: the number of a note or reference, or an exponent. */
  #raised(element: HTMLElement, depth: number): string {
    const text = this.#textOf(element, depth).trim()
    if (!/^[\d,–-]+$/.test(text)) return text
    const before = this.#inline.slice(-4).join('').slice(-4)
    return /\d$|(?:^|[\s(/])\p{L}{1,2}$/u.test(before) ? `^${text}` : `[${text}]`
  }

  #append(text: string, kind: Context['kind']): void {
    if (text === '') return
    this.#inline.push(text)
    this.#kind = kind
  }

  #flush(): void {
    const text = this.#inline.join('')
    this.#inline = []
    if (!isBullet(text)) this.#writer.paragraph(this.#kind, text)
    const notes = this.#notes
    this.#notes = []
    for (const note of notes) this.#writer.paragraph('prose', note)
  }

  #note(element: HTMLElement, { depth }: Context): void {
    const content = element.querySelector('.ltx_note_content') ?? element
    const text = this.#textOf(content, depth).trim()
    if (text !== '' && classesOf(element).includes('ltx_role_footnote')) this.#notes.push(text)
  }

  /** A float: its captions first, so that its tables have a name, then its tables. */
  #figure(element: HTMLElement, context: Context): void {
    this.#flush()
    const tables: HTMLElement[] = []
    const captions: string[] = []
    const others: Node[] = []
    const visit = (node: Node, depth: number) => {
      if (depth > MOST_DEPTH) throw new RangeError('elements are nested too deeply')
      if (node.nodeType !== NodeType.ELEMENT_NODE) {
        others.push(node)
        return
      }
      const child = node as HTMLElement
      if (isLeftOut(child)) return
      const tag = (child.rawTagName ?? '').toLowerCase()
      const classes = classesOf(child)
      if (isCaption(tag, classes)) captions.push(this.#textOf(child, depth))
      else if (isTable(tag, classes)) tables.push(child)
      else if (BLOCKS.has(tag) || tag === 'span') for (const each of child.childNodes) visit(each, depth + 1)
      else others.push(child)
    }
    for (const child of element.childNodes) visit(child, context.depth + 1)
    for (const caption of captions) this.#writer.paragraph('caption', caption)
    tables.forEach((table, index) => {
      this.#table(table, captionFor(captions, tables.length, index), context)
    })
    for (const node of others) this.#walk(node, { depth: context.depth + 1, kind: 'prose' })
    this.#flush()
  }

  #table(element: HTMLElement, caption: string | undefined, context: Context): void {
    this.#flush()
    const own = element.childNodes.find((node) => tagOf(node) === 'caption') as HTMLElement | undefined
    const rows = this.#rows(element, context.depth)
    if (caption === undefined && own === undefined && this.#arranges(element, rows)) {
      for (const child of element.childNodes) this.#walk(child, { depth: context.depth + 1, kind: 'prose' })
      this.#flush()
      return
    }
    const named = own === undefined ? caption : this.#textOf(own, context.depth)
    if (own !== undefined) this.#writer.paragraph('caption', named!)
    this.#writer.table(named ?? `Table without caption ${++this.#unnamed}`, rows, this.#budget)
    this.#notes.splice(0).forEach((note) => {
      this.#writer.paragraph('prose', note)
    })
  }

  /** A table without a caption that only arranges a page. */
  #arranges(element: HTMLElement, rows: readonly RawRow[]): boolean {
    if (rows.every((row) => row.cells.length <= 1)) return true
    return !this.#latexml && element.querySelector('table, h1, h2, h3, h4, ul, p + p') !== null
  }

  #rows(table: HTMLElement, depth: number): RawRow[] {
    const rows: RawRow[] = []
    const visit = (node: Node, head: boolean, level: number) => {
      if (node.nodeType !== NodeType.ELEMENT_NODE || level > MOST_DEPTH) return
      const element = node as HTMLElement
      const tag = tagOf(element)
      const classes = classesOf(element)
      if (tag === 'tr' || classes.includes('ltx_tr')) {
        const cells = element.childNodes
          .filter((each) => /^t[dh]$/.test(tagOf(each)) || classesOf(each as HTMLElement).includes('ltx_td'))
          .map((each) => this.#cell(each as HTMLElement, depth))
        const marked =
          head ||
          (cells.length > 0 && cells.every((cell) => cell.header === 'column' || cell.header === 'both'))
        rows.push({ cells, head: marked && rows.every((row) => row.head === true) })
      } else if (
        /^(?:table|thead|tbody|tfoot|span)$/.test(tag) ||
        /ltx_t(?:abular|head|body|foot)/.test(classes.join(' '))
      )
        for (const child of element.childNodes)
          visit(child, head || tag === 'thead' || classes.includes('ltx_thead'), level + 1)
    }
    visit(table, false, depth)
    return rows
  }

  #cell(element: HTMLElement, depth: number): RawCell {
    const span = (name: string) => {
      const value = Number.parseInt(element.getAttribute(name) ?? '1', 10)
      return value > 0 ? value : 1
    }
    const classes = classesOf(element)
    const scope = element.getAttribute('scope') ?? ''
    const column = classes.includes('ltx_th_column') || scope.startsWith('col')
    const row = classes.includes('ltx_th_row') || scope.startsWith('row')
    const header =
      column && row
        ? 'both'
        : column
          ? 'column'
          : row
            ? 'row'
            : tagOf(element) === 'th'
              ? this.#bareHeader(element)
              : undefined
    return {
      text: this.#textOf(element, depth).replace(/\s+/g, ' ').trim(),
      rows: span('rowspan'),
      columns: span('colspan'),
      header,
    }
  }

  /** A `<th>` that does not say of what: of its row where the row holds values too, else of its column. */
  #bareHeader(element: HTMLElement): 'row' | 'column' {
    const siblings = element.parentNode?.childNodes ?? []
    return siblings.some((each) => tagOf(each) === 'td') ? 'row' : 'column'
  }

  #headingLevel(tag: string, classes: readonly string[]): number | undefined {
    const named = classes.find((each) => Object.hasOwn(LATEXML_LEVELS, each))
    if (named !== undefined) return LATEXML_LEVELS[named]
    if (this.#latexml) return undefined
    return /^h[1-6]$/.test(tag) ? Number(tag[1]) : undefined
  }

  /** All text below an element, on one line. Footnotes go to the notes of the paragraph. */
  #textOf(element: HTMLElement, depth: number): string {
    const parts: string[] = []
    const visit = (node: Node, level: number) => {
      if (level > MOST_DEPTH) throw new RangeError('elements are nested too deeply')
      if (node.nodeType === NodeType.TEXT_NODE) parts.push(node.text)
      if (node.nodeType !== NodeType.ELEMENT_NODE) return
      const child = node as HTMLElement
      if (level > depth && isLeftOut(child)) return
      const tag = tagOf(child)
      if (tag === 'math') parts.push(mathOf(child))
      else if (level > depth && classesOf(child).includes('ltx_note'))
        this.#note(child, { depth: level, kind: 'prose' })
      else {
        const gap = tag === 'br' || BLOCKS.has(tag) ? ' ' : ''
        parts.push(gap)
        for (const each of child.childNodes) visit(each, level + 1)
        parts.push(gap)
      }
    }
    visit(element, depth)
    return parts.join('')
  }
}

/** The sign or number of a list item, or nothing. */
const isBullet = (text: string) =>
  /^(?:[•◦▪∗*·–—-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])?$/iu.test(text.trim())

const tagOf = (node: Node): string => ((node as HTMLElement).rawTagName ?? '').toLowerCase()

const classesOf = (element: HTMLElement): string[] =>
  element.nodeType === NodeType.ELEMENT_NODE
    ? (element.getAttribute('class') ?? '').split(/\s+/).filter((each) => each !== '')
    : []

function isLeftOut(element: HTMLElement): boolean {
  const tag = tagOf(element)
  if (LEFT_OUT.has(tag)) return true
  if (element.rawAttrs === '') return false
  if (element.hasAttribute('hidden') || element.getAttribute('aria-hidden') === 'true') return true
  const role = element.getAttribute('role')
  if (role !== undefined && LEFT_OUT_ROLES.has(role)) return true
  return classesOf(element).some((each) => LEFT_OUT_CLASSES.has(each))
}

const isCaption = (tag: string, classes: readonly string[]) =>
  tag === 'figcaption' || tag === 'caption' || classes.includes('ltx_caption')

const isTable = (tag: string, classes: readonly string[]) =>
  tag === 'table' || classes.includes('ltx_tabular')

const isEquation = (classes: readonly string[]) =>
  classes.some((each) => /^ltx_equation(?:group)?$|^ltx_eqn_table$/.test(each))

function inPara(element: HTMLElement): boolean {
  return classesOf(element.parentNode as HTMLElement).includes('ltx_para')
}

/** Mathematics by its LaTeX; without that, the text of its signs. */
function mathOf(element: HTMLElement): string {
  const latex =
    element.getAttribute('alttext') ?? element.querySelector('annotation[encoding="application/x-tex"]')?.text
  if (latex !== undefined) return mathText(latex)
  return (element.querySelector('semantics')?.childNodes[0] ?? element).text.replace(/\s+/g, ' ').trim()
}

import { mathText } from '../texts/math.ts'
import { BLOCKS, type MarkupToken, tokensOf } from './markup-tokens.ts'
import { mathmlText, texBody } from './mathml.ts'

/** White space collapsed, NFC, without soft hyphens; null where nothing is left. */
export function collapseBlanks(text: string | null | undefined): string | null {
  const plain = (text ?? '').normalize('NFC').replaceAll('\u00AD', '').replace(/\s+/gu, ' ').trim()
  return plain === '' ? null : plain
}

/** A title, name or venue out of HTML, JATS or MathML, on one line; see `plainProse`. */
export const plainLine = (markup: string | null | undefined): string | null =>
  collapseBlanks(withoutMarkup(markup).replaceAll('\n', ' '))

/**
 * An abstract out of HTML, JATS or MathML, escaped once or more than once, on one line. Blocks end sentences; raised and
 * lowered digits stay apart from the number before them (10^2); a formula that is given in several forms stands there once; what
 * stands between two signs of inequality is text. Takes linear time.
 */
export function plainProse(markup: string | null | undefined): string | null {
  const blocks = withoutMarkup(markup)
    .split('\n')
    .flatMap((block) => collapseBlanks(block) ?? [])
  const sentences = blocks.map((block, index) =>
    index === blocks.length - 1 || ENDED.test(block) ? block : `${block}.`,
  )
  return collapseBlanks(sentences.join(' ').replace(LABEL, '').replace(GLUED, ' '))
}

const ENDED = /[.!?…:;,。！？]["'”’)\]]*$/u
/** A first word that says no more than that this is an abstract, also where what follows is glued to it. */
const LABEL =
  /^(?:(?:abstract|summary|ABSTRACT|SUMMARY|Abstract|Summary)(?:\s*[.:—–-]\s*|\s+(?=(?:We|This|These|The|In|Our|It|An?|While|Although)\s))|(?:A(?:bstract|BSTRACT)|S(?:ummary|UMMARY))(?=\p{Lu}\p{Ll}|(?:A|I)\s))/u
/** A heading in bold at the end of a sentence that the tool before us glued: "matters.Results: We". */
const GLUED = /(?<=\p{Ll}{3}[.!?])(?=\p{Lu}\p{Ll}+:?\s)/gu
/** As often as markup is escaped by those who pass it on. */
const MOST_PASSES = 4

/** Text with a line break for each end of a block. */
function withoutMarkup(markup: string | null | undefined): string {
  let text = (markup ?? '').replace(/\s+/gu, ' ')
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const read = formulasOnce(new MarkupReader(tokensOf(text)).read())
    if (read === text) break
    text = read
  }
  return text
}

interface Frame {
  readonly kind: 'text' | 'sup' | 'sub' | 'reference' | 'formula' | 'tex' | 'hidden' | 'heading'
  /** Index of the token that ends it. */
  readonly end: number
  readonly parts: string[]
  /** Forms of a formula, beside its text. */
  readonly math: string[]
  readonly tex: string[]
}

const KINDS: Readonly<Record<string, Frame['kind']>> = {
  sup: 'sup',
  sub: 'sub',
  inf: 'sub',
  xref: 'reference',
  'inline-formula': 'formula',
  'disp-formula': 'formula',
  alternatives: 'formula',
  'tex-math': 'tex',
  annotation: 'hidden',
  'annotation-xml': 'hidden',
  script: 'hidden',
  style: 'hidden',
  title: 'heading',
  label: 'heading',
  h1: 'heading',
  h2: 'heading',
  h3: 'heading',
  h4: 'heading',
  h5: 'heading',
  h6: 'heading',
}
/** Deeper nesting means nothing. */
const MOST_FRAMES = 32

class MarkupReader {
  readonly #tokens: readonly MarkupToken[]
  readonly #frames: Frame[] = [frame('text', Number.POSITIVE_INFINITY)]

  constructor(tokens: readonly MarkupToken[]) {
    this.#tokens = tokens
  }

  read(): string {
    for (let index = 0; index < this.#tokens.length; index++) {
      const token = this.#tokens[index]!
      if (token.kind === 'text') this.#top.parts.push(token.text)
      else if (token.kind === 'close') this.#close(index, token.name)
      else if (token.name === 'math' && token.pair !== -1) {
        this.#top.math.push(mathmlText(this.#tokens.slice(index + 1, token.pair)))
        this.#settle()
        index = token.pair
      } else this.#open(token.name, token.pair)
    }
    while (this.#frames.length > 1) this.#pop()
    return this.#top.parts.join('')
  }

  get #top(): Frame {
    return this.#frames.at(-1)!
  }

  #open(name: string, pair: number): void {
    if (BLOCKS.has(name)) this.#top.parts.push('\n')
    else if (GAPS.has(name)) this.#top.parts.push(' ')
    const kind = KINDS[name]
    if (kind !== undefined && pair !== -1 && this.#frames.length < MOST_FRAMES)
      this.#frames.push(frame(kind, pair))
  }

  #close(index: number, name: string): void {
    // Elements that end in the wrong order end with the one around them.
    while (this.#top.end <= index) this.#pop()
    if (BLOCKS.has(name)) this.#top.parts.push('\n')
    else if (GAPS.has(name)) this.#top.parts.push(' ')
  }

  /** Outside a formula, mathematics is text at once. */
  #settle(): void {
    const { kind, math, parts } = this.#top
    if (kind !== 'formula') parts.push(...math.splice(0))
  }

  #pop(): void {
    const { kind, parts, math, tex } = this.#frames.pop()!
    const text = parts.join('')
    const top = this.#top
    if (kind === 'heading' && !/^\s*(?:abstract|summary)\s*[.:]?\s*$/i.test(text)) top.parts.push(text)
    else if (kind === 'sup') top.parts.push(raised(text, top.parts))
    else if (kind === 'reference')
      top.parts.push(isNote(text.trim(), before(top.parts)) ? `[${text.trim()}]` : text)
    else if (kind === 'sub') top.parts.push(lowered(text, top.parts))
    else if (kind === 'tex') {
      const formula = mathText(texBody(text))
      if (top.kind === 'formula') top.tex.push(formula)
      else top.parts.push(formula)
    } else if (kind === 'formula') {
      const form = math.find((each) => each !== '') ?? tex.find((each) => each !== '') ?? ''
      // Alternatives inside a formula are its forms.
      if (top.kind === 'formula' && text.trim() === '') top.math.push(form)
      else top.parts.push(text.trim() === '' ? form : `${text}${form}`)
    }
  }
}

const frame = (kind: Frame['kind'], end: number): Frame => ({ kind, end, parts: [], math: [], tex: [] })
const GAPS = new Set(['br', 'break', 'hr', 'td', 'th', 'label', 'term'])

/** What stands before the next part; blanks after a number are taken away. */
function before(parts: string[]): string {
  const last = parts.at(-1)
  if (last !== undefined && /\d\s+$/.test(last.slice(-8))) parts[parts.length - 1] = last.trimEnd()
  return parts.slice(-4).join('').slice(-12)
}

/** Raised text: an ordinal ("1st"), a mark, the number of a note behind a word, else a power. */
function raised(text: string, parts: string[]): string {
  const sign = text.trim()
  if (sign === '') return text
  const stem = before(parts)
  const gap = /\s$/.test(text) ? ' ' : ''
  if (/^(?:[®™©°ªº′″†‡§¶*]+|TM|SM)$/.test(sign)) return sign + gap
  if (/^(?:st|nd|rd|th)$/i.test(sign) && /\d$/.test(stem)) return sign + gap
  if (isNote(sign, stem)) return `[${sign}]${gap}`
  return `^${/^[+−–-]?[\p{L}\p{N}.,]+[+−–-]?$/u.test(sign) ? sign : `(${sign})`}${gap}`
}

/** Numbers of notes or references right behind a word or its full stop; several are no power of a short unit either. */
const isNote = (sign: string, stem: string) =>
  /^\d+(?:[,–-]\s*\d+)*$/.test(sign) &&
  (/^\d+$/.test(sign) ? /\p{L}{3}[.,;:]?$|[.,;:]$/u : /\p{L}[.,;:]?$|[.,;:]$/u).test(stem)

/** Lowered text runs on behind letters (H2O, log10), but no digit runs into a number. */
function lowered(text: string, parts: string[]): string {
  const sign = text.trim()
  if (sign === '') return text
  const stem = before(parts)
  const apart = /^\d/.test(sign) ? /\d$/.test(stem) : /^\p{L}/u.test(sign) && /[\p{L}\p{N}]$/u.test(stem)
  return `${apart ? '_' : ''}${sign}${/\s$/.test(text) ? ' ' : ''}`
}

/** Longest preamble and formula that a publisher's tool writes. */
const LONGEST = 5000

/**
 * Formulas that stand in a text as whole LaTeX documents, or between double dollars, as a line; once where the line stands beside
 * them already.
 */
function formulasOnce(text: string): string {
  const out: string[] = []
  let from = 0
  const put = (at: number, tex: string, to: number) => {
    const formula = mathText(texBody(tex))
    const room = formula.length + 8
    const told =
      formula !== '' &&
      (endsWith(text.slice(Math.max(from, at - room), at).trimEnd(), formula) ||
        beginsWith(text.slice(to, to + room).trimStart(), formula))
    out.push(text.slice(from, at), told ? ' ' : ` ${formula} `)
    from = to
  }
  const find = (sign: string, at: number) => {
    const place = text.slice(at, at + LONGEST).indexOf(sign)
    return place === -1 ? -1 : at + place
  }
  for (const { 0: mark, index } of text.matchAll(/\\documentclass|\\usepackage|\$\$/g)) {
    if (index < from) continue
    const begin = mark === '$$' ? index + 2 : find(BEGIN, index)
    const sign = mark === '$$' ? '$$' : END
    const end = begin === -1 ? -1 : find(sign, begin)
    if (end !== -1) put(index, text.slice(begin, end), end + sign.length)
  }
  return [...out, text.slice(from)].join('')
}
const BEGIN = '\\begin{document}'
const END = '\\end{document}'

const endsWith = (text: string, formula: string) =>
  text.endsWith(formula) && !/[\p{L}\p{N}]$/u.test(text.slice(0, text.length - formula.length))
const beginsWith = (text: string, formula: string) =>
  text.startsWith(formula) && !/^[\p{L}\p{N}]/u.test(text.slice(formula.length))

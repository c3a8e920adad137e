import { own } from '#kernel'
import { mathText } from '../math.ts'
import { captionFor, type RawRow } from '../table.ts'
import {
  CITATION,
  DROPPED,
  ENVIRONMENT_ARGUMENTS,
  FLOAT,
  LIST,
  MATH,
  REFERENCE,
  SECTION_LEVELS,
  TABULAR,
} from './commands.ts'
import { ArgumentReader, type Closing, closingEnvironments } from './groups.ts'
import { accented, accentOf, textSignOf } from './signs.ts'
import { type CellSpan, splitTable, tabularBody } from './tabular.ts'

/** What a source says, in reading order. */
export type LatexEvent =
  | { readonly type: 'heading'; readonly level: number; readonly text: string }
  | { readonly type: 'paragraph'; readonly kind: 'prose' | 'caption' | 'list-item'; readonly text: string }
  | { readonly type: 'table'; readonly caption: string | undefined; readonly rows: readonly RawRow[] }

/** A number that references show, with the word that \cref puts before it. */
export interface LabelTarget {
  readonly number: string
  readonly word: string
}

interface Float {
  readonly word: 'Table' | 'Figure'
  readonly captions: string[]
  readonly tables: (readonly RawRow[])[]
  /** Inside a part of it, whose captions have no number of their own. */
  parts: number
}

const MOST_NESTING = 40
const SPECIAL = /[\\$~{}&#`'\n-]/g

/** Reads an expanded source once. `labels` holds what an earlier reading found; this one's are in `found`. */
export class LatexReader {
  readonly events: LatexEvent[] = []
  readonly found = new Map<string, LabelTarget>()
  readonly #text: string
  readonly #arguments: ArgumentReader
  readonly #environments: ReadonlyMap<number, Closing>
  /** First place of a closing sign from where it was last sought. */
  readonly #next = new Map<string, { from: number; at: number }>()
  readonly #labels: ReadonlyMap<string, LabelTarget>
  #buffer: string[] = []
  #kind: 'prose' | 'list-item' = 'prose'
  /** Floats and footnotes that follow the paragraph they stand in. */
  #pending: LatexEvent[] = []
  /** Inside a heading, caption, cell or note nothing ends a paragraph. */
  #inline = 0
  #nesting = 0
  #float: Float | undefined
  #cell: CellSpan | undefined
  readonly #counters = [0, 0, 0, 0]
  #appendix = false
  #chapters = false
  readonly #floats = { Table: 0, Figure: 0 }
  #equations = 0
  #current: LabelTarget = { number: '', word: 'Section' }

  constructor(text: string, labels: ReadonlyMap<string, LabelTarget>) {
    this.#text = text
    this.#arguments = new ArgumentReader(text)
    this.#environments = closingEnvironments(text)
    this.#labels = labels
  }

  read(start: number, end: number): void {
    this.#read(start, end)
    this.#flush()
  }

  /** Text of a range on one line, such as an argument. */
  inline(start: number, end: number): string {
    const outer = this.#buffer
    this.#buffer = []
    this.#inline++
    this.#read(start, end)
    this.#inline--
    const text = this.#buffer.join('')
    this.#buffer = outer
    return text.replace(/\s+/g, ' ').trim()
  }

  /** The argument of a command anywhere in the source, read inline: a title may stand in the preamble. */
  argumentOf(name: string): string | null {
    const pattern = new RegExp(`\\\\${name}(?![A-Za-z@])\\*?`, 'g')
    for (const match of this.#text.matchAll(pattern)) {
      const after = match.index + match[0].length
      const argument = this.#arguments.group(this.#arguments.option(after)?.after ?? after)
      if (argument !== undefined) return this.inline(argument.start, argument.end)
    }
    return null
  }

  #read(start: number, end: number): void {
    if (this.#nesting >= MOST_NESTING) return
    this.#nesting++
    let at = start
    while (at < end) {
      SPECIAL.lastIndex = at
      const next = SPECIAL.exec(this.#text)?.index ?? end
      this.#append(this.#text.slice(at, Math.min(next, end)))
      if (next >= end) break
      at = this.#special(next, end)
    }
    this.#nesting--
  }

  #special(at: number, end: number): number {
    const text = this.#text
    switch (text[at]) {
      case '\\':
        return this.#command(at, end)
      case '$':
        return this.#dollar(at, end)
      case '~':
      case '&':
        this.#append(' ')
        return at + 1
      case '`':
      case "'": {
        const double = text[at + 1] === text[at]
        this.#append(text[at] === '`' ? (double ? '“' : '‘') : double ? '”' : '’')
        return at + (double ? 2 : 1)
      }
      case '-': {
        const dashes = /^-{1,3}/.exec(text.slice(at, at + 3))![0].length
        this.#append(['-', '–', '—'][dashes - 1]!)
        return at + dashes
      }
      case '\n': {
        let next = at + 1
        while (next < end && /[^\S\n]/.test(text[next]!)) next++
        if (text[next] === '\n' && next < end) this.#flush()
        else this.#append(' ')
        return next
      }
      default:
        return at + 1
    }
  }

  #append(text: string): void {
    if (text !== '') this.#buffer.push(text)
  }

  #flush(): void {
    if (this.#inline > 0) {
      this.#append(' ')
      return
    }
    const text = this.#buffer.join('')
    this.#buffer = []
    if (text.trim() !== '') this.events.push({ type: 'paragraph', kind: this.#kind, text })
    this.events.push(...this.#pending.splice(0))
  }

  /** Adds what stands beside the text: after the paragraph under way, or at once where there is none. */
  #aside(events: readonly LatexEvent[]): void {
    this.#pending.push(...events)
    if (this.#inline === 0 && this.#buffer.every((part) => part.trim() === '')) this.#flush()
  }

  #dollar(at: number, end: number): number {
    const double = this.#text[at + 1] === '$'
    const from = at + (double ? 2 : 1)
    for (let next = from; next < end; next++) {
      const sign = this.#text[next]
      if (sign === '\\') next++
      else if (sign === '$') {
        const math = mathText(this.#text.slice(from, next))
        this.#append(double ? ` ${math} ` : math)
        return next + (double && this.#text[next + 1] === '$' ? 2 : 1)
      } else if (sign === '\n' && /^\n[^\S\n]*\n/.test(this.#text.slice(next, next + 40))) break
    }
    return from
  }

  #command(at: number, end: number): number {
    const text = this.#text
    const name = /^\\([A-Za-z@]+\*?)/.exec(text.slice(at, at + 48))?.[1]
    if (name === undefined) return this.#controlSign(at, end)
    const after = at + 1 + name.length
    if (after > end) return end
    const plain = name.replace(/\*$/, '')
    if (plain === 'begin' || plain === 'end') return this.#environment(plain, after, end)
    if (Object.hasOwn(SECTION_LEVELS, plain)) return this.#heading(plain, name !== plain, after, end)
    if (CITATION.test(name)) return this.#cite(after, end)
    if (REFERENCE.test(name)) return this.#reference(plain, after, end)
    const accent = accentOf(name)
    if (accent !== undefined) return this.#accent(accent, after, end)
    switch (plain) {
      case 'par':
        this.#flush()
        return after
      case 'appendix':
        this.#startAppendix()
        return after
      case 'item': {
        this.#flush()
        const label = this.#arguments.option(after, end)
        if (label !== undefined) this.#append(`${this.inline(label.start, label.end)} `)
        return label?.after ?? after
      }
      case 'caption':
      case 'captionof':
      case 'subcaption':
        return this.#caption(plain, name !== plain, after, end)
      case 'footnote':
      case 'footnotetext': {
        const note = this.#arguments.group(this.#arguments.option(after, end)?.after ?? after, end)
        if (note === undefined) return after
        this.#aside([{ type: 'paragraph', kind: 'prose', text: this.inline(note.start, note.end) }])
        return note.after
      }
      case 'label': {
        const key = this.#arguments.group(after, end)
        if (key === undefined) return after
        this.found.set(text.slice(key.start, key.end).trim(), this.#current)
        return key.after
      }
      case 'url':
      case 'nolinkurl': {
        const address = this.#arguments.group(after, end)
        if (address === undefined) return after
        this.#append(text.slice(address.start, address.end).replace(/\\([%#&_~])/g, '$1'))
        return address.after
      }
      case 'href':
        return this.#arguments.group(after, end)?.after ?? after
      case 'verb':
        return this.#verbatim(after, end)
      case 'abstract':
        if (this.#arguments.group(after, end) !== undefined) this.#named('Abstract')
        return after
      case 'xspace':
        if (/^[\p{L}\p{N}(\\$[“"]/u.test(text.slice(after, after + 2))) this.#append(' ')
        return after
      case 'multicolumn':
      case 'multirow':
        return this.#span(plain, after, end)
      case 'ensuremath': {
        const math = this.#arguments.group(after, end)
        if (math === undefined) return after
        this.#append(mathText(text.slice(math.start, math.end)))
        return math.after
      }
      case 'texorpdfstring': {
        const first = this.#arguments.group(after, end)
        const second = first === undefined ? undefined : this.#arguments.group(first.after, end)
        if (first !== undefined) this.#append(this.inline(first.start, first.end))
        return second?.after ?? after
      }
      case 'num':
      case 'SI':
      case 'qty':
        return this.#arguments.option(after, end)?.after ?? after
    }
    const sign = textSignOf(plain)
    if (sign !== undefined) {
      this.#append(sign)
      return Math.min(end, this.#arguments.skipSpace(after))
    }
    if (Object.hasOwn(DROPPED, plain)) return this.#drop(DROPPED[plain]!, after, end)
    // Unknown: its name goes, what is in its braces stays.
    const option = text[after] === '[' ? this.#arguments.option(after, end) : undefined
    const next = option?.after ?? after
    return Math.min(end, text[next] === '{' ? next : this.#arguments.skipSpace(next))
  }

  #controlSign(at: number, end: number): number {
    const sign = this.#text[at + 1] ?? ''
    const accent = accentOf(sign)
    if (sign === '\\') {
      this.#append(' ')
      const star = this.#text[at + 2] === '*' ? at + 3 : at + 2
      return this.#text[star] === '[' ? (this.#arguments.option(star, end)?.after ?? star) : star
    }
    if (sign === '(' || sign === '[') {
      const close = this.#find(sign === '(' ? '\\)' : '\\]', at + 2)
      if (close === -1 || close >= end || close - at > 20_000) return at + 2
      const math = mathText(this.#text.slice(at + 2, close))
      this.#append(sign === '[' ? ` ${math} ` : math)
      return close + 2
    }
    if (accent !== undefined && !/\s/.test(sign)) return this.#accent(accent, at + 2, end)
    if (/^[\s,;:>]$/.test(sign)) this.#append(' ')
    else if (/^[%&$#_{}]$/.test(sign)) this.#append(sign)
    return at + 2
  }

  #accent(mark: string, after: number, end: number): number {
    const argument = this.#arguments.argument(after, end)
    if (argument === undefined) return after
    this.#append(accented(this.inline(argument.start, argument.end), mark))
    return argument.after
  }

  #cite(after: number, end: number): number {
    let at = after
    for (let option = this.#arguments.option(at, end); option !== undefined; ) {
      at = option.after
      option = this.#arguments.option(at, end)
    }
    const keys = this.#arguments.group(at, end)
    if (keys === undefined) return after
    const list = this.#text
      .slice(keys.start, keys.end)
      .split(',')
      .map((key) => key.trim())
    this.#append(`[${list.filter((key) => key !== '').join(', ')}]`)
    return keys.after
  }

  #reference(name: string, after: number, end: number): number {
    const option = name === 'hyperref' ? this.#arguments.option(after, end) : undefined
    if (name === 'hyperref') return option?.after ?? after
    const keys = this.#arguments.group(after, end)
    if (keys === undefined) return after
    const targets = this.#text
      .slice(keys.start, keys.end)
      .split(',')
      .map((key) => this.#labels.get(key.trim()))
    const numbers = targets.map((target) => target?.number || '?').join(', ')
    const word = /^(?:autoref|[Cc]ref)$/.test(name) ? `${targets[0]?.word ?? ''} ` : ''
    this.#append(name === 'eqref' ? `(${numbers})` : `${word.trimStart()}${numbers}`)
    return keys.after
  }

  #heading(name: string, starred: boolean, after: number, end: number): number {
    const short = this.#arguments.option(after, end)
    const title = this.#arguments.group(short?.after ?? after, end)
    if (title === undefined || this.#inline > 0) return after
    this.#flush()
    const number = starred ? '' : this.#number(name)
    const text = this.inline(title.start, title.end)
    this.events.push({ type: 'heading', level: SECTION_LEVELS[name]!, text: `${number} ${text}` })
    this.#flush()
    return title.after
  }

  #number(name: string): string {
    if (name === 'chapter') this.#chapters = true
    const level = ['chapter', 'section', 'subsection', 'subsubsection'].indexOf(name)
    if (level === -1) return ''
    this.#counters[level]!++
    this.#counters.fill(0, level + 1)
    const from = this.#chapters ? 0 : 1
    const parts = this.#counters.slice(from, level + 1).map(String)
    if (this.#appendix) parts[0] = String.fromCharCode(64 + Math.min(26, Number(parts[0])))
    const number = parts.join('.')
    this.#current = { number, word: this.#appendix ? 'Appendix' : 'Section' }
    return this.#appendix && level === from ? `Appendix ${number}` : number
  }

  #startAppendix(): void {
    this.#flush()
    if (!this.#appendix) this.#counters.fill(0)
    this.#appendix = true
  }

  #named(heading: string): void {
    this.#flush()
    this.events.push({ type: 'heading', level: 3, text: heading })
  }

  #caption(name: string, starred: boolean, after: number, end: number): number {
    const kind = name === 'captionof' ? this.#arguments.group(after, end) : undefined
    const from = kind?.after ?? after
    const caption = this.#arguments.group(this.#arguments.option(from, end)?.after ?? from, end)
    if (caption === undefined) return after
    const named = kind === undefined ? undefined : this.#text.slice(kind.start, kind.end)
    const word = named === 'table' ? 'Table' : named === 'figure' ? 'Figure' : this.#float?.word
    let number = ''
    if (word !== undefined && !starred && name !== 'subcaption' && (this.#float?.parts ?? 0) === 0) {
      const count = ++this.#floats[word]
      this.#current = { number: String(count), word }
      number = `${word} ${count}: `
    }
    const text = number + this.inline(caption.start, caption.end)
    if (this.#float === undefined) this.#aside([{ type: 'paragraph', kind: 'caption', text }])
    else this.#float.captions.push(text)
    return caption.after
  }

  #verbatim(after: number, end: number): number {
    const sign = this.#text[after]
    if (sign === undefined || /\s/.test(sign)) return after
    const within = this.#text.slice(after + 1, Math.min(end, after + 500)).indexOf(sign)
    if (within === -1) return after
    const close = after + 1 + within
    this.#append(this.#text.slice(after + 1, close))
    return close + 1
  }

  #span(name: string, after: number, end: number): number {
    let at = after
    const options = () => {
      for (let option = this.#arguments.option(at, end); option !== undefined; ) {
        at = option.after
        option = this.#arguments.option(at, end)
      }
    }
    options()
    const count = this.#arguments.argument(at, end)
    if (count === undefined) return after
    const value = Number.parseInt(this.#text.slice(count.start, count.end), 10)
    if (this.#cell !== undefined && value > 1)
      this.#cell[name === 'multicolumn' ? 'columns' : 'rows'] = Math.min(value, 1000)
    at = count.after
    options()
    const format = this.#arguments.argument(at, end)
    at = format?.after ?? at
    options()
    return at
  }

  #drop(count: number, after: number, end: number): number {
    let at = after
    for (let dropped = 0; ; dropped++) {
      // \cmidrule(lr){2-3}
      if (this.#text[at] === '(')
        at += /^\([^()\n]{0,20}\)/.exec(this.#text.slice(at, at + 24))?.[0].length ?? 0
      for (let option = this.#arguments.option(at, end); option !== undefined; ) {
        at = option.after
        option = this.#arguments.option(at, end)
      }
      const group = dropped < count ? this.#arguments.group(at, end) : undefined
      if (group === undefined) return at
      at = group.after
    }
  }

  #environment(which: 'begin' | 'end', after: number, end: number): number {
    const argument = this.#arguments.group(after, end)
    if (argument === undefined) return after
    const name = this.#text.slice(argument.start, argument.end).trim()
    if (which === 'end') {
      this.#flush()
      if (LIST.test(name)) this.#kind = 'prose'
      return argument.after
    }
    if (MATH.test(name)) return this.#equation(name, argument.after, end)
    if (FLOAT.test(name) && this.#float === undefined) return this.#readFloat(name, argument.after, end)
    if (TABULAR.test(name)) return this.#tabular(name, argument.after, end)
    if (name === 'abstract') this.#named('Abstract')
    else this.#flush()
    if (name === 'appendices' || name === 'appendix') this.#startAppendix()
    if (LIST.test(name)) this.#kind = 'list-item'
    if (/^sub(?:figure|table)/.test(name) && this.#float !== undefined) {
      const close = this.#closing(argument.after, end)
      this.#float.parts++
      this.#read(this.#drop(1, argument.after, close.before), close.before)
      this.#float.parts--
      return close.after
    }
    return this.#drop(own(ENVIRONMENT_ARGUMENTS, name) ?? 0, argument.after, end)
  }

  /** The end of the environment whose \begin{...} ends at a place; the end of the range if it has none. */
  #closing(from: number, end: number): Closing {
    const closing = this.#environments.get(from)
    return closing === undefined || closing.after > end ? { before: end, after: end } : closing
  }

  /** First place of a sign; sought again only when passed. */
  #find(sign: string, from: number): number {
    const known = this.#next.get(sign)
    if (known !== undefined && known.from <= from && (known.at === -1 || known.at >= from)) return known.at
    const at = this.#text.indexOf(sign, from)
    this.#next.set(sign, { from, at })
    return at
  }

  #equation(name: string, from: number, end: number): number {
    const { before: close, after } = this.#closing(from, end)
    // Without its end it is no equation.
    if (close === end) return from
    if (!name.endsWith('*') && name !== 'math' && name !== 'displaymath') {
      // Rows have numbers of their own, unless they say that they have none.
      const rows = /^(?:equation|multline|dmath)$/.test(name) ? 1 : Number.POSITIVE_INFINITY
      let row = { from: this.#equations + 1, done: 0, bare: false }
      this.#current = { number: String(row.from), word: 'Equation' }
      for (const { 0: sign, 1: key } of this.#text
        .slice(from, close)
        .matchAll(/\\label\s*\{([^{}]{1,200})\}|\\(?:nonumber|notag)(?![A-Za-z])|\\\\/g)) {
        if (key !== undefined) this.found.set(key.trim(), this.#current)
        else if (sign !== '\\\\') row = { ...row, bare: true }
        else if (row.done + 1 < rows) {
          row = { from: row.from + (row.bare ? 0 : 1), done: row.done + 1, bare: false }
          this.#current = { number: String(row.from), word: 'Equation' }
        }
      }
      this.#equations = row.from - (row.bare ? 1 : 0)
    }
    const start = /^(?:x?alignat|IEEEeqnarray)\*?$/.test(name)
      ? (this.#arguments.group(from, close)?.after ?? from)
      : from
    this.#append(` ${mathText(this.#text.slice(start, close))} `)
    return after
  }

  #readFloat(name: string, from: number, end: number): number {
    const { before: close, after } = this.#closing(from, end)
    const word = name.includes('figure') ? 'Figure' : 'Table'
    const [outer, kind, pending, inline] = [this.#buffer, this.#kind, this.#pending, this.#inline]
    const before = this.events.length
    const float: Float = { word, captions: [], tables: [], parts: 0 }
    this.#float = float
    this.#buffer = []
    this.#kind = 'prose'
    this.#pending = []
    this.#inline = 0
    if (name.startsWith('longtable')) this.#tabular(name, from, end)
    else this.#read(this.#drop(/^wrap/.test(name) ? 2 : 0, from, close), close)
    this.#flush()
    this.#float = undefined
    this.#buffer = outer
    this.#kind = kind
    this.#pending = pending
    this.#inline = inline
    const rest = this.events.splice(before)
    this.#aside([
      ...float.captions.map((text) => ({ type: 'paragraph' as const, kind: 'caption' as const, text })),
      ...float.tables.map((rows, index) => ({
        type: 'table' as const,
        caption: captionFor(float.captions, float.tables.length, index),
        rows,
      })),
      ...rest,
    ])
    return after
  }

  #tabular(name: string, from: number, end: number): number {
    const { before: close, after } = this.#closing(from, end)
    const body = tabularBody(this.#arguments, name, from, close)
    if (this.#inline > 0) {
      this.#read(body, close)
      return after
    }
    const outer = this.#cell
    const rows = splitTable(this.#text, body, close, (start, stop) => {
      const span: CellSpan = { rows: 1, columns: 1 }
      this.#cell = span
      const text = this.inline(start, stop)
      return { ...span, text }
    })
    this.#cell = outer
    if (this.#float !== undefined) this.#float.tables.push(rows)
    else this.#aside([{ type: 'table', caption: undefined, rows }])
    return after
  }
}

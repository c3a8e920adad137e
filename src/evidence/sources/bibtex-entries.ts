/** An entry as it is written. */
export interface BibtexEntry {
  readonly key: string
  /** In small letters, without "@". */
  readonly type: string
  readonly line: number
  /** Values by name in small letters, abbreviations filled in, LaTeX as it is. */
  readonly fields: ReadonlyMap<string, string>
}

interface Begin {
  readonly at: number
  /** Index of the brace or bracket behind the type. */
  readonly open: number
  readonly type: string
  readonly line: number
  /** First begin behind this one that has a line of its own. */
  cut: number
}

/**
 * Entries of BibTeX, found by their braces. Comments, preambles and lines that begin with "%" hold none. An entry that is
 * never closed before the next begins is a problem with its line, and so is what cannot be read of one; the rest of the file is
 * read all the same. Takes linear time.
 */
export function bibtexEntries(text: string): { entries: BibtexEntry[]; problems: string[] } {
  const closes = closingBraces(text)
  const entries: BibtexEntry[] = []
  const problems: string[] = []
  const strings = new Map<string, string>()
  let from = 0
  for (const { at, open, type, line, cut } of beginsOf(text)) {
    if (at < from) continue
    const braces = text[open] === '{'
    const end = braces ? (closes.get(open) ?? text.length) : closingBracket(text, open, closes, cut)
    if (type === 'comment') {
      if (end === text.length) problems.push(`line ${line}: a comment is never closed`)
      else from = end + 1
      continue
    }
    const reader = new FieldReader(text, open + 1, Math.min(end, cut), closes, strings)
    const key = type === 'string' || type === 'preamble' ? '' : reader.key()
    const name = key === '' ? `@${type}` : `entry "${key}"`
    from = Math.min(end + 1, cut)
    if (end >= cut) problems.push(`line ${line}: ${name} is never closed`)
    else if (type !== 'preamble') {
      const fields = reader.fields()
      if (reader.stopped !== null)
        problems.push(`line ${line}: ${name} cannot be read from "${reader.stopped}" on`)
      if (type === 'string') for (const [abbreviation, value] of fields) strings.set(abbreviation, value)
      else if (fields.size > 0) entries.push({ key: key || `line-${line}`, type, line, fields })
      else if (reader.stopped === null) problems.push(`line ${line}: ${name} has no fields`)
    }
  }
  return { entries, problems }
}

function beginsOf(text: string): Begin[] {
  const begins: (Begin & { readonly alone: boolean })[] = []
  let line = 0
  let nextLine = 0
  let first = 0
  for (const { 0: whole, 1: type, index: at } of text.matchAll(/@\s*([a-z]+)\s*[{(]/gi)) {
    for (; nextLine <= at; line++) {
      const blanks = /[ \t]*/y
      blanks.lastIndex = nextLine
      first = nextLine + blanks.exec(text)![0].length
      const end = text.indexOf('\n', first)
      nextLine = end === -1 ? Number.POSITIVE_INFINITY : end + 1
    }
    if (text[first] !== '%')
      begins.push({
        at,
        open: at + whole.length - 1,
        type: type!.toLowerCase(),
        line,
        cut: 0,
        alone: first === at,
      })
  }
  let cut = text.length
  for (const begin of begins.toReversed()) {
    begin.cut = cut
    if (begin.alone) cut = begin.at
  }
  return begins
}

/** Where each brace is closed. */
function closingBraces(text: string): ReadonlyMap<number, number> {
  const closes = new Map<number, number>()
  const open: number[] = []
  for (const { 0: brace, index } of text.matchAll(/[{}]/g)) {
    if (brace === '{') open.push(index)
    else {
      const begin = open.pop()
      if (begin !== undefined) closes.set(begin, index)
    }
  }
  return closes
}

/** Where an entry in round brackets ends: at the first that stands in neither braces nor quotes. */
function closingBracket(
  text: string,
  open: number,
  closes: ReadonlyMap<number, number>,
  limit: number,
): number {
  for (let at = open + 1; at < limit; at++) {
    if (text[at] === ')') return at
    if (text[at] === '{') at = closes.get(at) ?? limit
    else if (text[at] === '"') at = closingQuote(text, at, limit, closes) ?? limit
  }
  return text.length
}

/** The quote that ends the one at `at`; braces between them are closed. */
function closingQuote(
  text: string,
  at: number,
  limit: number,
  closes: ReadonlyMap<number, number>,
): number | undefined {
  for (let next = at + 1; next < limit; next++) {
    if (text[next] === '{') next = closes.get(next) ?? limit
    else if (text[next] === '"') return next
  }
  return undefined
}

class FieldReader {
  /** What stands where no field could be read. */
  stopped: string | null = null
  readonly #text: string
  readonly #end: number
  readonly #closes: ReadonlyMap<number, number>
  readonly #strings: ReadonlyMap<string, string>
  #at: number

  constructor(
    text: string,
    from: number,
    end: number,
    closes: ReadonlyMap<number, number>,
    strings: ReadonlyMap<string, string>,
  ) {
    this.#text = text
    this.#at = from
    this.#end = end
    this.#closes = closes
    this.#strings = strings
  }

  /** The key before the first comma; blank where fields begin at once. */
  key(): string {
    return this.#take(/\s*([^\s,={}"][^,={}"\n]*),/y, 1)?.trim() ?? ''
  }

  fields(): ReadonlyMap<string, string> {
    const fields = new Map<string, string>()
    for (;;) {
      this.#take(/[\s,]*/y, 0)
      if (this.#at >= this.#end) return fields
      const place = this.#at
      const name = this.#take(/([a-z][\w:+.-]*)\s*=\s*/iy, 1)
      const value = name === undefined ? undefined : this.#value()
      if (value === undefined) {
        this.stopped ??= this.#text
          .slice(place, Math.min(this.#end, place + 30))
          .replace(/\s+/g, ' ')
          .trim()
        // The next field that begins behind a comma or on a line of its own may be read again.
        this.#at = place + 1
        if (this.#take(/[^,\n]*[,\n]/y, 0) === undefined) return fields
      } else if (!fields.has(name!.toLowerCase())) fields.set(name!.toLowerCase(), value)
    }
  }

  /** Parts joined by "#". */
  #value(): string | undefined {
    let value = ''
    do {
      const part = this.#part()
      if (part === undefined) return undefined
      value += part
    } while (this.#take(/\s*#\s*/y, 0) !== undefined)
    return value
  }

  #part(): string | undefined {
    const at = this.#at
    if (this.#text[at] === '{') {
      const close = this.#closes.get(at) ?? Number.POSITIVE_INFINITY
      if (close > this.#end) return undefined
      this.#at = close + 1
      return this.#text.slice(at + 1, close)
    }
    if (this.#text[at] === '"') {
      const close = closingQuote(this.#text, at, this.#end, this.#closes)
      if (close === undefined) return undefined
      this.#at = close + 1
      return this.#text.slice(at + 1, close)
    }
    const word = this.#take(/[^\s#,{}"=()\\]+/y, 0)
    return word === undefined ? undefined : (this.#strings.get(word.toLowerCase()) ?? word)
  }

  /** Group `group` of a pattern that fits here, and stands there no more; undefined where it does not fit. */
  #take(pattern: RegExp, group: number): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found === null || pattern.lastIndex > this.#end) return undefined
    this.#at = pattern.lastIndex
    return found[group]
  }
}

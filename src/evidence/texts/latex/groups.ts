/** For every opening brace the place of its closing one, -1 where there is none; 0 elsewhere. One pass over the text. */
export function closingBraces(text: string): Int32Array {
  const closing = new Int32Array(text.length)
  const open: number[] = []
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at)
    if (sign === 92) at++
    else if (sign === 123) open.push(at)
    else if (sign === 125) {
      const begin = open.pop()
      if (begin !== undefined) closing[begin] = at
    }
  }
  for (const begin of open) closing[begin] = -1
  return closing
}

const MOST_OPTION = 600

/** Where an environment ends: before and after its \end{...}. */
export interface Closing {
  readonly before: number
  readonly after: number
}

/** The end of every environment that has one, by the place after its \begin{...}. One pass over the text. */
export function closingEnvironments(text: string): Map<number, Closing> {
  const closing = new Map<number, Closing>()
  const open = new Map<string, number[]>()
  for (const match of text.matchAll(/\\(begin|end)\s{0,20}\{([^{}\n]{1,60})\}/g)) {
    const name = match[2]!.trim()
    const after = match.index + match[0].length
    if (match[1] === 'begin') {
      const places = open.get(name)
      if (places === undefined) open.set(name, [after])
      else places.push(after)
    } else {
      const begin = open.get(name)?.pop()
      if (begin !== undefined) closing.set(begin, { before: match.index, after })
    }
  }
  return closing
}

/** Reads arguments of commands in a text. Ranges are half-open and without their braces. */
export class ArgumentReader {
  readonly text: string
  readonly #closing: Int32Array

  constructor(text: string) {
    this.text = text
    this.#closing = closingBraces(text)
  }

  skipSpace(at: number): number {
    let next = at
    while (next < this.text.length && /\s/.test(this.text[next]!)) next++
    // A blank line ends the search for an argument.
    return /\n[^\S\n]*\n/.test(this.text.slice(at, next)) ? at : next
  }

  /** `{...}` at a place, white space before it skipped. */
  group(at: number, end = this.text.length): { start: number; end: number; after: number } | undefined {
    const begin = this.skipSpace(at)
    if (begin >= end || this.text[begin] !== '{') return undefined
    const close = this.#closing[begin]!
    if (close <= begin || close >= end) return undefined
    return { start: begin + 1, end: close, after: close + 1 }
  }

  /** `{...}`, or the next sign or command, as TeX takes an argument. */
  argument(at: number, end = this.text.length): { start: number; end: number; after: number } | undefined {
    const group = this.group(at, end)
    if (group !== undefined) return group
    const begin = this.skipSpace(at)
    if (begin >= end || /[{}]/.test(this.text[begin]!)) return undefined
    const command = /^\\(?:[A-Za-z@]+\*?|[\s\S])/.exec(this.text.slice(begin, begin + 64))
    const after = Math.min(end, begin + (command === null ? 1 : command[0].length))
    return { start: begin, end: after, after }
  }

  /** `[...]` at a place; braces inside protect its closing sign. */
  option(at: number, end = this.text.length): { start: number; end: number; after: number } | undefined {
    const begin = this.skipSpace(at)
    if (this.text[begin] !== '[') return undefined
    const most = Math.min(end, begin + MOST_OPTION)
    for (let next = begin + 1; next < most; next++) {
      const sign = this.text[next]
      if (sign === '\\') next++
      else if (sign === '{') {
        const close = this.#closing[next]!
        if (close > next) next = close
      } else if (sign === ']') return { start: begin + 1, end: next, after: next + 1 }
      else if (sign === '\n' && /^\n[^\S\n]*\n/.test(this.text.slice(next, next + 40))) return undefined
    }
    return undefined
  }
}

import { stemmer } from 'stemmer'
import type { Range } from '../language/sentences.ts'
import { tokens } from '../language/tokens.ts'

/** A word of a text, with names cut at their hyphens: "XLM-R" is two words. */
export interface Word extends Range {
  readonly text: string
  /** What words are compared by: the stem, or the word itself where a stem would be too short to tell words apart. */
  readonly key: string
}

const INNER_BREAK = /[-‐‑–/@+:#]+/u
const NOT_PLAIN = /[-‐‑–/@+:#'’]/u

/** The words of a text, in order. */
export function words(text: string): Word[] {
  const found: Word[] = []
  for (const token of tokens(text)) {
    if (!NOT_PLAIN.test(token.text)) {
      found.push({ text: token.text, start: token.start, end: token.end, key: keyOf(token.norm, token.stem) })
      continue
    }
    const plain = token.text.replace(/['’]s?$/u, '')
    let start = token.start
    for (const part of plain.split(INNER_BREAK)) {
      if (part !== '') {
        start = text.indexOf(part, start)
        found.push({ text: part, start, end: start + part.length, key: partKey(part) })
        start += part.length
      }
    }
  }
  return found
}

function partKey(part: string): string {
  const token = tokens(part)[0]
  return token === undefined ? part.toLowerCase() : keyOf(token.norm, token.stem)
}

/** "generalise" and "generalisation" are compared as they are spelled with "z". */
const BRITISH = /^([a-z]{3,})is(e|es|ed|ing|ation|ations)$/

/** "news" and "new" share the stem "new": short stems prove nothing. */
function keyOf(norm: string, stem: string): string {
  const own = BRITISH.test(norm) ? stemmer(norm.replace(BRITISH, '$1iz$2')) : stem
  return own.length > 3 ? own : norm
}

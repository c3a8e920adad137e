import { stemmer } from 'stemmer'
import type { Range } from './sentences.ts'

/** A word, number or name, with its place in the text. */
export interface Token extends Range {
  readonly text: string
  /** NFKC, lower case, typographic hyphens and quotes as plain ones. */
  readonly norm: string
  /** Porter stem of plain English words, else `norm`. */
  readonly stem: string
}

/** Numbers with separators, words with inner hyphens, points and apostrophes; `8.2`, `1,104,934`, `XLM-R`, `v2.0` stay whole. */
const TOKEN =
  /[\p{L}\p{M}\p{N}]+(?:[.,:/'’‐‑–-][\p{L}\p{M}\p{N}]+|[+@#](?=[\p{L}\p{N}\s.,;)]|$))*[%‰]?|[<>=≤≥≈±%‰]/gu

export const normalize = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/[‘’ʼ]/g, "'")
    .replace(/[“”]/g, '"')
    .toLowerCase()

/** Tokens in order. Not one sign of a token is lost: `text` is the slice at its place. */
export function tokens(text: string): Token[] {
  return [...text.matchAll(TOKEN)].map((match) => {
    const norm = normalize(match[0])
    const stem = /^[a-z]+$/.test(norm) ? stemmer(norm) : norm
    return { text: match[0], start: match.index, end: match.index + match[0].length, norm, stem }
  })
}

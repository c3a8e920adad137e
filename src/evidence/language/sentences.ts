import { stopsInside } from './abbreviations.ts'

/** Half-open range of UTF-16 code units. */
export interface Range {
  readonly start: number
  readonly end: number
}

/**
 * Where a sentence may end: enders with the closing signs after them and citation numbers ("found.[1,2]"), or a blank
 * line. Thai has no ender; its paragraphs stay whole unless they use one of these.
 */
const ENDER =
  /(?:\.[ \u00a0](?=\.)|[.!?…‼⁇⁈⁉]|[。！？｡．।॥؟۔܀።፧፨։။။།༎។៕᠃᠉๚๛꓿])+(?:["'”’»›)\]}」』）】》〉］]|\[\d+(?:[,–-]\s?\d+)*\])*|\n[^\S\n]*\n/gu

/** Scripts that put no space after an ender. */
const NO_SPACE = /[。！？｡．།༎។៕။။๚๛]/u

/**
 * Sentences of one paragraph, white space around them left out; together they cover everything else. Full stops of
 * abbreviations, initials, decimals and list numbers end nothing, nor does one before a small letter. Rules of our own
 * and not the platform's, whose breaks differ between versions and cost more than linear time.
 */
export function sentences(paragraph: string): Range[] {
  const ranges: Range[] = []
  let from = 0
  const close = (end: number) => {
    const text = paragraph.slice(from, end)
    const start = from + (text.length - text.trimStart().length)
    const last = from + text.trimEnd().length
    if (start < last) ranges.push({ start, end: last })
    from = end
  }
  for (const match of paragraph.matchAll(ENDER)) {
    const end = match.index + match[0].length
    if (end < paragraph.length && ends(paragraph, from, match.index, end)) close(end)
  }
  close(paragraph.length)
  return ranges
}

function ends(paragraph: string, from: number, at: number, end: number): boolean {
  const signs = paragraph.slice(at, end)
  if (signs.startsWith('\n')) return true
  const next = paragraph.slice(end, end + 32)
  if (NO_SPACE.test(signs)) return joins(signs, next.trimStart())
  const after = next.trimStart()
  if (after === next && after !== '') return false
  if (after === '') return true
  if (/^\p{Ll}/u.test(after) && !/^\p{Ll}{1,5}\p{Lu}/u.test(after)) return false
  if (/^[,;:)\]%]/.test(after)) return false
  if (signs !== '.') return true
  if (at - from <= 8 && /^\s*(?:\d+(?:\.\d+)*|[ivxIVX]+|[A-Za-z])$/u.test(paragraph.slice(from, at)))
    return false
  return !stopsInside(paragraph.slice(Math.max(from, at - 24), at), after)
}

/** After an ender without a space: a quote that the sentence goes on after (「…。」と), or a decimal point. */
function joins(signs: string, after: string): boolean {
  if (/[」』]$/u.test(signs) && /^[とはがをに、]/u.test(after)) return false
  return !(/^．$/u.test(signs) && /^\p{Nd}/u.test(after))
}

import type { Protocol } from '../bundle/protocol.ts'
import type { Range } from '../language/sentences.ts'
import { type Word, words } from './words.ts'

/** A place of a text that speaks of a facet. */
export interface FacetMatch extends Range {
  readonly facet: string
  /** `text` of the facet's term; the words that matched may be one of its synonyms. */
  readonly term: string
}

interface Pattern {
  readonly facet: string
  readonly term: string
  readonly words: readonly Word[]
  /** Acronyms must stand in the text as such: the data set SICK is not the word "sick". */
  readonly exact: boolean
  /** Adapters are things, adapting is another word: their stem is the same. */
  readonly thing: boolean
}

/** What may stand between two words of one phrase. */
const INSIDE = /^[\s\-‐‑–/@_'’"“”]*$/u
const ACRONYM = /^(?=.*\p{Lu}.*\p{Lu})(?:[\p{Lu}\p{N}]+s?|[\p{L}\p{N}]{2,4})$/u

const compiled = new WeakMap<Protocol['facets'], ReadonlyMap<string, readonly Pattern[]>>()

/**
 * Every place where a text mentions a facet: a term or synonym word by word, on stems, in order, with nothing but blanks
 * and hyphens in between. Never part of a word, nor what "non-" denies. Of mentions of one facet that overlap, the longest counts. In order of
 * place, then of facet.
 */
export function facetMatches(protocol: Pick<Protocol, 'facets'>, text: string): FacetMatch[] {
  const patterns = patternsOf(protocol.facets)
  const there = words(text)
  const free = new Map<string, number>()
  const found: FacetMatch[] = []
  for (const [index, word] of there.entries()) {
    const longest = new Map<string, { pattern: Pattern; end: number }>()
    for (const pattern of patterns.get(word.key) ?? []) {
      const last = there[index + pattern.words.length - 1]
      if (last === undefined || word.start < (free.get(pattern.facet) ?? 0)) continue
      if ((longest.get(pattern.facet)?.end ?? -1) >= last.end) continue
      if (stands(pattern, there, index, text)) longest.set(pattern.facet, { pattern, end: last.end })
    }
    for (const [facet, { pattern, end }] of longest) {
      free.set(facet, end)
      found.push({ facet, term: pattern.term, start: word.start, end })
    }
  }
  return found
}

/** Ids of the facets that a text mentions, in the order of the protocol. */
export function facetsIn(protocol: Pick<Protocol, 'facets'>, text: string): string[] {
  const found = new Set(facetMatches(protocol, text).map(({ facet }) => facet))
  return protocol.facets.map(({ id }) => id).filter((id) => found.has(id))
}

function stands(
  { words: phrase, exact, thing }: Pattern,
  there: readonly Word[],
  from: number,
  text: string,
) {
  const before = there[from - 1]
  if (before?.key === 'non' && text.slice(before.end, there[from]?.start).trim().length > 0) return false
  return phrase.every((word, offset) => {
    const other = there[from + offset]
    if (other === undefined || other.key !== word.key) return false
    if (exact && other.text !== word.text && other.text !== `${word.text}s`) return false
    if (thing && singular(other.text) !== singular(word.text)) return false
    return offset === 0 || INSIDE.test(text.slice(there[from + offset - 1]?.end, other.start))
  })
}

const singular = (word: string) => word.toLowerCase().replace(/s$/, '')

function patternsOf(facets: Protocol['facets']): ReadonlyMap<string, readonly Pattern[]> {
  const known = compiled.get(facets)
  if (known !== undefined) return known
  const patterns = new Map<string, Pattern[]>()
  for (const { id, terms } of facets) {
    for (const { text, synonyms } of terms) {
      for (const phrase of new Set([text, ...synonyms])) {
        const list = words(phrase)
        const first = list[0]
        if (first === undefined) continue
        const pattern = {
          facet: id,
          term: text,
          words: list,
          exact: list.length === 1 && ACRONYM.test(phrase),
          thing: list.length === 1 && /[a-z]{3}ers?$/i.test(phrase),
        }
        patterns.set(first.key, [...(patterns.get(first.key) ?? []), pattern])
      }
    }
  }
  compiled.set(facets, patterns)
  return patterns
}

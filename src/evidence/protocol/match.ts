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
  /** Before the words with these numbers others may stand: "intermediate … training". */
  readonly gaps: ReadonlySet<number>
  /** Acronyms must stand in the text as such: the data set SICK is not the word "sick". */
  readonly exact: boolean
  /** Adapters are things, adapting is another word: their stem is the same. */
  readonly thing: boolean
}

/** What may stand between two words of one phrase. */
const INSIDE = /^[\s\-‐‑–/@_'’"“”]*$/u
/** The same around what stands in a gap: "intermediate (NLI) training". */
const AROUND = /^[\s\-‐‑–/@_'’"“”()]*$/u
const MOST_IN_GAP = 3
/** What joins two things: a gap holds only what says more of the one. */
const JOINING = new Set(
  'of in on for to with by from at as is are was were that which not no during after before than between into'.split(
    ' ',
  ),
)
const ACRONYM = /^(?=.*\p{Lu}.*\p{Lu})(?:[\p{Lu}\p{N}]+s?|[\p{L}\p{N}]{2,4})$/u

const compiled = new WeakMap<Protocol['facets'], ReadonlyMap<string, readonly Pattern[]>>()

/**
 * Every place where a text mentions a facet: a term or synonym word by word, on stems, in order, with nothing but blanks
 * and hyphens in between; for "…" in it, one to three words that are no prepositions or verbs. Never part of
 * a word, nor what "non-" denies. Of mentions of one facet that overlap, the longest counts. In order of place, then of facet.
 */
export function facetMatches(protocol: Pick<Protocol, 'facets'>, text: string): FacetMatch[] {
  const patterns = patternsOf(protocol.facets)
  const there = words(text)
  const free = new Map<string, number>()
  const found: FacetMatch[] = []
  for (const [index, word] of there.entries()) {
    const longest = new Map<string, { pattern: Pattern; end: number }>()
    for (const pattern of patterns.get(word.key) ?? []) {
      if (word.start < (free.get(pattern.facet) ?? 0)) continue
      const last = lastWord(pattern, there, index, text)
      if (last !== null && (longest.get(pattern.facet)?.end ?? -1) < last.end)
        longest.set(pattern.facet, { pattern, end: last.end })
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

/** The word with which a phrase that begins at `from` ends; null where it does not stand there. */
function lastWord(pattern: Pattern, there: readonly Word[], from: number, text: string): Word | null {
  const before = there[from - 1]
  if (before?.key === 'non' && text.slice(before.end, there[from]?.start).trim().length > 0) return null
  let at = from
  for (const [offset, word] of pattern.words.entries()) {
    if (offset > 0)
      at = pattern.gaps.has(offset) ? overGap(pattern, word, there, at, text) : next(there, at, text, INSIDE)
    const other = there[at]
    if (other === undefined || !same(pattern, word, other)) return null
  }
  return there[at] ?? null
}

function same({ exact, thing }: Pattern, word: Word, other: Word): boolean {
  if (other.key !== word.key) return false
  if (exact && other.text !== word.text && other.text !== `${word.text}s`) return false
  return !thing || singular(other.text) === singular(word.text)
}

/** Index of the next word, -1 where something else stands between. */
function next(there: readonly Word[], at: number, text: string, between: RegExp): number {
  const following = there[at + 1]
  return following !== undefined && between.test(text.slice(there[at]!.end, following.start)) ? at + 1 : -1
}

/** Index of `word` behind a gap, -1 where it is not there. */
function overGap(pattern: Pattern, word: Word, there: readonly Word[], from: number, text: string): number {
  let at = from
  for (let skipped = 0; skipped <= MOST_IN_GAP; skipped++) {
    at = next(there, at, text, AROUND)
    const other = there[at]
    if (other === undefined || (skipped > 0 && sameForm(pattern, word, other))) return at
    if (JOINING.has(other.text.toLowerCase())) return -1
  }
  return -1
}

/** Behind a gap, "training" is not "trained". */
const sameForm = (pattern: Pattern, word: Word, other: Word) =>
  same(pattern, word, other) && (!/ing$/i.test(word.text) || /ing$/i.test(other.text))

const singular = (word: string) => word.toLowerCase().replace(/s$/, '')

function patternsOf(facets: Protocol['facets']): ReadonlyMap<string, readonly Pattern[]> {
  const known = compiled.get(facets)
  if (known !== undefined) return known
  const patterns = new Map<string, Pattern[]>()
  for (const { id, terms } of facets) {
    for (const { text, synonyms } of terms) {
      for (const phrase of new Set([text, ...synonyms])) {
        const parts = phrase.split('…').map(words)
        const list = parts.flat()
        const first = list[0]
        if (first === undefined) continue
        const pattern = {
          facet: id,
          term: text,
          words: list,
          gaps: gapsOf(parts),
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

/** Numbers of the words before which a phrase has its gaps. */
function gapsOf(parts: readonly (readonly Word[])[]): ReadonlySet<number> {
  const gaps = new Set<number>()
  let count = 0
  for (const part of parts.slice(0, -1)) {
    count += part.length
    gaps.add(count)
  }
  return gaps
}

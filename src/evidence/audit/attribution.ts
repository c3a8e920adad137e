import { type ClaimEntry, claimLibrary, LIBRARY_SOURCES } from '#experiments'
import type { TextDocument } from '../bundle/texts.ts'
import type { Work } from '../bundle/works.ts'
import { sentences } from '../language/sentences.ts'
import { alignedShare, contentWords, printKey } from './alignment.ts'

/** A sentence that a claim may come from. */
export interface SourceSentence {
  readonly work: string
  readonly text: string
  readonly key: string
  readonly words: readonly string[]
  readonly vocabulary: ReadonlySet<string>
  /** Claim of the library that it is. */
  readonly entry: ClaimEntry | null
}

/** Ids under which a work of the library is also known lead to its own. */
const CANONICAL = new Map(LIBRARY_SOURCES.flatMap(({ id, also }) => also.map((other) => [other, id])))

/** Id of a work without a version; of several ids of one work, the one that the library uses. */
export function canonicalWork(id: string): string {
  const base = id.replace(/^(arxiv:.*?)v\d+$/, '$1')
  return CANONICAL.get(base) ?? base
}

/** Every sentence that claims are held against: the library's, as written and as seen, then those of given texts. */
export function sourceSentences(
  works: readonly Work[],
  documents: readonly TextDocument[],
): readonly SourceSentence[] {
  const sentence = (work: string, text: string, entry: ClaimEntry | null): SourceSentence => {
    const words = contentWords(text)
    return { work: canonicalWork(work), text, key: printKey(text), words, vocabulary: new Set(words), entry }
  }
  const abstracts = works.flatMap(({ id, abstract }) =>
    abstract === null
      ? []
      : sentences(abstract).map((range) => sentence(id, abstract.slice(range.start, range.end), null)),
  )
  const texts = documents.flatMap(({ work, text, paragraphs }) =>
    paragraphs.flatMap(({ start, end }) => {
      const paragraph = text.slice(start, end)
      return sentences(paragraph).map((range) =>
        sentence(work, paragraph.slice(range.start, range.end), null),
      )
    }),
  )
  return [
    ...claimLibrary().claims.flatMap((entry) =>
      [entry.text, ...entry.seen].map((text) => sentence(entry.source, text, entry)),
    ),
    ...abstracts,
    ...texts,
  ]
}

export interface Attribution {
  readonly work: string
  /** Share of the claim's content words that the sentence has in order. */
  readonly share: number
  readonly sentence: string
}

const LEAST_SHARE = 0.6
const LEAST_WORDS = 4

/**
 * The work that a claim most likely comes from, by its words; null where no known sentence is close. Claims of the library
 * count by their whole sentences only, not by how reports print them.
 */
export function attribute(text: string, cut: boolean, pool: readonly SourceSentence[]): Attribution | null {
  const words = contentWords(text, cut)
  let best: Attribution | null = null
  const least = Math.max(LEAST_WORDS, LEAST_SHARE * words.length)
  for (const { work, words: other, vocabulary, text: sentence, entry } of pool) {
    if (entry !== null && entry.text !== sentence) continue
    // Words in any order are quickly counted, and never fewer than those in order.
    if (words.filter((word) => vocabulary.has(word)).length < least) continue
    const share = alignedShare(words, other)
    if (share * words.length < least) continue
    if (best === null || share > best.share) best = { work, share, sentence }
  }
  return best
}

export interface Restored {
  readonly text: string
  readonly complete: boolean
  readonly work: string
  /** What the words rest on. */
  readonly basis: string
  readonly entry: ClaimEntry | null
}

const NUMBER = /^\d/
/** Characters below which many sentences begin alike. */
const LEAST_START = 30

/** The whole sentence of a claim that is cut or quoted: the library's, else the sentence of a text that it begins. */
export function restore(text: string, cut: boolean, pool: readonly SourceSentence[]): Restored | null {
  const key = printKey(text)
  const words = contentWords(text, cut)
  const whole = ({ entry, text: sentence, work }: SourceSentence): Restored => ({
    text: entry?.text ?? sentence,
    complete: entry?.complete ?? true,
    work,
    basis: entry === null ? 'the text itself' : (entry.basis ?? 'the source, word for word'),
    entry,
  })
  const same = pool.find((each) => each.key === key)
  if (same !== undefined) return whole(same)
  const begun = cut && key.length >= LEAST_START ? pool.find((each) => each.key.startsWith(key)) : undefined
  if (begun !== undefined) return whole(begun)
  const close = pool.find(
    (each) =>
      each.entry !== null &&
      words.length >= LEAST_WORDS &&
      alignedShare(words, each.words) >= 0.9 &&
      alignedShare(each.words, words) >= 0.6 &&
      words.every((word) => !NUMBER.test(word) || each.words.includes(word)),
  )
  return close === undefined ? null : whole(close)
}

import type { Protocol } from '../bundle/protocol.ts'
import { sharesWords } from '../language/shared-words.ts'
import { contentStems } from '../language/stems.ts'
import { bm25 } from './bm25.ts'
import type { Meaning } from './meaning.ts'

/** How near a text is to the question. */
export interface Nearness {
  /** BM25 of its words, rounded to four decimals; 0: it has no content word of the question. */
  readonly words: number
  /** Cosine of its vector; null: no encoder has read it. */
  readonly meaning: number | null
  /** Place by both together, from 1. */
  readonly rank: number
}

/** Constant of reciprocal rank fusion (Cormack et al. 2009). */
const K = 60
/** What is looked for: the words of the question, and those of the other names of its parts. */
const queryOf = ({ question, parts }: Pick<Protocol, 'question' | 'parts'>): string[] =>
  contentStems([question, ...parts.flatMap(({ names }) => names)].join(' '))

type Sought = Pick<Protocol, 'question' | 'parts' | 'meaning'>

/**
 * BM25 of each text against the question and the other names of its parts. Where an encoder ranks too and the question is
 * in another language than all texts, what is shared by chance counts for nothing.
 */
export function wordScores(protocol: Sought, texts: readonly string[]): number[] {
  if (protocol.meaning !== null && !sharesWords(protocol.question, texts)) return texts.map(() => 0)
  const scores = bm25(texts.map(contentStems)).score(queryOf(protocol))
  return texts.map((_, at) => Math.round((scores.get(at) ?? 0) * 1e4) / 1e4)
}

/**
 * Reciprocal rank fusion of words, meaning and, where they are given, places of what the texts belong to; ties go to the
 * text that comes first.
 */
export function fuse(
  words: readonly number[],
  meaning: readonly (number | null)[],
  within: readonly (number | null)[] = [],
): Nearness[] {
  const byWords = places(words, (score) => score > 0)
  const byMeaning = places(
    meaning.map((score) => score ?? Number.NEGATIVE_INFINITY),
    (score) => Number.isFinite(score),
  )
  const fused = words.map(
    (_, at) => reciprocal(byWords[at]) + reciprocal(byMeaning[at]) + reciprocal(within[at] ?? undefined),
  )
  const rank = places(fused, () => true)
  return words.map((score, at) => ({ words: score, meaning: meaning[at] ?? null, rank: rank[at]! }))
}

const reciprocal = (place: number | undefined): number => (place === undefined ? 0 : 1 / (K + place))

/** Place of each score from the highest, 1; undefined for what has none. Equal scores go in order. */
function places(scores: readonly number[], has: (score: number) => boolean): (number | undefined)[] {
  const out: (number | undefined)[] = scores.map(() => undefined)
  scores
    .map((score, at) => ({ score, at }))
    .filter(({ score }) => has(score))
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .forEach(({ at }, place) => {
      out[at] = place + 1
    })
  return out
}

export interface ReadingOptions {
  readonly meaning: Meaning | null
  readonly onEmbedded?: (done: number, of: number) => void
  readonly signal?: AbortSignal | undefined
}

/** Cosine with the question of the texts at the places `read`; null for the others, and for all where there is no encoder. */
export async function cosines(
  question: string,
  texts: readonly string[],
  read: readonly number[],
  { meaning, onEmbedded, signal }: ReadingOptions,
): Promise<(number | null)[]> {
  const out: (number | null)[] = texts.map(() => null)
  if (meaning === null || read.length === 0) return out
  const chosen = read.map((at) => texts[at]!)
  const found = await meaning.similarities(question, chosen, onEmbedded, signal)
  for (const [place, at] of read.entries()) out[at] = found[place]!
  return out
}

/** Texts that an encoder reads: those with most words of the question, unless fewer have any, then all. */
const MOST_READ = 1500

/**
 * How near each text is to the question, by words and, where there is an encoder, by meaning. Of many texts it reads the
 * `MOST_READ` nearest by words; all of them where so many share no word, as with a question in another language.
 */
export async function nearness(
  protocol: Sought,
  texts: readonly string[],
  options: ReadingOptions,
): Promise<Nearness[]> {
  const words = wordScores(protocol, texts)
  const sharing = words.filter((score) => score > 0).length
  const byWords = texts.map((_, at) => at).sort((a, b) => words[b]! - words[a]! || a - b)
  const read = sharing < MOST_READ ? byWords : byWords.slice(0, MOST_READ)
  return fuse(words, await cosines(protocol.question, texts, read, options))
}

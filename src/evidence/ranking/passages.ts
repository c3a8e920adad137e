import { byText } from '#kernel'
import type { RankedPassage } from '../bundle/passages.ts'
import type { Protocol } from '../bundle/protocol.ts'
import { TEXT_KINDS, type TextDocument } from '../bundle/texts.ts'
import type { Screening } from '../bundle/works.ts'
import { readTitle, TITLE } from '../claims/title.ts'
import { sentences } from '../language/sentences.ts'
import { MOST_PASSAGES } from '../protocol/criteria.ts'
import { cosines, fuse, type ReadingOptions, wordScores } from './rank.ts'

type Unranked = Omit<RankedPassage, 'words' | 'meaning' | 'rank'>

/** Sentences of one text that an encoder reads: all of an abstract, of a long text its head and those with most words. */
const HEAD = 14
const BY_WORDS = 80
const WORDS = { least: 5, most: 70 }

/** Headings whose sentences report nothing. */
const NO_SECTION =
  /\b(?:acknowledge?ments?|references|bibliography|ethic\w*|funding|author contributions|limitations of data)\b/i

const NO_CLAIM =
  /\?["')\]]*$|^(?:we|I) (?:refer|thank|hope|leave|plan)\b|\b(?:future work|remainder of|is organi[sz]ed as|(?:code|data|dataset|models?|resources?|corpus) (?:and \w+ |, \w+ )?(?:is|are|will be|can be) (?:made )?(?:publicly |freely |openly )?(?:available|released|found|accessed|downloaded)|available (?:at|from|under|online)|https?:|github)|(?:main|key|our|following) contributions?\b|contributions? (?:is|are)\b/i

interface PassageOptions extends ReadingOptions {
  /** Holds the place of each work by its title and abstract. */
  readonly screened: readonly Screening[]
}

/**
 * The sentences and table cells of the texts that are nearest to the question, at most `MOST_PASSAGES`, the nearest first:
 * by words, by meaning, and by how near their work is, fused by reciprocal rank. Order of documents does not matter.
 */
export async function rankPassages(
  protocol: Protocol,
  documents: readonly TextDocument[],
  { screened, ...reading }: PassageOptions,
): Promise<RankedPassage[]> {
  const texts = bestTexts(documents)
  const perText = texts.map(sentencesOf)
  const all = perText.flat()
  const quotes = all.map(({ quote }) => quote)
  const words = wordScores(protocol, quotes)
  const meaning = await cosines(protocol.question, quotes, worthReading(perText, words), reading)
  const rankOf = new Map(screened.map(({ work, rank }) => [work, rank]))
  const ranks = all.map(({ work }) => rankOf.get(work) ?? null)
  return fuse(words, meaning, ranks)
    .map((near, at) => ({ ...all[at]!, ...near }))
    .filter((passage) => passage.words > 0 || passage.meaning !== null)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST_PASSAGES)
    .map((passage, at) => ({ ...passage, rank: at + 1 }))
}

/** Places, in the list of all sentences, of those that an encoder reads. */
function worthReading(perText: readonly (readonly Unranked[])[], words: readonly number[]): number[] {
  let from = 0
  return perText.flatMap((list) => {
    const places = list.map((_, at) => from + at)
    from += list.length
    const rest = places
      .slice(HEAD)
      .sort((a, b) => words[b]! - words[a]! || a - b)
      .slice(0, BY_WORDS)
    return [...places.slice(0, HEAD), ...rest].sort((a, b) => a - b)
  })
}

/** One text a work: the best kind that there is; in the order of the works. */
function bestTexts(documents: readonly TextDocument[]): TextDocument[] {
  const best = new Map<string, TextDocument>()
  for (const document of documents) {
    const other = best.get(document.work)
    const rank = (text: TextDocument) => TEXT_KINDS.indexOf(text.kind)
    const isBetter =
      other === undefined ||
      rank(document) < rank(other) ||
      (rank(document) === rank(other) && document.sha256 < other.sha256)
    if (isBetter) best.set(document.work, document)
  }
  return [...best.values()].sort((a, b) => byText(a.work, b.work))
}

/** Sentences, cells and titles that can be quoted as something said. */
function sentencesOf(document: TextDocument): Unranked[] {
  const { work, sha256 } = document
  return document.paragraphs.flatMap((paragraph) => {
    const section = document.sections[paragraph.section]?.path ?? []
    if (section.some((heading) => NO_SECTION.test(heading))) return []
    const text = document.text.slice(paragraph.start, paragraph.end)
    if (paragraph.kind === 'title') {
      const { start, end } = paragraph
      const states = readTitle(text) !== null
      return states ? [{ work, sha256, section: [TITLE], start, end, quote: text, before: null }] : []
    }
    const ranges = paragraph.kind === 'cell' ? [{ start: 0, end: text.length }] : sentences(text)
    let last: string | null = null
    return ranges.flatMap((range): Unranked[] => {
      const quote = text.slice(range.start, range.end)
      const before = last
      last = quote
      if (paragraph.kind === 'cell' ? !/\d/.test(quote) : !isSentence(quote)) return []
      const start = paragraph.start + range.start
      return [{ work, sha256, section: [...section], start, end: start + quote.length, quote, before }]
    })
  })
}

function isSentence(text: string): boolean {
  const words = text.split(/\s+/).length
  return (
    words >= WORDS.least &&
    words <= WORDS.most &&
    /^["“'(]?[\p{Lu}\p{N}\p{Ll}]/u.test(text) &&
    /[.!]["”')\]]*$/.test(text) &&
    !/(?:\.\.\.|…)["”')\]]*$/.test(text) &&
    !NO_CLAIM.test(text)
  )
}

import { contentKey } from '#kernel'
import type { Claim } from '../bundle/claims.ts'
import type { Protocol } from '../bundle/protocol.ts'
import { TEXT_KINDS, type TextDocument } from '../bundle/texts.ts'
import type { Work } from '../bundle/works.ts'
import { sentences } from '../language/sentences.ts'
import { tokens } from '../language/tokens.ts'
import { facetsIn } from '../protocol/match.ts'
import { nameOf } from '../works/name.ts'
import { contextOf } from './context.ts'
import { promise, sectionWeight } from './rank.ts'
import { readClaim } from './read.ts'

/** Most of the claims that one work may give while others have claims left. */
const MOST_PER_WORK = 0.15
/** Share of common tokens above which two claims of a work are one. */
const NEAR_DUPLICATE = 0.85
const WORDS = { least: 5, most: 70 }

interface Ranked {
  readonly claim: Claim
  readonly score: number
}

/**
 * What the included works say about the question: sentences word for word, with what is needed beside them, at most
 * `protocol.limits.claims`, results first, best first. Works take turns, so that no work gives more than 15 % of the
 * claims while others have some left. Order of works and documents does not matter. Retracted works give none.
 */
export function extractClaims(
  protocol: Protocol,
  works: readonly Work[],
  documents: readonly TextDocument[],
): Claim[] {
  const texts = bestTexts(documents)
  const perWork = works
    .filter(({ retracted, type }) => !retracted && type !== 'retraction-notice')
    .flatMap((work) => {
      const document = texts.get(work.id)
      return document === undefined ? [] : [distinct(claimsOf(protocol, work, document))]
    })
    .filter((list) => list.length > 0)
    .sort((a, b) => compare(a[0]!, b[0]!))
  return shareOut(perWork, protocol.limits.claims).map(({ claim }) => claim)
}

/** One text a work: the best kind that there is. */
function bestTexts(documents: readonly TextDocument[]): Map<string, TextDocument> {
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
  return best
}

function claimsOf(protocol: Protocol, work: Work, document: TextDocument): Ranked[] {
  const authors = nameOf(work)
  const found: Ranked[] = []
  for (const paragraph of document.paragraphs) {
    if (paragraph.kind === 'title' || paragraph.kind === 'cell') continue
    const section = document.sections[paragraph.section]?.path ?? []
    if (sectionWeight(section) === 0) continue
    const text = document.text.slice(paragraph.start, paragraph.end)
    let last: string | null = null
    for (const range of sentences(text)) {
      const quote = text.slice(range.start, range.end)
      const context = contextOf(quote, last, authors)
      last = quote
      // A sentence that points back speaks of what the one before speaks of.
      const facets = facetsIn(protocol, context.before === null ? quote : `${context.before} ${quote}`)
      if (!isSentence(quote) || !isOnTopic(protocol, facets)) continue
      const start = paragraph.start + range.start
      const end = start + quote.length
      const { sha256 } = document
      const claim: Claim = {
        id: contentKey({ text: quote, work: work.id, sha256, start, end }).slice(0, 16),
        text: quote,
        context,
        facets,
        ...readClaim(quote),
        origin: { from: 'work', work: work.id, sha256, section, start, end, quote },
      }
      found.push({ claim, score: promise(protocol, claim, section) })
    }
  }
  return found.sort(compare)
}

/** Speaks of what is asked about, or of two parts of the question; "fine-tuning" alone is in every paper. */
function isOnTopic({ facets }: Protocol, matched: readonly string[]): boolean {
  const isTopic = facets.some(
    ({ id, role, distinguishing }) => matched.includes(id) && (distinguishing || role === 'intervention'),
  )
  return isTopic || matched.length >= Math.min(2, facets.length)
}

const NO_CLAIM =
  /\?["')\]]*$|^(?:we|I) (?:refer|thank|hope|leave|plan)\b|\b(?:future work|remainder of|is organi[sz]ed as|(?:code|data|dataset|models?|resources?|corpus) (?:and \w+ |, \w+ )?(?:is|are|will be|can be) (?:made )?(?:publicly |freely |openly )?(?:available|released|found|accessed|downloaded)|available (?:at|from|under|online)|https?:|github)|(?:main|key|our|following) contributions?\b|contributions? (?:is|are)\b/i

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

const compare = (a: Ranked, b: Ranked): number =>
  b.score - a.score || (a.claim.id < b.claim.id ? -1 : a.claim.id > b.claim.id ? 1 : 0)

/** Of claims of one work that say nearly the same, the first. */
function distinct(ranked: readonly Ranked[]): Ranked[] {
  const kept: { entry: Ranked; words: ReadonlySet<string> }[] = []
  for (const entry of ranked) {
    const words = new Set(tokens(entry.claim.text).map(({ stem }) => stem))
    if (!kept.some((other) => overlap(words, other.words) >= NEAR_DUPLICATE)) kept.push({ entry, words })
  }
  return kept.map(({ entry }) => entry)
}

function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const common = [...one].filter((word) => other.has(word)).length
  return common / Math.max(one.size, other.size, 1)
}

/** Best first over all works; a work that has had its share waits until the others have no claim left. */
function shareOut(perWork: readonly (readonly Ranked[])[], most: number): Ranked[] {
  const share = Math.max(1, Math.floor(MOST_PER_WORK * most))
  const within = perWork.flatMap((list) => list.slice(0, share)).sort(compare)
  const beyond = perWork.flatMap((list) => list.slice(share)).sort(compare)
  return [...within.slice(0, most), ...beyond.slice(0, Math.max(0, most - within.length))].sort(compare)
}

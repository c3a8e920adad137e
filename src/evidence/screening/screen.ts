import type { Protocol } from '../bundle/protocol.ts'
import type { TextDocument } from '../bundle/texts.ts'
import type { Screening, Work, WorkType } from '../bundle/works.ts'
import { CRITERIA, TOPIC_SHARE } from '../protocol/criteria.ts'
import { facetsIn } from '../protocol/match.ts'
import { type Relevance, relevance } from './relevance.ts'

type Type = ReturnType<typeof WorkType.parse>
const NO_STUDY = new Set<Type>(['erratum', 'correction', 'retraction-notice', 'comment', 'dataset'])

/**
 * Screening by title and abstract, a row for each work in the order of the works. The first criterion of the protocol
 * that applies excludes. Of the works on topic the best `limits.fullTexts` go on; ties go by id. A retracted work is
 * screened as any other: that it was retracted stays with the work, for what may count as support.
 */
export function screenAbstracts(protocol: Protocol, works: readonly Work[]): Screening[] {
  const relevances = relevance(
    protocol,
    works.map(({ title, abstract }) => ({ title, text: abstract })),
  )
  const rows = works.map((work, index) => {
    const relevant = relevances[index]!
    // A file of the user's own without an abstract cannot be judged before it is read.
    const unjudged = work.abstract === null && work.links.file !== undefined
    const reason = formal(protocol, work) ?? (unjudged || onTopic(protocol, relevant) ? null : CRITERIA.topic)
    return row('title-abstract', work, relevant, reason)
  })
  const ranked = rows.filter(({ decision }) => decision === 'include').sort(byScore)
  const beyond = new Set(ranked.slice(protocol.limits.fullTexts).map(({ work }) => work))
  return rows.map((each) =>
    beyond.has(each.work) ? { ...each, decision: 'exclude', reason: CRITERIA.limit } : each,
  )
}

/**
 * Screening by text: a row for each of the works that has a document, in the order of the works. Included is what speaks
 * of two parts of the question in one paragraph, title counted in; of the one part where there is no other.
 */
export function screenTexts(
  protocol: Protocol,
  works: readonly Work[],
  documents: readonly TextDocument[],
): Screening[] {
  const byWork = new Map<string, TextDocument[]>()
  for (const document of documents)
    byWork.set(document.work, [...(byWork.get(document.work) ?? []), document])
  const read = works.flatMap((work) => {
    const texts = byWork.get(work.id)
    return texts === undefined ? [] : [{ work, texts }]
  })
  const relevances = relevance(
    protocol,
    read.map(({ work, texts }) => ({
      title: work.title,
      text: texts.map(({ text }) => text).join('\n\n'),
    })),
  )
  return read.map(({ work, texts }, index) => {
    const together = texts.some((document) => speaksTogether(protocol, work, document))
    return row('full-text', work, relevances[index]!, together ? null : CRITERIA.textTopic)
  })
}

const byScore = (a: Screening, b: Screening) => b.score - a.score || (a.work < b.work ? -1 : 1)

function row(
  stage: Screening['stage'],
  work: Work,
  { facets, score }: Relevance,
  reason: string | null,
): Screening {
  return { work: work.id, stage, decision: reason === null ? 'include' : 'exclude', reason, score, facets }
}

/** What excludes a work whatever it is about. */
function formal({ from, until }: Protocol, work: Work): string | null {
  if (work.title === null || work.title.trim() === '') return CRITERIA.noTitle
  if (NO_STUDY.has(work.type)) return CRITERIA.type
  const date = work.date ?? (work.year === null ? null : String(work.year))
  // Of a year or month alone any day may be meant: what may be inside is inside.
  if (date !== null && from !== null && lastDay(date) < from) return CRITERIA.early
  if (date !== null && until !== null && date > until) return CRITERIA.late
  return inEnglish(work) ? null : CRITERIA.language
}

/** "2020" may be as late as 2020-12-31, "2020-05" as 2020-05-31. */
const lastDay = (date: string) => (date.length < 5 ? `${date}-12-31` : date.length < 8 ? `${date}-31` : date)

/** As its source says; where it says nothing, a title mostly in another script is not English. */
function inEnglish({ language, title, abstract }: Work): boolean {
  if (language !== null && language !== '') return /^en(?:g|glish)?(?:$|[-_])/i.test(language)
  const text = abstract ?? title ?? ''
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0
  return latin * 2 >= letters
}

function onTopic(protocol: Protocol, { facets, share }: Relevance): boolean {
  return share >= TOPIC_SHARE && enough(protocol, facets)
}

/** Two parts of the question, or all that it has; a baseline that every study has is no part. */
function enough(protocol: Protocol, found: readonly string[]): boolean {
  const parts = protocol.facets.filter(({ role, distinguishing }) => distinguishing || role !== 'comparator')
  const present = parts.filter(({ id }) => found.includes(id))
  return present.length >= Math.max(1, Math.min(2, parts.length))
}

function speaksTogether(protocol: Protocol, { title }: Work, { text, paragraphs }: TextDocument): boolean {
  const named = facetsIn(protocol, title ?? '')
  return paragraphs.some(({ start, end }) =>
    enough(protocol, [...named, ...facetsIn(protocol, text.slice(start, end))]),
  )
}

import type { RankedPassage } from '../bundle/passages.ts'
import type { Protocol } from '../bundle/protocol.ts'
import type { TextDocument } from '../bundle/texts.ts'
import type { Screening, Work, WorkType } from '../bundle/works.ts'
import { CRITERIA } from '../protocol/criteria.ts'
import type { Nearness } from '../ranking/rank.ts'

type Type = ReturnType<typeof WorkType.parse>
const NO_STUDY = new Set<Type>(['erratum', 'correction', 'retraction-notice', 'comment', 'dataset'])

/** What a work is ranked by: title and abstract. */
export const rankedText = ({ title, abstract }: Work): string => [title, abstract].filter(Boolean).join('. ')

/**
 * Screening by title and abstract, a row for each work in the order of the works, given how near each is. The first
 * criterion of the protocol that applies excludes. Of the works that are left the nearest `limits.fullTexts` go on. A
 * retracted work is screened as any other: that it was retracted stays with the work, for what may count as support.
 */
export function screenAbstracts(
  protocol: Protocol,
  works: readonly Work[],
  near: readonly Nearness[],
): Screening[] {
  const rows = works.map((work, at): Screening => {
    const { words, meaning, rank } = near[at]!
    // A file of the user's own without an abstract cannot be judged by its words before it is read.
    const unjudged = work.abstract === null && work.links.file !== undefined
    const apart = protocol.meaning === null && words === 0 && !unjudged ? CRITERIA.topic : null
    const reason = formal(protocol, work) ?? apart
    return {
      work: work.id,
      stage: 'title-abstract',
      decision: reason === null ? 'include' : 'exclude',
      reason,
      words,
      meaning,
      rank,
    }
  })
  const ranked = rows.filter(({ decision }) => decision === 'include').sort((a, b) => a.rank! - b.rank!)
  const beyond = new Set(ranked.slice(protocol.limits.fullTexts).map(({ work }) => work))
  return rows.map((row) =>
    beyond.has(row.work) ? { ...row, decision: 'exclude', reason: CRITERIA.limit } : row,
  )
}

/**
 * Screening by text: a row for each of the works that has a document, in the order of the works. Included is what has a
 * part in the nearest passages.
 */
export function screenTexts(
  works: readonly Work[],
  documents: readonly TextDocument[],
  passages: readonly RankedPassage[],
): Screening[] {
  const read = new Set(documents.map(({ work }) => work))
  const best = new Map<string, RankedPassage>()
  for (const passage of passages) if (!best.has(passage.work)) best.set(passage.work, passage)
  return works
    .filter(({ id }) => read.has(id))
    .map(({ id }): Screening => {
      const passage = best.get(id)
      return {
        work: id,
        stage: 'full-text',
        decision: passage === undefined ? 'exclude' : 'include',
        reason: passage === undefined ? CRITERIA.textTopic : null,
        words: passage?.words ?? 0,
        meaning: passage?.meaning ?? null,
        rank: passage?.rank ?? null,
      }
    })
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

import type { Protocol } from '../bundle/protocol.ts'

type Criterion = Protocol['criteria'][number]

/**
 * Codes that screening gives as reasons. Tried in this order: the first that applies is the one reason of an exclusion.
 */
export const CRITERIA = {
  noTitle: 'no-title',
  type: 'not-a-study',
  early: 'too-early',
  late: 'too-late',
  language: 'language',
  topic: 'no-word-in-common',
  limit: 'below-the-limit',
  textTopic: 'no-passage-near',
} as const

const exclude = (code: string, text: string, stage: Criterion['stage'] = 'title-abstract'): Criterion => ({
  code,
  stage,
  kind: 'exclude',
  text,
})

/** Passages, the best of all texts, that a work must have a part in to be included. */
export const MOST_PASSAGES = 400

/** What the review lets in and leaves out, in words. */
export function criteriaFor(options: Pick<Protocol, 'from' | 'until' | 'limits' | 'meaning'>): Criterion[] {
  const { from, until, limits, meaning } = options
  const most = limits.fullTexts
  return [
    {
      code: 'near-the-question',
      stage: 'title-abstract',
      kind: 'include',
      text: `Among the ${most} works whose title and abstract are nearest to the question, by ${meaning === null ? 'words (BM25)' : 'words (BM25) and meaning together'}`,
    },
    {
      code: 'passage-near',
      stage: 'full-text',
      kind: 'include',
      text: `Has one of the ${MOST_PASSAGES} sentences of all texts that are nearest to the question`,
    },
    exclude(CRITERIA.noTitle, 'The record has no title'),
    exclude(
      CRITERIA.type,
      'It is an erratum, a correction, a retraction notice, a comment or a data set, not a study',
    ),
    ...(from === null ? [] : [exclude(CRITERIA.early, `Published before ${from}`)]),
    ...(until === null ? [] : [exclude(CRITERIA.late, `Published after ${until}`)]),
    exclude(CRITERIA.language, 'Not written in English: what is read of a sentence is read in English'),
    ...(meaning === null
      ? [exclude(CRITERIA.topic, 'Title and abstract have no content word of the question')]
      : []),
    exclude(CRITERIA.limit, `Ranked below the limit of ${most}`),
    exclude(CRITERIA.textTopic, 'None of its sentences is among the nearest', 'full-text'),
  ]
}

import type { Protocol } from '../bundle/protocol.ts'

type Criterion = Protocol['criteria'][number]

/** Share of the question, by weight of its facets, that a work must speak of. */
export const TOPIC_SHARE = 0.25

/**
 * Codes that screening gives as reasons. Tried in this order: the first that applies is the one reason of an exclusion.
 */
export const CRITERIA = {
  noTitle: 'no-title',
  type: 'not-a-study',
  early: 'too-early',
  late: 'too-late',
  language: 'language',
  topic: 'off-topic',
  limit: 'not-sought-limit',
  textTopic: 'text-off-topic',
} as const

const exclude = (code: string, text: string, stage: Criterion['stage'] = 'title-abstract'): Criterion => ({
  code,
  stage,
  kind: 'exclude',
  text,
})

/** What the review lets in and leaves out, in words. */
export function criteriaFor(options: Pick<Protocol, 'from' | 'until' | 'facets' | 'limits'>): Criterion[] {
  const { from, until, facets, limits } = options
  const most = limits.fullTexts
  return [
    {
      code: 'on-topic',
      stage: 'title-abstract',
      kind: 'include',
      text: `Title or abstract speaks of ${
        facets.length === 1
          ? facets[0]?.label
          : `at least two parts of the question, which carry ${TOPIC_SHARE * 100} % of its weight or more`
      }`,
    },
    {
      code: 'text-on-topic',
      stage: 'full-text',
      kind: 'include',
      text: `One paragraph of the text speaks of ${facets.length === 1 ? 'it' : 'at least two parts of the question together'}`,
    },
    exclude(CRITERIA.noTitle, 'The record has no title'),
    exclude(
      CRITERIA.type,
      'It is an erratum, a correction, a retraction notice, a comment or a data set, not a study',
    ),
    ...(from === null ? [] : [exclude(CRITERIA.early, `Published before ${from}`)]),
    ...(until === null ? [] : [exclude(CRITERIA.late, `Published after ${until}`)]),
    exclude(CRITERIA.language, 'Not written in English: the rules that read it know no other language'),
    exclude(CRITERIA.topic, 'Title and abstract speak of too little of the question'),
    exclude(
      CRITERIA.limit,
      `On topic, but ranked below the ${most === 1 ? 'one work' : `${most} works`} whose text this review seeks`,
    ),
    exclude(CRITERIA.textTopic, 'No paragraph of the text speaks of the question', 'full-text'),
  ]
}

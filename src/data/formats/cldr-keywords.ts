import { z } from 'zod'
import { randomStream } from '#kernel'
import { ConceptOptions, readCldr } from '../cldr.ts'
import type { ClassificationExample } from '../examples.ts'
import { defineFormat, tally } from '../format.ts'

/**
 * Does this keyword belong to this phrase? Each keyword of a concept makes a positive, labelled `related`, and each
 * positive one negative, `unrelated`: a keyword of another concept of the same split that is no keyword of this one.
 */
export const cldrKeywords = defineFormat({
  id: 'cldr-keywords',
  makes: 'labelled',
  version: 1,
  options: z.strictObject({
    ...ConceptOptions,
    keywords: z.int().min(1).default(8).describe('Most keywords of one concept'),
    seed: z.int().min(0).default(1).describe('Draws the keywords and the negatives'),
  }),
  parse(material, options) {
    const { skipped, skip } = tally()
    const { own, concepts } = readCldr(material, this.id, options)
    const stream = randomStream(options.seed, 'keywords', material.language, material.split)
    const there = concepts.flatMap(({ character, family: cluster }) => {
      const annotation = own.get(character)
      if (annotation === undefined || annotation.keywords.length === 0) {
        skip('no phrase or keywords in this language')
        return []
      }
      return [
        { character, cluster, ...annotation, known: new Set([annotation.phrase, ...annotation.keywords]) },
      ]
    })
    const examples: ClassificationExample[] = []
    for (const { character, cluster, phrase, keywords, known } of there) {
      for (const [at, keyword] of stream
        .shuffle([...keywords])
        .slice(0, options.keywords)
        .entries()) {
        const about = { text: phrase, cluster }
        examples.push({ id: `${character} ${at} related`, ...about, pair: keyword, label: 'related' })
        const other = drawOther(there, known, stream)
        if (other !== null)
          examples.push({ id: `${character} ${at} unrelated`, ...about, pair: other, label: 'unrelated' })
      }
    }
    return { examples, gold: true, skipped }
  },
})

/** A keyword of another concept; null when a hundred draws found none, as with a single concept. */
function drawOther(
  concepts: readonly { readonly keywords: readonly string[] }[],
  known: ReadonlySet<string>,
  stream: ReturnType<typeof randomStream>,
): string | null {
  for (let draw = 0; draw < 100; draw++) {
    const { keywords } = concepts[stream.below(concepts.length)]!
    const keyword = keywords[stream.below(keywords.length)]!
    if (!known.has(keyword)) return keyword
  }
  return null
}

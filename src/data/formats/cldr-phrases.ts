import { z } from 'zod'
import { ConceptOptions, readCldr } from '../cldr.ts'
import { defineFormat, tally } from '../format.ts'

/** Emoji phrases and their English side, for sentence retrieval. */
export const cldrPhrases = defineFormat({
  id: 'cldr-phrases',
  makes: 'translations',
  version: 1,
  options: z.strictObject(ConceptOptions),
  parse(material, options) {
    const { skipped, skip } = tally()
    const { own, english, concepts } = readCldr(material, this.id, options)
    const seen = new Set<string>()
    const examples = concepts.flatMap(({ character, family }) => {
      const phrase = own.get(character)?.phrase
      // Two sentences that are the same cannot be told apart, so a retrieval of one of them is a matter of luck.
      if (phrase === undefined) skip('no phrase in this language')
      else if (seen.has(phrase.toLowerCase())) skip('phrase of another concept too')
      else {
        seen.add(phrase.toLowerCase())
        const translation = english.get(character)!.phrase
        return [{ id: character, text: phrase, english: translation, cluster: family }]
      }
      return []
    })
    return { examples, gold: true, skipped }
  },
})

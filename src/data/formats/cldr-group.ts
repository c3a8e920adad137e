import { z } from 'zod'
import { ConceptOptions, readCldr } from '../cldr.ts'
import { defineFormat, tally } from '../format.ts'

/** Emoji phrase -> emoji group. The text is the phrase alone, never the emoji. */
export const cldrGroup = defineFormat({
  id: 'cldr-group',
  makes: 'labelled',
  version: 1,
  options: z.strictObject({ splitSeed: ConceptOptions.splitSeed }),
  parse(material, { splitSeed }) {
    const { skipped, skip } = tally()
    const { own, concepts } = readCldr(material, this.id, { concepts: 'emoji', splitSeed })
    const examples = concepts.flatMap(({ character, group, family }) => {
      const phrase = own.get(character)?.phrase
      if (phrase === undefined) skip('no phrase in this language')
      else if (material.labels?.includes(group!) === false) skip(`group ${group}`)
      else return [{ id: character, text: phrase, label: group, cluster: family }]
      return []
    })
    return { examples, gold: true, skipped }
  },
})

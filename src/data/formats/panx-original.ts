import { z } from 'zod'
import { DataInvalidError } from '../errors.ts'
import { defineFormat, filesOf } from '../format.ts'
import { prefixOf, Sentences } from '../tagged.ts'
import { linesOf, stripSpaces } from '../text-file.ts'

/** WikiANN as published: `lang:word<TAB>tag`, the prefix ends at the first colon, blank line between sentences. */
export const panxOriginal = defineFormat({
  id: 'panx-original',
  makes: 'tagged',
  version: 1,
  options: z.strictObject({ missingTag: z.string().optional() }),
  parse(material) {
    const files = filesOf(material, 'examples', this.id)
    const examples = files.flatMap((file, at) => {
      const sentences = new Sentences(file.path, material.labels, prefixOf(at, files))
      for (const [index, text] of linesOf(file.text).entries()) {
        const line = index + 1
        if (stripSpaces(text) === '') {
          sentences.end(true)
          continue
        }
        const [word = '', tag, ...more] = text.split('\t')
        const colon = word.indexOf(':')
        if (tag === undefined || more.length > 0 || colon < 0)
          throw new DataInvalidError({ file: file.path, line }, 'expected is "lang:word", a tab and a tag')
        sentences.add(line, stripSpaces(word.slice(colon + 1)), stripSpaces(tag))
      }
      sentences.end(true)
      return sentences.examples
    })
    return { examples, gold: true, skipped: {} }
  },
})

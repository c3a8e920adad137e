import { z } from 'zod'
import { DataInvalidError } from '../errors.ts'
import { defineFormat, filesOf } from '../format.ts'
import { prefixOf, Sentences } from '../tagged.ts'
import { linesOf, strip, type TextFile } from '../text-file.ts'

/**
 * XTREME's tagging form: `word<TAB>tag` a line, blank line between sentences. A file without a single tab has words
 * only (XTREME test files); where some words have a tag, those without get `missingTag` and are counted, as XTREME
 * does (X for UDPOS, O for PAN-X), or are an error when it is not set.
 */
export const taggingTsv = defineFormat({
  id: 'tagging-tsv',
  type: 'tagging',
  version: 1,
  options: z.strictObject({ missingTag: z.string().optional() }),
  parse(material, { missingTag }) {
    const files = filesOf(material, 'examples', this.id)
    const skipped: Record<string, number> = {}
    let gold = true
    const read = (file: TextFile, at: number) => {
      const tagged = file.text.includes('\t')
      gold &&= tagged
      const sentences = new Sentences(file.path, material.labels, prefixOf(at, files))
      for (const [index, text] of linesOf(file.text).entries()) {
        const line = index + 1
        if (strip(text) === '') {
          sentences.end(tagged)
          continue
        }
        const fields = text.split('\t')
        if (fields.length > 2)
          throw new DataInvalidError(
            { file: file.path, line },
            `there are ${fields.length} columns, expected are word and tag`,
          )
        let tag = fields[1] === undefined ? undefined : strip(fields[1])
        if (tagged && (tag === undefined || tag === '')) {
          if (missingTag === undefined)
            throw new DataInvalidError({ file: file.path, line }, `the word "${fields[0]}" has no tag`)
          tag = missingTag
          const reason = `word without tag, read as ${missingTag}`
          skipped[reason] = (skipped[reason] ?? 0) + 1
        }
        sentences.add(line, strip(fields[0]!), tagged ? tag! : null)
      }
      sentences.end(tagged)
      return sentences.examples
    }
    return { examples: files.flatMap(read), gold, skipped }
  },
})

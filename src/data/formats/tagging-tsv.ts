import { z } from 'zod'
import { DataInvalidError } from '../errors.ts'
import { defineFormat, fileOf, filesOf } from '../format.ts'
import { prefixOf, Sentences } from '../tagged.ts'
import { linesOf, stripSpaces, type TextFile } from '../text-file.ts'

/**
 * XTREME's tagging form: `word<TAB>tag` a line. Every blank line ends a sentence, so two in a row stand around one without
 * words, as XTREME's evaluate.py counts it. A file without a single tab has words
 * only (XTREME test files); where some words have a tag, those without get `missingTag` and are counted, as XTREME
 * does (X for UDPOS, O for PAN-X), or are an error when it is not set.
 */
export const taggingTsv = defineFormat({
  id: 'tagging-tsv',
  makes: 'tagged',
  version: 2,
  options: z.strictObject({
    missingTag: z.string().optional(),
    numbered: z
      .boolean()
      .default(false)
      .describe('Labels are the numbers from 0 of the tags in the file of the role `tags`, one a line'),
  }),
  parse(material, { missingTag, numbered }) {
    const files = filesOf(material, 'examples', this.id)
    const numbers = numbered ? tagNumbers(fileOf(material, 'tags', this.id), material.labels) : null
    const skipped: Record<string, number> = {}
    let gold = true
    const read = (file: TextFile, at: number) => {
      const tagged = file.text.includes('\t')
      gold &&= tagged
      const sentences = new Sentences(file.path, material.labels, prefixOf(at, files))
      for (const [index, text] of linesOf(file.text).entries()) {
        const line = index + 1
        if (stripSpaces(text) === '') {
          sentences.close(tagged)
          continue
        }
        const fields = text.split('\t')
        if (fields.length > 2)
          throw new DataInvalidError(
            { file: file.path, line },
            `there are ${fields.length} columns, expected are word and tag`,
          )
        let tag = fields[1] === undefined ? undefined : stripSpaces(fields[1])
        if (tagged && (tag === undefined || tag === '')) {
          if (missingTag === undefined)
            throw new DataInvalidError({ file: file.path, line }, `the word "${fields[0]}" has no tag`)
          tag = missingTag
          const reason = `word without tag, read as ${missingTag}`
          skipped[reason] = (skipped[reason] ?? 0) + 1
        }
        if (tagged && numbers !== null) {
          const number = numbers.get(tag!)
          if (number === undefined)
            throw new DataInvalidError(
              { file: file.path, line },
              `the tag "${tag}" is not in the list of tags`,
              'Make the list from all splits again.',
            )
          tag = number
        }
        sentences.add(line, stripSpaces(fields[0]!), tagged ? tag! : null)
      }
      sentences.end(tagged)
      return sentences.examples
    }
    return { examples: files.flatMap(read), gold, skipped }
  },
})

/** Tag -> its label: the number of its line. Throws DATA_INVALID when there are more tags than labels. */
function tagNumbers(file: TextFile, labels: readonly string[] | undefined): ReadonlyMap<string, string> {
  const tags = linesOf(file.text)
    .map((text) => stripSpaces(text))
    .filter((tag) => tag !== '')
  if (labels !== undefined && tags.length > labels.length)
    throw new DataInvalidError(
      { file: file.path, line: labels.length + 1 },
      `there are ${tags.length} tags, the task has room for ${labels.length}`,
    )
  return new Map(tags.map((tag, at) => [tag, String(at)]))
}

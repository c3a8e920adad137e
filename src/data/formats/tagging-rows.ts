import { z } from 'zod'
import { defineFormat, filesOf } from '../format.ts'
import { ColumnName, rowsOf, TableForm } from '../rows.ts'
import { prefixOf, Sentences } from '../tagged.ts'

/** A sentence a row, as the hub stores tagging: a list of words and a list of tags, by name or as numbers. */
export const taggingRows = defineFormat({
  id: 'tagging-rows',
  makes: 'tagged',
  version: 1,
  options: z.strictObject({
    ...TableForm,
    columns: z.strictObject({ words: ColumnName, tags: ColumnName }),
    labels: z
      .array(z.string())
      .min(2)
      .optional()
      .describe('Tags are written as numbers from 0, in this order'),
    where: z.record(z.string(), z.string()).default({}).describe('Only rows with these values'),
  }),
  parse(material, { columns, labels, where, ...form }) {
    const files = filesOf(material, 'examples', this.id)
    let gold = true
    const examples = files.flatMap((file, at) => {
      const rows = rowsOf(file, form).filter((row) =>
        Object.entries(where).every(([name, value]) => row.text(name) === value),
      )
      const tagged = rows.some((row) => row.has(columns.tags))
      gold &&= tagged
      const sentences = new Sentences(file.path, material.labels, prefixOf(at, files))
      for (const row of rows) {
        const words = row.texts(columns.words)
        const tags = tagged ? row.texts(columns.tags) : null
        if (tags !== null && tags.length !== words.length)
          throw row.error(`there are ${words.length} words and ${tags.length} tags`)
        if (words.length === 0) throw row.error('the sentence has no words')
        for (const [place, word] of words.entries()) {
          const written = tags?.[place]
          const tag = written === undefined ? null : labels === undefined ? written : labels[Number(written)]
          if (tag === undefined)
            throw row.error(`the tag ${written} is not one of the ${labels!.length} of "labels"`)
          sentences.add(row.line, word, tag)
        }
        sentences.end(tagged)
      }
      return sentences.examples
    })
    return { examples, gold, skipped: {} }
  },
})

import { z } from 'zod'
import { strip } from '#kernel'
import type { TextExample } from '../examples.ts'
import { defineFormat, filesOf, tally } from '../format.ts'
import { ColumnName, rowsOf, TableForm } from '../rows.ts'
import { prefixOf } from '../tagged.ts'
import { linesOf } from '../text-file.ts'

/** Raw text in a column, such as articles: every line of it is an example. Short ones are left out and counted. */
export const textRows = defineFormat({
  id: 'text-rows',
  makes: 'text',
  version: 2,
  options: z.strictObject({
    ...TableForm,
    text: ColumnName,
    id: ColumnName.optional(),
    shortest: z.int().min(1).default(1).describe('Characters of the shortest line that is kept'),
    pairs: z.literal('none').default('none'),
  }),
  parse(material, { text, id, shortest, pairs: _, ...form }) {
    const { skipped, skip } = tally()
    const files = filesOf(material, 'examples', this.id)
    const examples: TextExample[] = []
    for (const [at, file] of files.entries())
      for (const [index, row] of rowsOf(file, form).entries()) {
        const name = prefixOf(at, files) + (id === undefined ? index : row.text(id))
        for (const [line, written] of linesOf(row.text(text)).entries()) {
          const kept = strip(written)
          if (kept.length >= shortest) examples.push({ id: `${name}:${line + 1}`, text: kept })
          else skip(kept === '' ? 'blank line' : `line shorter than ${shortest} characters`)
        }
      }
    return { examples, gold: true, skipped }
  },
})

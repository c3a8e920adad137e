import { z } from 'zod'
import { defineFormat } from '../format.ts'
import { parallelLines } from './parallel-lines.ts'

/** The files of `parallel-lines` as training pairs: a sentence finds its English translation among those of a batch. */
export const parallelPairs = defineFormat({
  id: 'parallel-pairs',
  makes: 'passages',
  version: 1,
  options: z.strictObject({}),
  subject: ({ id }) => id,
  parse(material) {
    const { examples, gold, skipped } = parallelLines.parse(material, {})
    return {
      examples: examples.map((example) => {
        const { id, text, english } = example as { id: string; text: string; english: string }
        return { id, text, keys: [id], passages: [{ text: english }] }
      }),
      gold,
      skipped,
    }
  },
})

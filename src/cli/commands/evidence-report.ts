import { resolve } from 'node:path'
import { defineCommand } from 'citty'
import { interruptible } from '../interrupt.ts'
import { tell } from '../terminal.ts'

export default defineCommand({
  meta: {
    name: 'report',
    description: 'Write the report of a finished review again: HTML, Markdown, JSON, BibTeX',
  },
  args: {
    review: { type: 'positional', description: 'Folder of the review', required: true },
    out: {
      type: 'string',
      description: 'Folder of the report (default: that of the review)',
      valueHint: 'DIR',
    },
  },
  run: async ({ args }) => {
    const [{ readReview }, { printReview, writeReview }] = await Promise.all([
      import('#evidence'),
      import('../write-review.ts'),
    ])
    const folder = resolve(args.review)
    return interruptible(async (signal) => {
      try {
        printReview(await writeReview(await readReview(folder), resolve(args.out ?? folder), signal))
        return 0
      } catch (thrown) {
        if (!signal.aborted) throw thrown
        tell('Interrupted. The report is as it was before; the same command writes it.')
        return 130
      }
    })
  },
})

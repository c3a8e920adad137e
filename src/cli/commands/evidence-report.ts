import { resolve } from 'node:path'
import { defineCommand } from 'citty'
import { readReview } from '#evidence'
import { guarded } from '../guard.ts'
import { printReview, writeReview } from '../write-review.ts'

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
  run: ({ args }) =>
    guarded(async () => {
      const folder = resolve(args.review)
      printReview(await writeReview(await readReview(folder), resolve(args.out ?? folder)))
      return 0
    }),
})

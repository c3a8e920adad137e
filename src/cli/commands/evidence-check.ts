import { resolve } from 'node:path'
import { defineCommand } from 'citty'
import color from 'picocolors'
import { checkReview, readReview } from '#evidence'
import { guarded } from '../guard.ts'

export default defineCommand({
  meta: {
    name: 'check',
    description:
      'Find every quote of a review again, add up its counts, and compare its files with their hashes',
  },
  args: {
    review: { type: 'positional', description: 'Folder of the review', required: true },
    json: { type: 'boolean', description: 'Print as JSON' },
  },
  run: ({ args }) =>
    guarded(async () => {
      const { counted, problems } = checkReview(await readReview(resolve(args.review)))
      if (args.json) console.log(JSON.stringify({ counted, problems }, null, 2))
      else {
        for (const problem of problems) console.log(`${color.red('wrong')} ${problem}`)
        const { quotes, texts, claims } = counted
        console.log(
          `${quotes} quotes in ${texts} texts looked up, ${claims} claims, ${problems.length} problems`,
        )
      }
      return problems.length === 0 ? 0 : 1
    }),
})

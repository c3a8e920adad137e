import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { defineCommand } from 'citty'
import { checkOutputFolder, writeWhole } from '#kernel'
import { EvidenceUsageError } from '../evidence-arguments.ts'
import { color, print, tell } from '../terminal.ts'

export default defineCommand({
  meta: {
    name: 'design',
    description: 'Draft the study that would answer a question, out of the catalogue',
  },
  args: {
    review: {
      type: 'positional',
      description: 'Folder of a review, or a question in quotes',
      required: true,
    },
    out: { type: 'string', description: 'Study file to write (default: print it)', valueHint: 'FILE' },
  },
  run: async ({ args }) => {
    const { designStudy } = await import('#experiments')
    const { study, why, missing } = designStudy(await questionOf(args.review))
    for (const reason of why) tell(color.dim(reason))
    for (const reason of missing) tell(`${color.yellow('missing')} ${reason}`)
    if (study === null) return 1
    if (args.out === undefined) print(study)
    else {
      if (existsSync(args.out))
        throw new EvidenceUsageError(`"${args.out}" is there already`, 'Give another name with --out.', {
          place: { file: args.out },
        })
      checkOutputFolder(dirname(args.out))
      await writeWhole(args.out, study)
      tell(`Written: ${args.out}. Next: polyvia plan ${args.out}`)
    }
    return 0
  },
})

/** The question of a review that is here, or as it is given. */
async function questionOf(given: string): Promise<string> {
  const folder = resolve(given)
  if (existsSync(join(folder, 'manifest.json'))) {
    const { readReview } = await import('#evidence')
    return (await readReview(folder)).protocol.question
  }
  if (existsSync(folder) || !/\s/.test(given))
    throw new EvidenceUsageError(
      `"${given}" is no review and no question`,
      'Name the folder of a review, or ask in quotes.',
    )
  return given
}

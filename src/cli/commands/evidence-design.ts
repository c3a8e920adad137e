import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { defineCommand } from 'citty'
import { checkOutputFolder, writeWhole } from '#kernel'
import { EvidenceUsageError } from '../evidence-arguments.ts'
import { color, print, tell } from '../terminal.ts'

export default defineCommand({
  meta: {
    name: 'design',
    description: 'Propose the study that would settle what the literature leaves open',
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
    const { designStudy } = await import('#evidence')
    const { protocol, synthesis } = await startOf(args.review)
    const { study, why, missing, open } = designStudy(protocol, synthesis)
    for (const { label, stance } of open)
      tell(`${color.yellow('open')} ${label} (${stance.replaceAll('-', ' ')})`)
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

async function startOf(given: string) {
  const { makeProtocol, readReview } = await import('#evidence')
  const folder = resolve(given)
  if (existsSync(join(folder, 'manifest.json'))) return readReview(folder)
  if (existsSync(folder) || !/\s/.test(given))
    throw new EvidenceUsageError(
      `"${given}" is no review and no question`,
      'Name the folder of a review, or ask in quotes.',
    )
  const date = new Date().toISOString().slice(0, 10)
  return { protocol: makeProtocol({ question: given, date, sources: ['folder'] }), synthesis: null }
}

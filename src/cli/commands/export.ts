import { resolve } from 'node:path'
import { defineCommand } from 'citty'
import { benchmarks } from '#catalog'
import { exportSubmission, SubmissionError } from '#report'
import { openStore } from '#store'
import { openStudy, storeFolder, studyArguments } from '../context.ts'
import { guarded } from '../guard.ts'
import { planRunnable } from '../study-run.ts'

const KINDS = benchmarks().map(({ id }) => `${id}-submission`)

export default defineCommand({
  meta: {
    name: 'export',
    description: 'Write what an arm predicted as a submission in the official layout of a benchmark',
  },
  args: {
    kind: { type: 'positional', description: KINDS.join(' or '), required: true },
    study: { type: 'positional', description: 'Study file, or the name of a shipped study', required: true },
    arm: { type: 'string', description: 'Arm of the study', required: true },
    seed: { type: 'string', description: 'Seed of the study', required: true },
    out: { type: 'string', description: 'New folder', required: true, valueHint: 'DIR' },
    ...studyArguments,
  },
  run: ({ args }) =>
    guarded(async () => {
      if (!KINDS.includes(args.kind))
        throw new SubmissionError(`There is no "${args.kind}" to export`, {
          hint: `There is ${KINDS.join(', ')}.`,
        })
      const { files, missing, doubts } = await exportSubmission({
        plan: await planRunnable(openStudy(args.study, args.data)),
        store: openStore(storeFolder(args.store)),
        benchmark: args.kind.replace(/-submission$/, ''),
        arm: args.arm,
        seed: Number(args.seed),
        out: args.out,
      })
      console.log(`${files.length} files in ${resolve(args.out)}`)
      for (const doubt of new Set(doubts)) console.log(`  doubtful: ${doubt}`)
      for (const { task, languages, reason } of missing)
        console.log(`  missing: ${task} ${languages.join(' ')} (${reason})`)
      console.log(missing.length === 0 ? 'The submission is complete.' : 'The submission is not complete.')
      return missing.length === 0 ? 0 : 1
    }),
})

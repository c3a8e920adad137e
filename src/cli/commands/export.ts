import { resolve } from 'node:path'
import { defineCommand } from 'citty'
import { checkOutputFolder } from '#kernel'
import { study, studyArguments, wholeNumber } from '../arguments.ts'
import { print } from '../terminal.ts'

export default defineCommand({
  meta: {
    name: 'export',
    description: 'Write what an arm predicted as a submission in the official layout of a benchmark',
  },
  args: {
    kind: {
      type: 'positional',
      description: 'BENCHMARK-submission, such as xtreme-submission',
      required: true,
    },
    study,
    arm: { type: 'string', description: 'Arm of the study', required: true },
    seed: { type: 'string', description: 'Seed of the study', required: true },
    out: { type: 'string', description: 'New folder', required: true, valueHint: 'DIR' },
    ...studyArguments,
  },
  run: async ({ args }) => {
    const [{ benchmarks }, { exportSubmission, SubmissionError }, { openStore }] = await Promise.all([
      import('#catalog'),
      import('#report'),
      import('#store'),
    ])
    const { openStudy, storeFolder } = await import('../context.ts')
    const { planRunnable } = await import('../plan-and-run.ts')
    const kinds = benchmarks().map(({ id }) => `${id}-submission`)
    if (!kinds.includes(args.kind))
      throw new SubmissionError(`There is no "${args.kind}" to export`, {
        hint: `There is ${kinds.join(', ')}.`,
      })
    checkOutputFolder(args.out)
    const { files, missing, doubts } = await exportSubmission({
      plan: await planRunnable(openStudy(args.study, args.data)),
      store: openStore(storeFolder(args.store), { readOnly: true }),
      benchmark: args.kind.replace(/-submission$/, ''),
      arm: args.arm,
      seed: wholeNumber('--seed', args.seed, 0),
      out: args.out,
    })
    print(`${files.length} files in ${resolve(args.out)}`)
    for (const doubt of new Set(doubts)) print(`  doubtful: ${doubt}`)
    for (const { task, languages, reason } of missing)
      print(`  missing: ${task} ${languages.join(' ')} (${reason})`)
    print(missing.length === 0 ? 'The submission is complete.' : 'The submission is not complete.')
    return missing.length === 0 ? 0 : 1
  },
})

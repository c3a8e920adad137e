import { defineCommand } from 'citty'
import { keep, runArguments, study, studyArguments, wholeNumber } from '../arguments.ts'

export default defineCommand({
  meta: {
    name: 'run',
    description: 'Run what a study still lacks, then write its report. Ctrl-C saves; the next run continues',
  },
  args: {
    study,
    ...studyArguments,
    slots: {
      type: 'string',
      description: 'Places for workers: a number, NUMBERxTHREADS, or devices (cuda:0,cuda:1)',
    },
    out: { type: 'string', description: 'Folder of the report (default: report-<study>)', valueHint: 'DIR' },
    'checkpoint-seconds': {
      type: 'string',
      description:
        'Seconds between saves of a running training (default: 30, and more where saving would take over 2 % of the time)',
    },
    keep,
    ...runArguments,
  },
  run: async ({ args }) => {
    const { keepPolicy, openStudy, storeFolder } = await import('../context.ts')
    const { runAndTell } = await import('../run-and-tell.ts')
    return runAndTell(() => openStudy(args.study, args.data), args, {
      store: storeFolder(args.store),
      slots: args.slots,
      checkpointSeconds:
        args['checkpoint-seconds'] === undefined
          ? undefined
          : wholeNumber('--checkpoint-seconds', args['checkpoint-seconds'], 0),
      out: args.out,
      keep: keepPolicy(args.keep),
    })
  },
})

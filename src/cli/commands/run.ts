import { defineCommand } from 'citty'
import { study, studyArguments } from '../arguments.ts'

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
      description: 'Seconds between saves of a running training',
      default: '30',
    },
  },
  run: async ({ args }) => {
    const { openStudy, storeFolder } = await import('../context.ts')
    const { runAndReport } = await import('../run-and-report.ts')
    return runAndReport(openStudy(args.study, args.data), {
      store: storeFolder(args.store),
      slots: args.slots,
      checkpointSeconds: Number(args['checkpoint-seconds']),
      out: args.out,
    })
  },
})

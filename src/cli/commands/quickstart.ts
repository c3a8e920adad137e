import { defineCommand } from 'citty'
import { setUpPython } from '#engine'
import { fromScratch, openStudy, storeFolder, studyArguments } from '../context.ts'
import { guarded } from '../guard.ts'
import { runAndReport } from '../run-and-report.ts'

export default defineCommand({
  meta: {
    name: 'quickstart',
    description: 'A complete three-phase study on emoji phrases, on this machine, in minutes',
  },
  args: {
    store: studyArguments.store,
    'from-scratch': {
      type: 'boolean',
      description: 'Pretrain the encoder here instead of loading the shipped one',
    },
  },
  run: ({ args }) =>
    guarded(async () => {
      await setUpPython({ log: (line) => console.error(line) })
      const opened = openStudy('quickstart', undefined)
      return runAndReport(args['from-scratch'] ? fromScratch(opened) : opened, {
        store: storeFolder(args.store),
        slots: undefined,
        checkpointSeconds: 30,
        out: undefined,
      })
    }),
})

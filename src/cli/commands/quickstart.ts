import { defineCommand } from 'citty'
import { studyArguments } from '../arguments.ts'
import { tell } from '../terminal.ts'

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
  run: async ({ args }) => {
    const [{ setUpPython }, { fromScratch, openStudy, storeFolder }, { runAndReport }] = await Promise.all([
      import('#engine'),
      import('../context.ts'),
      import('../run-and-report.ts'),
    ])
    await setUpPython({ log: tell })
    const opened = openStudy('quickstart', undefined)
    return runAndReport(args['from-scratch'] ? fromScratch(opened) : opened, {
      store: storeFolder(args.store),
      slots: undefined,
      checkpointSeconds: 30,
      out: undefined,
    })
  },
})

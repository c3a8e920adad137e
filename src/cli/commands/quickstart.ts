import { defineCommand } from 'citty'
import { runArguments, studyArguments } from '../arguments.ts'
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
    ...runArguments,
  },
  run: async ({ args }) => {
    const [{ setUpPython }, { fromScratch, openStudy, storeFolder }, { runAndTell }] = await Promise.all([
      import('#engine'),
      import('../context.ts'),
      import('../run-and-tell.ts'),
    ])
    const open = async () => {
      await setUpPython({ log: tell })
      const opened = openStudy('quickstart', undefined)
      return args['from-scratch'] ? fromScratch(opened) : opened
    }
    return runAndTell(open, args, {
      store: storeFolder(args.store),
      slots: undefined,
      out: undefined,
    })
  },
})

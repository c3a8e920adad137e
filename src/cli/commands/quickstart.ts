import { defineCommand } from 'citty'
import { runArguments, studyArguments } from '../arguments.ts'
import { tell } from '../terminal.ts'

/** The encoder of studies/quickstart-real.yaml. */
const REAL = 'multilingual-e5-small'

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
    real: {
      type: 'boolean',
      description: 'With a real multilingual encoder, which is fetched first, and takes longer',
    },
    ...runArguments,
  },
  run: async ({ args }) => {
    const [{ setUpPython }, { fromScratch, keepPolicy, openStudy, storeFolder }, { runAndTell }] =
      await Promise.all([import('#engine'), import('../context.ts'), import('../run-and-tell.ts')])
    const open = async () => {
      await setUpPython({ log: tell })
      if (args.real) await fetchRealEncoder()
      const opened = openStudy(args.real ? 'quickstart-real' : 'quickstart', undefined)
      return args['from-scratch'] ? fromScratch(opened) : opened
    }
    return runAndTell(open, args, {
      store: storeFolder(args.store),
      slots: undefined,
      out: undefined,
      keep: keepPolicy(undefined),
    })
  },
})

/** Shows how far it is, and says in one line what is there in the end. */
async function fetchRealEncoder(): Promise<void> {
  const { fetchModelNamed, intoFolder, startFetching } = await import('../fetching.ts')
  const { context, view } = startFetching(intoFolder(undefined, undefined))
  const show: typeof context.onEvent = (event) => {
    if (event.type === 'progress' || event.type === 'pause' || event.type === 'waiting') view.handle(event)
  }
  try {
    const { source } = await fetchModelNamed(REAL, { ...context, onEvent: show })
    view.close()
    tell(`model ${REAL}, from ${source}`)
  } finally {
    view.close()
  }
}

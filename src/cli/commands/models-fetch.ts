import { defineCommand } from 'citty'
import { model, models } from '#catalog'
import { fetchArguments, fetchModelNamed, intoFolder, startFetching } from '../fetching.ts'
import { guarded } from '../guard.ts'

export default defineCommand({
  meta: { name: 'fetch', description: 'Fetch a model of the catalogue or of the hub into a data folder' },
  args: {
    model: { type: 'positional', description: 'Model id, or hub id (owner/name)', required: true },
    ...fetchArguments,
  },
  run: ({ args }) =>
    guarded(async () => {
      const { context, view } = startFetching(intoFolder(args.into, args.data))
      try {
        for (const name of args._) {
          const known = models().some(({ id }) => id === name)
          if (known) console.error(`${model(name).title}; licence: ${model(name).licence}`)
          const folder = await fetchModelNamed(name, context)
          view.close()
          console.log(folder)
        }
      } finally {
        view.close()
      }
      return 0
    }),
})

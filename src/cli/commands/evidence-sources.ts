import { defineCommand } from 'citty'
import { addressVariable, SOURCES } from '#evidence'
import { guarded } from '../guard.ts'
import { printTable } from '../table.ts'

export default defineCommand({
  meta: { name: 'sources', description: 'List where literature is searched, with mirrors and keys' },
  args: { json: { type: 'boolean', description: 'Print as JSON' } },
  run: ({ args }) =>
    guarded(async () => {
      const rows = SOURCES.map((source) =>
        source.online
          ? { ...named(source), asked: source.address, mirror: addressVariable(source.id), keys: source.keys }
          : { ...named(source), asked: null, mirror: null, keys: [] },
      )
      if (args.json) console.log(JSON.stringify(rows, null, 2))
      else
        printTable(
          ['source', 'name', 'asked at', 'mirror', 'key, optional'],
          rows.map(({ id, name, asked, mirror, keys }) => [
            id,
            name,
            asked ?? 'folders of --papers',
            mirror ?? '',
            keys.join(' or '),
          ]),
        )
      return 0
    }),
})

const named = ({ id, name }: (typeof SOURCES)[number]) => ({ id, name })

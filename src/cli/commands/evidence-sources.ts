import { defineCommand } from 'citty'
import { json } from '../arguments.ts'
import { printTable } from '../table.ts'
import { printJson } from '../terminal.ts'

export default defineCommand({
  meta: { name: 'sources', description: 'List where literature is searched, with mirrors and keys' },
  args: { json },
  run: async ({ args }) => {
    const { addressVariable, SOURCES } = await import('#evidence')
    const rows = SOURCES.map((source) => {
      const { id, name } = source
      return source.online
        ? { id, name, asked: source.address, mirror: addressVariable(id), keys: source.keys }
        : { id, name, asked: null, mirror: null, keys: [] }
    })
    if (args.json) printJson(rows)
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
  },
})

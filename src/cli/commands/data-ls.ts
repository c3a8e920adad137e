import { defineCommand } from 'citty'
import { json, taskArguments } from '../arguments.ts'
import { printTable } from '../table.ts'
import { print, printJson } from '../terminal.ts'

export default defineCommand({
  meta: {
    name: 'ls',
    description: 'Say what is there of each task, from where, and how to get what is missing',
  },
  args: {
    ...taskArguments,
    json,
  },
  run: async ({ args }) => {
    const [{ tasks }, { sizeText }, { dataFolders }, { describeData, namedTasks, stateText }] =
      await Promise.all([
        import('#catalog'),
        import('#data'),
        import('../context.ts'),
        import('../task-data.ts'),
      ])
    const folders = dataFolders(args.data)
    const described = []
    for (const entry of args._.length === 0 ? tasks() : namedTasks(args._))
      described.push(await describeData(entry, folders))
    if (args.json) {
      printJson({ folders, tasks: described })
      return 0
    }
    printTable(
      ['task', 'there', 'size', 'from', 'licence', 'to get the rest'],
      described.map(({ task: id, parts, bytes, folders: places, fetchedFrom, licence, get }) => [
        id,
        stateText(parts),
        bytes === 0 ? '' : sizeText(bytes),
        [...new Set([...fetchedFrom.map(({ source }) => source), ...places])].join('\n'),
        licence,
        get ?? '',
      ]),
      [24, 34, 10, 30, 26, 40],
    )
    print(folders.length === 0 ? 'No data folder is named.' : `Data folders: ${folders.join(', ')}`)
    return 0
  },
})

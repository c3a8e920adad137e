import { defineCommand } from 'citty'
import type { TaskEntry } from '#catalog'
import { json } from '../arguments.ts'
import { printTable } from '../table.ts'
import { print, printJson } from '../terminal.ts'

export default defineCommand({
  meta: { name: 'tasks', description: 'List the tasks of the catalogue, or show one' },
  args: {
    id: { type: 'positional', description: 'Task to show in full', required: false },
    json,
  },
  run: async ({ args }) => {
    const { task, tasks } = await import('#catalog')
    if (args.id !== undefined) {
      const entry = task(args.id)
      if (args.json) printJson(entry)
      else print((await import('../describe-task.ts')).describeTask(entry))
      return 0
    }
    if (args.json) {
      printJson(tasks())
      return 0
    }
    printTable(
      ['task', 'kind', 'languages', 'train', 'main metric'],
      tasks().map(({ id, kind, languages, sizes, splits, metrics, standsInFor, part }) => [
        standsInFor === undefined
          ? id
          : `${id} (${part === undefined ? 'stands in for' : 'a part of'} ${standsInFor})`,
        kind,
        languages.length,
        splits.train === undefined ? 'none' : trainSize(sizes),
        metrics[0]!,
      ]),
      [33, 20, 11, 9, 20],
    )
    print(`${tasks().length} tasks; "polyvia tasks ID" shows one in full.`)
    return 0
  },
})

/** Examples of the one language that is trained on; of several, none speaks for all. */
function trainSize({ train = {} }: TaskEntry['sizes']): number | '' {
  const counts = Object.values(train)
  return counts.length === 1 ? counts[0]! : (train.en ?? '')
}

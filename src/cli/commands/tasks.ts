import { defineCommand } from 'citty'
import { tasks } from '#catalog'
import { printTable } from '../table.ts'

export default defineCommand({
  meta: { name: 'tasks', description: 'List the tasks of the catalogue' },
  args: { json: { type: 'boolean', description: 'Print the entries as JSON' } },
  run({ args }) {
    if (args.json) {
      console.log(JSON.stringify(tasks(), null, 2))
      return
    }
    printTable(
      ['task', 'type', 'languages', 'splits', 'main metric', 'title'],
      tasks().map((task) => [
        task.id,
        task.type,
        task.languages.length,
        Object.keys(task.splits).join(' '),
        task.metrics[0] ?? '',
        task.standsInFor === undefined ? task.title : `${task.title} (stands in for ${task.standsInFor})`,
      ]),
    )
  },
})

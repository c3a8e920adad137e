import { defineCommand } from 'citty'
import Table from 'cli-table3'
import { tasks } from '#catalog'

export default defineCommand({
  meta: { name: 'tasks', description: 'List the tasks of the catalogue' },
  args: { json: { type: 'boolean', description: 'Print the entries as JSON' } },
  run({ args }) {
    if (args.json) {
      console.log(JSON.stringify(tasks(), null, 2))
      return
    }
    const table = new Table({ head: ['task', 'type', 'languages', 'splits', 'main metric', 'title'] })
    for (const task of tasks())
      table.push([
        task.id,
        task.type,
        task.languages.length,
        Object.keys(task.splits).join(' '),
        task.metrics[0] ?? '',
        task.title,
      ])
    console.log(table.toString())
  },
})

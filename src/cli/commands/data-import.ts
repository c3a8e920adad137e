import { defineCommand } from 'citty'
import { fetchArguments, json } from '../arguments.ts'
import { print, printJson } from '../terminal.ts'

export default defineCommand({
  meta: { name: 'import', description: 'Put a downloaded archive, folder or file where a task finds it' },
  args: {
    from: { type: 'positional', description: 'Archive (zip, tar, tar.gz), folder or file', required: true },
    task: { type: 'string', description: 'Task that reads it', required: true, valueHint: 'TASK' },
    ...fetchArguments,
    json,
  },
  run: async ({ args }) => {
    const [{ task }, { importTask }, { intoFolder }] = await Promise.all([
      import('#catalog'),
      import('#data'),
      import('../fetching.ts'),
    ])
    const entry = task(args.task)
    const into = intoFolder(args.into, args.data)
    const { files, parts } = await importTask(entry, args.from, into)
    if (args.json) {
      printJson({ into, files, parts })
      return 0
    }
    for (const { split, language, examples, note } of parts)
      print(`${entry.id} ${split} ${language}: ${examples} examples${note === undefined ? '' : ` (${note})`}`)
    print(`${files.length} files are in ${into}. Licence: ${entry.licence}`)
    return 0
  },
})

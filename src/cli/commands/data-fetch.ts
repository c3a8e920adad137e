import { defineCommand } from 'citty'
import { fetchArguments, json } from '../arguments.ts'
import { reportError } from '../report-error.ts'
import { color, printJson, tell } from '../terminal.ts'

export default defineCommand({
  meta: {
    name: 'fetch',
    description: 'Fetch what is missing of tasks, or of all tasks and the model of a study',
  },
  args: {
    tasks: { type: 'positional', description: 'Task ids or study files', required: true, several: true },
    ...fetchArguments,
    json,
  },
  run: async ({ args }) => {
    const [
      { fetchTask },
      { dataFolders },
      { fetchModelNamed, intoFolder, startFetching },
      { namedTasks, modelsOf, stateText },
    ] = await Promise.all([
      import('#data'),
      import('../context.ts'),
      import('../fetching.ts'),
      import('../task-data.ts'),
    ])
    const entries = namedTasks(args._)
    const into = intoFolder(args.into, args.data)
    const { context, view } = startFetching(into)
    const results = []
    try {
      for (const entry of entries) {
        tell(`${color.bold(entry.id)} ${entry.title}; licence: ${entry.licence}`)
        const result = await fetchTask(entry, dataFolders(args.data), context)
        view.close()
        const bad = result.parts.some(({ state }) => state === 'missing')
        for (const { error } of result.failed) reportError(error)
        if (bad || result.failed.length > 0)
          for (const how of result.byHand) tell(`  ${color.yellow('by hand')} ${how}`)
        if (bad && result.byHand.length === 0 && result.failed.length === 0)
          tell(
            `  ${color.yellow('no source')} is known for what is missing: see "polyvia data ls ${entry.id}"`,
          )
        tell(`  ${bad ? color.red('missing') : color.green('there')} ${stateText(result.parts)}`)
        results.push({
          task: entry.id,
          ...result,
          failed: result.failed.map(({ source, error }) => ({
            source,
            code: error.code,
            message: error.message,
          })),
        })
      }
      for (const name of modelsOf(args._)) {
        tell(`${color.bold(name)} model`)
        const { folder } = await fetchModelNamed(name, context)
        view.close()
        tell(`  ${color.green('there')} ${folder}`)
      }
    } finally {
      view.close()
    }
    if (args.json) printJson({ into, tasks: results })
    const failed = results.some(
      ({ parts, failed }) =>
        parts.some(({ state }) => state === 'missing') ||
        (failed.length > 0 && parts.some(({ state }) => state !== 'there')),
    )
    return failed ? 1 : 0
  },
})

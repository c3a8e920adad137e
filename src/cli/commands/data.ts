import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { defineCommand } from 'citty'
import color from 'picocolors'
import { namedModel, type TaskEntry, task, tasks } from '#catalog'
import {
  byHandFor,
  coverage,
  downloadKey,
  type Finding,
  fetchTask,
  importTask,
  type Part,
  readFetched,
  SourceUnknownError,
  sizeText,
  sourceName,
  verifyFiles,
  verifyTask,
} from '#data'
import { readStudy } from '#study'
import { dataFolders } from '../context.ts'
import { fetchArguments, fetchModelNamed, intoFolder, startFetching } from '../fetching.ts'
import { guarded, reportError } from '../guard.ts'
import { tasksOfStudy } from '../study-tasks.ts'
import { printTable } from '../table.ts'

const { data } = fetchArguments
const json = { type: 'boolean', description: 'Print as JSON' } as const
const isStudy = (name: string) => /\.ya?ml$/.test(name)

/** Tasks by id, and those of studies by file. */
function entriesOf(names: readonly string[]): TaskEntry[] {
  const entries = names.flatMap((name) => (isStudy(name) ? tasksOfStudy(readStudy(name)) : [task(name)]))
  return [...new Map(entries.map((entry) => [entry.id, entry])).values()]
}

/** Counts by split, such as `train 1/1, test 35/36 (1 stand-in)`. */
function stateText(parts: readonly Part[]): string {
  const splits = [...new Set(parts.map(({ split }) => split))]
  return splits
    .map((split) => {
      const own = parts.filter((part) => part.split === split)
      const count = (state: Part['state']) => own.filter((part) => part.state === state).length
      const standIns = count('stand-in')
      return `${split} ${own.length - count('missing')}/${own.length}${standIns > 0 ? ` (${standIns} stand-in)` : ''}`
    })
    .join(', ')
}

async function bytesOf(files: Iterable<string>): Promise<number> {
  let bytes = 0
  for (const file of files) bytes += (await stat(file)).size
  return bytes
}

async function describeTask(entry: TaskEntry, folders: readonly string[]) {
  const parts = await coverage(entry, folders)
  const files = new Set(parts.flatMap((part) => part.files))
  const places = folders.filter((folder) => [...files].some((file) => file.startsWith(join(folder, '/'))))
  const records = await Promise.all(places.map(readFetched))
  const fetched = entry.downloads.flatMap((download) =>
    download.from === 'hand'
      ? []
      : records.flatMap(({ downloads }) => downloads[downloadKey(download)] ?? []),
  )
  const isWhole = parts.every(({ state }) => state === 'there')
  const sources = entry.downloads.filter(({ from }) => from !== 'hand').map(sourceName)
  return {
    task: entry.id,
    licence: entry.licence,
    parts,
    bytes: await bytesOf(files),
    folders: places,
    fetchedFrom: fetched.map(({ source, at }) => ({ source, at })),
    sources,
    byHand: byHandFor(entry, parts),
    get: isWhole
      ? null
      : sources.length > 0
        ? `polyvia data fetch ${entry.id}`
        : (byHandFor(entry, parts)[0] ?? 'no source is known'),
  }
}

const ls = defineCommand({
  meta: {
    name: 'ls',
    description: 'Say what is there of each task, from where, and how to get what is missing',
  },
  args: {
    tasks: { type: 'positional', description: 'Task ids or study files; default all tasks', required: false },
    data,
    json,
  },
  run: ({ args }) =>
    guarded(async () => {
      const folders = dataFolders(args.data)
      const described = []
      for (const entry of args._.length === 0 ? tasks() : entriesOf(args._))
        described.push(await describeTask(entry, folders))
      if (args.json) {
        console.log(JSON.stringify({ folders, tasks: described }, null, 2))
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
      console.log(folders.length === 0 ? 'No data folder is named.' : `Data folders: ${folders.join(', ')}`)
      return 0
    }),
})

const fetch = defineCommand({
  meta: {
    name: 'fetch',
    description: 'Fetch what is missing of tasks, or of all tasks and the model of a study',
  },
  args: {
    tasks: { type: 'positional', description: 'Task ids or study files', required: true },
    ...fetchArguments,
    json,
  },
  run: ({ args }) =>
    guarded(async () => {
      const entries = entriesOf(args._)
      const into = intoFolder(args.into, args.data)
      const { context, view } = startFetching(into)
      const results = []
      try {
        for (const entry of entries) {
          console.error(`${color.bold(entry.id)} ${entry.title}; licence: ${entry.licence}`)
          const result = await fetchTask(entry, dataFolders(args.data), context)
          view.close()
          const bad = result.parts.some(({ state }) => state === 'missing')
          for (const { error } of result.failed) reportError(error)
          if (bad || result.failed.length > 0)
            for (const how of result.byHand) console.error(`  ${color.yellow('by hand')} ${how}`)
          if (bad && result.byHand.length === 0 && result.failed.length === 0)
            console.error(
              `  ${color.yellow('no source')} is known for what is missing: see "polyvia data ls ${entry.id}"`,
            )
          console.error(`  ${bad ? color.red('missing') : color.green('there')} ${stateText(result.parts)}`)
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
          console.error(`${color.bold(name)} model`)
          const folder = await fetchModelNamed(name, context)
          view.close()
          console.error(`  ${color.green('there')} ${folder}`)
        }
      } finally {
        view.close()
      }
      if (args.json) console.log(JSON.stringify({ into, tasks: results }, null, 2))
      const failed = results.some(
        ({ parts, failed }) =>
          parts.some(({ state }) => state === 'missing') ||
          (failed.length > 0 && parts.some(({ state }) => state !== 'there')),
      )
      return failed ? 1 : 0
    }),
})

/** Models of studies that are of the catalogue or the hub, and not a folder here. */
function modelsOf(names: readonly string[]): string[] {
  return names.filter(isStudy).flatMap((name) => {
    const { model } = readStudy(name)
    if (typeof model !== 'string' || existsSync(model)) return []
    return namedModel(model) !== undefined || /^[\w.-]+\/[\w.-]+$/.test(model) ? [model] : []
  })
}

const paint: Record<Finding['state'], (text: string) => string> = {
  ok: color.green,
  wrong: color.red,
  absent: color.dim,
  note: color.yellow,
}

const verify = defineCommand({
  meta: {
    name: 'verify',
    description: 'Hash fetched files again, parse every split, and compare with what is published',
  },
  args: {
    tasks: { type: 'positional', description: 'Task ids or study files; default all tasks', required: false },
    data,
    json,
  },
  run: ({ args }) =>
    guarded(async () => {
      const folders = dataFolders(args.data)
      const findings: Finding[] = []
      const tell = (found: readonly Finding[]) => {
        findings.push(...found)
        if (args.json) return
        for (const each of found)
          if (each.state !== 'absent')
            console.log(`${paint[each.state](each.state.padEnd(6))} ${each.subject}: ${each.found}`)
      }
      for (const folder of folders) tell(await verifyFiles(folder))
      for (const entry of args._.length === 0 ? tasks() : entriesOf(args._))
        tell(await verifyTask(entry, folders))
      const count = (state: Finding['state']) => findings.filter((each) => each.state === state).length
      if (args.json) console.log(JSON.stringify(findings, null, 2))
      else
        console.log(
          `${findings.length} checked: ${count('ok')} ok, ${count('wrong')} wrong, ${count('note')} stand-ins, ${count('absent')} not there`,
        )
      return count('wrong') > 0 ? 1 : 0
    }),
})

const importData = defineCommand({
  meta: { name: 'import', description: 'Put a downloaded archive, folder or file where a task finds it' },
  args: {
    from: { type: 'positional', description: 'Archive (zip, tar, tar.gz), folder or file', required: true },
    task: { type: 'string', description: 'Task that reads it', required: true, valueHint: 'TASK' },
    ...fetchArguments,
    json,
  },
  run: ({ args }) =>
    guarded(async () => {
      if (args._.length > 1)
        throw new SourceUnknownError(
          `"import" takes one archive, folder or file, here are ${args._.length}`,
          {
            hint: 'Import them one by one.',
          },
        )
      const entry = task(args.task)
      const into = intoFolder(args.into, args.data)
      const { files, parts } = await importTask(entry, args.from, into)
      if (args.json) {
        console.log(JSON.stringify({ into, files, parts }, null, 2))
        return 0
      }
      for (const { split, language, examples, note } of parts)
        console.log(
          `${entry.id} ${split} ${language}: ${examples} examples${note === undefined ? '' : ` (${note})`}`,
        )
      console.log(`${files.length} files are in ${into}. Licence: ${entry.licence}`)
      return 0
    }),
})

export default defineCommand({
  meta: { name: 'data', description: 'List, fetch, check, import and translate the data of tasks' },
  subCommands: {
    ls,
    fetch,
    verify,
    import: importData,
    translate: () => import('./data-translate.ts').then((module) => module.default),
  },
})

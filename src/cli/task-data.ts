/** What data folders have of the tasks that a command names. */
import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { namedModel, type TaskEntry, task } from '#catalog'
import { byHandFor, type Coverage, coverage, downloadKey, readFetched, sourceName } from '#data'
import { readStudy } from '#study'
import { tasksOfStudy } from './study-tasks.ts'

const isStudy = (name: string) => /\.ya?ml$/.test(name)

/** Tasks by id, and those of studies by file. */
export function namedTasks(names: readonly string[]): TaskEntry[] {
  const entries = names.flatMap((name) => (isStudy(name) ? tasksOfStudy(readStudy(name)) : [task(name)]))
  return [...new Map(entries.map((entry) => [entry.id, entry])).values()]
}

/** Counts by split, such as `train 1/1, test 35/36 (1 stand-in)`. */
export function stateText(parts: readonly Coverage[]): string {
  const splits = [...new Set(parts.map(({ split }) => split))]
  return splits
    .map((split) => {
      const own = parts.filter((part) => part.split === split)
      const count = (state: Coverage['state']) => own.filter((part) => part.state === state).length
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

/** What is there of a task, from where, and how to get the rest. */
export async function describeData(entry: TaskEntry, folders: readonly string[]) {
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

/** Models of studies that are of the catalogue or the hub, and not a folder here. */
export function modelsOf(names: readonly string[]): string[] {
  return names.filter(isStudy).flatMap((name) => {
    const { model } = readStudy(name)
    if (typeof model !== 'string' || existsSync(model)) return []
    return namedModel(model) !== undefined || /^[\w.-]+\/[\w.-]+$/.test(model) ? [model] : []
  })
}

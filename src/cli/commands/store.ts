import { existsSync } from 'node:fs'
import { defineCommand } from 'citty'
import { type Key, PolyviaError } from '#kernel'
import type { Store } from '#store'
import { json, studyArguments } from '../arguments.ts'
import { printTable } from '../table.ts'
import { print, printJson } from '../terminal.ts'

class KeyError extends PolyviaError {
  readonly code = 'KEY_UNKNOWN'
  readonly exitCode = 2
}

const { store: storeArgument, data } = studyArguments

/** Opens the store that is there; looking at a store never makes one. */
async function existingStore(folder: string | undefined): Promise<Store> {
  const { storeFolder } = await import('../context.ts')
  const root = storeFolder(folder)
  if (!existsSync(root))
    throw new KeyError(`There is no store at "${root}"`, {
      hint: 'Run a study first, or name the store with --store.',
      place: { file: root },
    })
  return (await import('#store')).openStore(root)
}

/** Finds an artifact by the beginning of its key. */
async function findKey(store: Store, start: string): Promise<Key> {
  const keys = (await store.list()).map((entry) => entry.key).filter((key) => key.startsWith(start))
  if (keys.length === 1) return keys[0]!
  throw new KeyError(
    keys.length === 0
      ? `No artifact has a key that starts with "${start}"`
      : `${keys.length} artifacts have keys that start with "${start}"`,
    { hint: '"polyvia store ls" lists the keys; a unique beginning is enough.' },
  )
}

const size = (bytes: number) =>
  bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`

const ls = defineCommand({
  meta: { name: 'ls', description: 'List artifacts' },
  args: { store: storeArgument, json },
  run: async ({ args }) => {
    const entries = await (await existingStore(args.store)).list()
    if (args.json) {
      printJson(entries)
      return 0
    }
    printTable(
      ['key', 'operation', 'label', 'size', 'seconds'],
      entries.map(({ key, bytes, manifest }) => [
        key.slice(0, 12),
        manifest?.operation ?? '?',
        manifest?.label ?? 'unreadable manifest',
        size(bytes),
        manifest?.seconds ?? '',
      ]),
    )
    print(`${entries.length} artifacts, ${size(entries.reduce((sum, entry) => sum + entry.bytes, 0))}`)
    return 0
  },
})

const show = defineCommand({
  meta: { name: 'show', description: 'Print the manifest of an artifact, and its folder' },
  args: {
    key: { type: 'positional', description: 'Key or its beginning', required: true },
    store: storeArgument,
  },
  run: async ({ args }) => {
    const store = await existingStore(args.store)
    const key = await findKey(store, args.key)
    printJson({ folder: store.path(key), ...store.manifest(key) })
    return 0
  },
})

const verify = defineCommand({
  meta: { name: 'verify', description: 'Hash every file again and name what is damaged' },
  args: {
    key: { type: 'positional', description: 'Key or its beginning; default all', required: false },
    store: storeArgument,
    drop: { type: 'boolean', description: 'Remove damaged artifacts, so that the next run makes them again' },
  },
  run: async ({ args }) => {
    const store = await existingStore(args.store)
    const checked = await store.verify(args.key === undefined ? undefined : await findKey(store, args.key))
    const damaged = checked.filter((each) => !each.whole)
    for (const { key, label, problem, missing, changed, extra } of damaged) {
      const faults = [
        problem,
        ...missing.map((file) => `${file} is missing`),
        ...changed.map((file) => `${file} has changed`),
        ...extra.map((file) => `${file} does not belong there`),
      ]
      print(`damaged ${key.slice(0, 12)} (${label}): ${faults.filter(Boolean).join('; ')}`)
      if (args.drop) await store.remove(key)
    }
    print(
      `${checked.length} checked, ${damaged.length} damaged${args.drop && damaged.length > 0 ? ' and removed' : ''}`,
    )
    return damaged.length > 0 && !args.drop ? 1 : 0
  },
})

const gc = defineCommand({
  meta: { name: 'gc', description: 'Remove every artifact that the named studies do not need' },
  args: {
    studies: { type: 'positional', description: 'Study files to keep, separated by commas', required: true },
    store: storeArgument,
    data,
    'dry-run': { type: 'boolean', description: 'Only say what would go' },
  },
  run: async ({ args }) => {
    const store = await existingStore(args.store)
    const [{ planStudy }, { openStudy }] = await Promise.all([import('#plan'), import('../context.ts')])
    const keep = new Set<Key>()
    for (const file of args.studies.split(',')) {
      const opened = openStudy(file, args.data)
      for (const phase of (await planStudy(opened.study, opened.places)).phases) keep.add(phase.key)
    }
    const dryRun = args['dry-run'] === true
    const garbage = await store.gc(keep, { dryRun })
    for (const { key, manifest, bytes } of garbage.artifacts)
      print(`${key.slice(0, 12)} ${manifest?.operation ?? '?'} ${manifest?.label ?? ''} ${size(bytes)}`)
    print(
      `${dryRun ? 'Would remove' : 'Removed'} ${garbage.artifacts.length} artifacts, ${garbage.states.length} unfinished states and ${garbage.leftovers} leftovers, ${size(garbage.bytes)}.`,
    )
    return 0
  },
})

const exportArtifact = defineCommand({
  meta: { name: 'export', description: 'Copy an artifact out of the store, for example a checkpoint' },
  args: {
    key: { type: 'positional', description: 'Key or its beginning', required: true },
    folder: { type: 'positional', description: 'New folder', required: true },
    store: storeArgument,
  },
  run: async ({ args }) => {
    const store = await existingStore(args.store)
    await store.export(await findKey(store, args.key), args.folder)
    print(args.folder)
    return 0
  },
})

export default defineCommand({
  meta: { name: 'store', description: 'Look at, check and clean the artifacts' },
  subCommands: { ls, show, verify, gc, export: exportArtifact },
})

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defineCommand } from 'citty'
import { checkOutputFolder, type Key, PolyviaError } from '#kernel'
import type { Keep, PlannedPhase } from '#plan'
import type { Store, StoredArtifact } from '#store'
import { json, keep, studyArguments } from '../arguments.ts'
import { olderNote, suspectLines } from '../store-notes.ts'
import { printTable } from '../table.ts'
import { print, printJson } from '../terminal.ts'

class KeyError extends PolyviaError {
  readonly code = 'KEY_UNKNOWN'
  readonly exitCode = 2
}

const { store: storeArgument, data } = studyArguments

/** Opens the store that is there; looking at a store never makes or changes one. */
async function existingStore(
  folder: string | undefined,
  options: { readonly readOnly?: boolean } = {},
): Promise<Store> {
  const { storeFolder } = await import('../context.ts')
  const root = storeFolder(folder)
  if (!existsSync(root))
    throw new KeyError(`There is no store at "${root}"`, {
      hint: 'Run a study first, or name the store with --store.',
      place: { file: root },
    })
  return (await import('#store')).openStore(root, options)
}

/** Finds an artifact by the beginning of its key. */
async function findEntry(store: Store, start: string): Promise<StoredArtifact> {
  const entries = (await store.list()).filter(({ key }) => key.startsWith(start))
  if (entries.length === 1) return entries[0]!
  throw new KeyError(
    entries.length === 0
      ? `No artifact has a key that starts with "${start}"`
      : `${entries.length} artifacts have keys that start with "${start}"`,
    { hint: '"polyvia store ls" lists the keys; a unique beginning is enough.' },
  )
}

const size = (bytes: number) =>
  bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`

const ls = defineCommand({
  meta: { name: 'ls', description: 'List artifacts' },
  args: { store: storeArgument, json },
  run: async ({ args }) => {
    const store = await existingStore(args.store, { readOnly: true })
    const entries = await store.list()
    if (args.json) {
      printJson(entries)
      return 0
    }
    printTable(
      ['key', 'operation', 'label', 'size', 'seconds'],
      entries.map(({ key, bytes, manifest, older, dropped }) => [
        key.slice(0, 12),
        manifest?.operation ?? '?',
        manifest?.label ?? (older ? 'of an older version' : 'unreadable manifest'),
        dropped ? 'dropped' : size(bytes),
        manifest?.seconds ?? '',
      ]),
    )
    print(
      `${entries.length} artifacts, ${size(entries.reduce((sum, entry) => sum + entry.bytes, 0))}; the store takes ${size(await store.diskBytes())} on the disk`,
    )
    const older = await olderNote(store)
    if (older !== null) print(older)
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
    const store = await existingStore(args.store, { readOnly: true })
    const { key, folder } = await findEntry(store, args.key)
    printJson({ folder, ...store.manifest(key) })
    return 0
  },
})

const verify = defineCommand({
  meta: { name: 'verify', description: 'Hash every file again and name what is damaged' },
  args: {
    key: { type: 'positional', description: 'Key or its beginning; default all', required: false },
    store: storeArgument,
    drop: {
      type: 'boolean',
      description:
        'Set damaged artifacts aside, with all that was computed from them, so that the next run makes them again',
    },
  },
  run: async ({ args }) => {
    const store = await existingStore(args.store, { readOnly: args.drop !== true })
    const only = args.key === undefined ? undefined : (await findEntry(store, args.key)).key
    const checked = await store.verify(only)
    const damaged = checked.filter((each) => !each.whole)
    if (damaged.length > 0) {
      const suspects = await store.suspects(damaged)
      if (args.drop) await store.setAside(suspects)
      const what = args.drop
        ? `set aside in ${join(store.root, 'quarantine')} until "polyvia store gc"`
        : 'the next run of a study that needs them sets them aside and computes them again'
      for (const line of suspectLines(suspects, what)) print(line)
    }
    print(`${checked.length} checked, ${damaged.length} damaged`)
    const older = await olderNote(store)
    if (older !== null) print(older)
    return damaged.length > 0 && !args.drop ? 1 : 0
  },
})

/** What of studies nothing will read any more and a policy drops, each with its files that last. */
async function spentArtifacts(
  phases: readonly PlannedPhase[],
  store: Store,
  policy: Keep,
): Promise<Map<Key, readonly string[]>> {
  const { buildGraph, demandOf, lastingFiles, spentOf } = await import('#plan')
  const graph = buildGraph(phases)
  const has = (key: Key) => store.has(key)
  const { run } = demandOf(graph, has)
  const drop = new Map<Key, readonly string[]>()
  for (const key of spentOf(graph, has, (reader) => run.has(reader))) {
    const lasting = lastingFiles(graph.phases.get(key)!.operation, policy)
    if (lasting !== null) drop.set(key, lasting)
  }
  return drop
}

const gc = defineCommand({
  meta: { name: 'gc', description: 'Remove every artifact that the named studies do not need' },
  args: {
    studies: { type: 'positional', description: 'Study files to keep, separated by commas', required: true },
    store: storeArgument,
    data,
    keep,
    'dry-run': { type: 'boolean', description: 'Only say what would go' },
  },
  run: async ({ args }) => {
    const store = await existingStore(args.store)
    const [{ planStudy }, { keepPolicy, openStudy }] = await Promise.all([
      import('#plan'),
      import('../context.ts'),
    ])
    const policy = keepPolicy(args.keep) ?? 'all'
    const phases: PlannedPhase[] = []
    for (const file of args.studies.split(',')) {
      const opened = openStudy(file, args.data)
      phases.push(...(await planStudy(opened.study, opened.places)).phases)
    }
    const dryRun = args['dry-run'] === true
    const drop = await spentArtifacts(phases, store, policy)
    const garbage = await store.gc(new Set(phases.map(({ key }) => key)), { dryRun, drop })
    for (const { key, manifest, bytes } of [...garbage.artifacts, ...garbage.dropped])
      print(`${key.slice(0, 12)} ${manifest?.operation ?? '?'} ${manifest?.label ?? ''} ${size(bytes)}`)
    const dropped =
      garbage.dropped.length === 0 ? '' : `${garbage.dropped.length} that nothing reads any more, `
    print(
      `${dryRun ? 'Would remove' : 'Removed'} ${garbage.artifacts.length} artifacts, ${dropped}${garbage.states.length} unfinished states, ${garbage.leftovers} leftovers and ${garbage.setAside} that were set aside, ${size(garbage.bytes)}.`,
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
    const store = await existingStore(args.store, { readOnly: true })
    checkOutputFolder(args.folder)
    await store.export((await findEntry(store, args.key)).key, args.folder)
    print(args.folder)
    return 0
  },
})

export default defineCommand({
  meta: { name: 'store', description: 'Look at, check and clean the artifacts' },
  subCommands: { ls, show, verify, gc, export: exportArtifact },
})

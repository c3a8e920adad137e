import { count, listed, plural } from '#kernel'
import {
  code,
  list,
  paragraph,
  type Section,
  section,
  type Table,
  table,
  tableOf,
} from '../../document/model.ts'
import { groupBy } from '../../group-by.ts'
import { bytes, duration } from '../../numbers.ts'
import type { Report } from '../../schema.ts'

/** What was computed from what, and how to do it again. */
export function manifestSection(report: Report): Section {
  const { manifest, reproduce } = report
  const part = (title: string, content: Table, fold: 'open' | 'closed', note?: string) =>
    section(title, [table(title, content)], { fold, ...(note === undefined ? {} : { note }) })
  return section(
    'Manifest',
    [
      list(manifest.summary),
      part('Trained phases', trainingTable(report), 'open'),
      part('Data read', dataTable(report), 'open'),
      part('Files read', fileTable(report), 'closed', plural(manifest.files.length, 'file')),
      part('Versions and machines', versionTable(report), 'open'),
      section(
        'How to repeat this',
        [
          { kind: 'code', language: 'sh', text: reproduce.commands.join('\n') },
          paragraph(['with this study as ', code(reproduce.file), ':']),
          { kind: 'code', language: 'yaml', text: reproduce.study },
        ],
        { id: 'reproduce' },
      ),
    ],
    { id: 'manifest' },
  )
}

/** Digits of a key or hash that are printed; report.json has all. */
const DIGITS = 16

const trainingTable = ({ manifest, arms: all }: Report): Table =>
  tableOf(manifest.trainings, [
    ['Trained phase', ({ title }) => title],
    ['Arms', ({ arms }) => (arms.length === all.length ? 'all' : listed(arms))],
    ['Seed', ({ seed }) => String(seed), 'number'],
    ['Steps', ({ steps }) => count(steps), 'number'],
    ['Tokens', ({ tokens }) => count(tokens), 'number'],
    ['Time', ({ seconds }) => duration(seconds), 'number'],
    ['Tensors carried over', ({ tensors }) => count(tensors.loaded), 'number'],
    ['new', ({ tensors }) => count(tensors.created), 'number'],
    ['left behind', ({ tensors }) => count(tensors.dropped), 'number'],
    ['Key', ({ key }) => key.slice(0, DIGITS)],
  ])

type Read = Report['manifest']['data'][number]

/** One row a task and split. */
const dataTable = ({ manifest }: Report): Table =>
  tableOf(
    [...groupBy(manifest.data, ({ task, split }) => `${task} ${split}`).values()],
    [
      ['Task', (records) => records[0]!.task],
      ['Split', (records) => records[0]!.split],
      ['Languages', (records) => count(new Set(records.map(({ language }) => language)).size), 'number'],
      ['Examples', (records) => count(records.reduce((sum, { examples }) => sum + examples, 0)), 'number'],
      ['Left out by the parser', skippedIn],
    ],
  )

function skippedIn(records: readonly Read[]): string {
  const skipped = new Map<string, number>()
  for (const record of records)
    for (const [reason, times] of Object.entries(record.skipped))
      skipped.set(reason, (skipped.get(reason) ?? 0) + times)
  return [...skipped].map(([reason, times]) => `${count(times)} ${reason}`).join('; ') || 'nothing'
}

/** One row a file of a dataset. */
function fileTable({ manifest }: Report): Table {
  const tasks = manifest.files.map(() => new Set<string>())
  for (const record of manifest.data) for (const place of record.files) tasks[place]!.add(record.task)
  return tableOf(manifest.files, [
    ['File', ({ path }) => path],
    ['SHA-256', ({ sha256 }) => sha256.slice(0, DIGITS)],
    ['Tasks', (_, place) => [...tasks[place]!].join(', ')],
  ])
}

function versionTable({ manifest: { versions, hosts } }: Report): Table {
  const machines = hosts.map(({ device, processor, cores, memoryBytes, system }): [string, string] => [
    'machine',
    `${device === null ? '' : `${device}, `}${processor}, ${cores} cores, ${bytes(memoryBytes)} memory, ${system}`,
  ])
  return tableOf(
    [...Object.entries(versions), ...machines],
    [
      ['What', ([what]) => what],
      ['Version', ([, version]) => version],
    ],
  )
}

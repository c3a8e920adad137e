import { count, groupBy, listed, plural } from '#kernel'
import { type Block, code, list, paragraph, type Section, section, table } from '../../document/model.ts'
import { bytes, duration } from '../../numbers.ts'
import type { Report } from '../../schema.ts'

/** What was computed from what, and how to do it again. */
export function manifestSection(report: Report): Section {
  const { manifest, reproduce } = report
  return section({ title: 'Manifest', id: 'manifest' }, [
    list(manifest.summary),
    section({ title: 'Trained phases', fold: 'open' }, [trainingTable(report)]),
    section({ title: 'Data read', fold: 'open' }, [dataTable(report)]),
    section({ title: 'Files read', fold: 'closed', note: plural(manifest.files.length, 'file') }, [
      fileTable(report),
    ]),
    section({ title: 'Versions and machines', fold: 'open' }, [versionTable(report)]),
    section({ title: 'How to repeat this', id: 'reproduce' }, [
      { kind: 'code', language: 'sh', text: reproduce.commands.join('\n') },
      paragraph(['with this study as ', code(reproduce.file), ':']),
      { kind: 'code', language: 'yaml', text: reproduce.study },
    ]),
  ])
}

/** Digits of a key or hash that are printed; report.json has all. */
const DIGITS = 16

const trainingTable = ({ manifest, arms: all }: Report): Block =>
  table('Trained phases', manifest.trainings, [
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
function dataTable({ manifest }: Report): Block {
  const splits = [...groupBy(manifest.data, ({ task, split }) => `${task} ${split}`).values()]
  return table('Data read', splits, [
    ['Task', (records) => records[0]!.task],
    ['Split', (records) => records[0]!.split],
    ['Languages', (records) => count(new Set(records.map(({ language }) => language)).size), 'number'],
    ['Examples', (records) => count(records.reduce((sum, { examples }) => sum + examples, 0)), 'number'],
    ['Left out by the parser', skippedIn],
  ])
}

function skippedIn(records: readonly Read[]): string {
  const skipped = new Map<string, number>()
  for (const record of records)
    for (const [reason, times] of Object.entries(record.skipped))
      skipped.set(reason, (skipped.get(reason) ?? 0) + times)
  return [...skipped].map(([reason, times]) => `${count(times)} ${reason}`).join('; ') || 'nothing'
}

/** One row a file of a dataset. */
function fileTable({ manifest: { files, data } }: Report): Block {
  const tasksAt = (place: number) =>
    new Set(data.filter((read) => read.files.includes(place)).map(({ task }) => task))
  return table('Files read', files, [
    ['File', ({ path }) => path],
    ['SHA-256', ({ sha256 }) => sha256.slice(0, DIGITS)],
    ['Tasks', (_, place) => [...tasksAt(place)].join(', ')],
  ])
}

function versionTable({ manifest: { versions, hosts } }: Report): Block {
  const machines = hosts.map(({ device, processor, cores, memoryBytes, system }): [string, string] => [
    'machine',
    `${device === null ? '' : `${device}, `}${processor}, ${cores} cores, ${bytes(memoryBytes)} memory, ${system}`,
  ])
  return table(
    'Versions and machines',
    [...Object.entries(versions), ...machines],
    [
      ['What', ([what]) => what],
      ['Version', ([, version]) => version],
    ],
  )
}

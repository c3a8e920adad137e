import { groupBy } from './group.ts'
import type { Report, Table } from './schema.ts'
import { bytes, count, duration, listed } from './wording.ts'

/** Tables of the manifest in text, for every rendering. */

/** Digits of a key or hash that are printed; report.json has all. */
const DIGITS = 16

const text = (title: string) => ({ title, numeric: false })
const number = (title: string) => ({ title, numeric: true })

export function trainingTable({ manifest, arms }: Report): Table {
  return {
    columns: [
      text('Trained phase'),
      text('Arms'),
      number('Seed'),
      number('Steps'),
      number('Tokens'),
      number('Time'),
      number('Tensors carried over'),
      number('new'),
      number('left behind'),
      text('Key'),
    ],
    rows: manifest.trainings.map((phase) => [
      phase.title,
      phase.arms.length === arms.length ? 'all' : listed(phase.arms),
      String(phase.seed),
      count(phase.steps),
      count(phase.tokens),
      duration(phase.seconds),
      count(phase.tensors.loaded),
      count(phase.tensors.created),
      count(phase.tensors.dropped),
      phase.key.slice(0, DIGITS),
    ]),
  }
}

/** One row a task and split. */
export function dataTable({ manifest }: Report): Table {
  const groups = groupBy(manifest.data, ({ task, split }) => `${task} ${split}`)
  return {
    columns: [
      text('Task'),
      text('Split'),
      number('Languages'),
      number('Examples'),
      text('Left out by the parser'),
    ],
    rows: [...groups.values()].map((records) => {
      const skipped = new Map<string, number>()
      for (const record of records)
        for (const [reason, times] of Object.entries(record.skipped))
          skipped.set(reason, (skipped.get(reason) ?? 0) + times)
      const { task, split } = records[0]!
      return [
        task,
        split,
        count(new Set(records.map((record) => record.language)).size),
        count(records.reduce((sum, record) => sum + record.examples, 0)),
        [...skipped].map(([reason, times]) => `${count(times)} ${reason}`).join('; ') || 'nothing',
      ]
    }),
  }
}

/** One row a file of a dataset. */
export function fileTable({ manifest }: Report): Table {
  return {
    columns: [
      text('Task'),
      text('Split'),
      text('Language'),
      number('Examples'),
      text('File'),
      text('SHA-256'),
    ],
    rows: manifest.data.flatMap((record) =>
      record.files.map((file) => [
        record.task,
        record.split,
        record.language,
        count(record.examples),
        file.path,
        file.sha256.slice(0, DIGITS),
      ]),
    ),
  }
}

export function versionTable({ manifest }: Report): Table {
  return {
    columns: [text('What'), text('Version')],
    rows: [
      ...Object.entries(manifest.versions),
      ...manifest.hosts.map((host) => [
        'machine',
        `${host.device === null ? '' : `${host.device}, `}${host.processor}, ${host.cores} cores, ${bytes(host.memoryBytes)} memory, ${host.system}`,
      ]),
    ],
  }
}

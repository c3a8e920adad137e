import { count, listed, plural } from '#kernel'
import {
  code,
  list,
  numberColumn,
  paragraph,
  type Section,
  section,
  type Table,
  table,
  textColumn,
} from '../../document/model.ts'
import { groupBy } from '../../group.ts'
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

function trainingTable({ manifest, arms }: Report): Table {
  return {
    columns: [
      textColumn('Trained phase'),
      textColumn('Arms'),
      numberColumn('Seed'),
      numberColumn('Steps'),
      numberColumn('Tokens'),
      numberColumn('Time'),
      numberColumn('Tensors carried over'),
      numberColumn('new'),
      numberColumn('left behind'),
      textColumn('Key'),
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
function dataTable({ manifest }: Report): Table {
  const groups = groupBy(manifest.data, ({ task, split }) => `${task} ${split}`)
  return {
    columns: [
      textColumn('Task'),
      textColumn('Split'),
      numberColumn('Languages'),
      numberColumn('Examples'),
      textColumn('Left out by the parser'),
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
function fileTable({ manifest }: Report): Table {
  const tasks = manifest.files.map(() => new Set<string>())
  for (const record of manifest.data) for (const place of record.files) tasks[place]!.add(record.task)
  return {
    columns: [textColumn('File'), textColumn('SHA-256'), textColumn('Tasks')],
    rows: manifest.files.map(({ path, sha256 }, place) => [
      path,
      sha256.slice(0, DIGITS),
      [...tasks[place]!].join(', '),
    ]),
  }
}

function versionTable({ manifest }: Report): Table {
  return {
    columns: [textColumn('What'), textColumn('Version')],
    rows: [
      ...Object.entries(manifest.versions),
      ...manifest.hosts.map((host) => [
        'machine',
        `${host.device === null ? '' : `${host.device}, `}${host.processor}, ${host.cores} cores, ${bytes(host.memoryBytes)} memory, ${host.system}`,
      ]),
    ],
  }
}

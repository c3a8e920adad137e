import { count, listed, plural } from '#kernel'
import { groupBy } from './group.ts'
import { bytes, decimal, duration } from './numbers.ts'
import type { Report, Table } from './schema.ts'

/** Tables of the manifest in text, for every rendering. */

/** Digits of a key or hash that are printed; report.json has all. */
const DIGITS = 16

const text = (title: string) => ({ title, numeric: false })
const number = (title: string) => ({ title, numeric: true })

/** What keeps every row apart from its paper. */
const sharedCautions = ({ published }: Report) =>
  (published[0]?.cautions ?? []).filter((caution) =>
    published.every(({ cautions }) => cautions.includes(caution)),
  )

/** Before the table of published numbers. */
export function publishedNote(report: Report): string {
  const shared = sharedCautions(report)
  return `Numbers of papers for the same targets, for scale. A row compares two studies, not two arms.${shared.length === 0 ? ' It is a replication only where nothing is known to keep the two apart.' : ` No row is a replication. What keeps all of them apart: ${shared.join('; ')}.`}`
}

/** Before the table of thresholds. */
export const DETAIL_NOTE =
  'What had to be settled before test data could be scored; it was settled on development data alone.'

/** Before the table of layers. */
export function selectionNote({ selections }: Report): string {
  const { task, languages, table } = selections[0]!
  return `Every encoder was tried with ${plural(table.length, 'combination')} of layer and pooling on the development data of ${task} (${listed(languages)}); the one that finds most translations of English sentences there was used on all targets that are not trained on. Test data took no part. Layer 0 are the embeddings.`
}

const POOLINGS: Readonly<Record<string, string>> = { mean: 'mean', 'first-token': 'first token' }

/** One row an encoder: the layer and pooling chosen for it, and how close the choice was. */
export function selectionTable({ selections }: Report): Table {
  return {
    columns: [
      text('Arm'),
      number('Seed'),
      number('Layer'),
      text('Pooling'),
      number('Development accuracy'),
      text('Next best'),
      number('Tried'),
    ],
    rows: selections.map(({ arm, seed, layer, pooling, score, table }) => {
      const next = table
        .filter((each) => each.layer !== layer || each.pooling !== pooling)
        .toSorted((a, b) => b.score - a.score)[0]
      return [
        arm,
        String(seed),
        String(layer),
        POOLINGS[pooling] ?? pooling,
        decimal(score),
        next
          ? `${decimal(next.score)} at layer ${next.layer}, ${POOLINGS[next.pooling] ?? next.pooling}`
          : 'none',
        count(table.length),
      ]
    }),
  }
}

/** One row a score that needed something settled first, such as a mining threshold. */
export function detailTable({ details, targets }: Report): Table {
  const keys = [...new Set(details.flatMap(({ values }) => Object.keys(values)))]
  const print = (value: string | number | undefined) =>
    value === undefined ? 'none' : typeof value === 'number' ? decimal(value, 3) : value
  const numeric = (key: string) => details.some(({ values }) => typeof values[key] === 'number')
  return {
    columns: [
      text('Target'),
      text('Language'),
      text('Arm'),
      number('Seed'),
      ...keys.map((key) => ({ title: `${key[0]!.toUpperCase()}${key.slice(1)}`, numeric: numeric(key) })),
    ],
    rows: details.map(({ target, language, arm, seed, values }) => [
      targets.find(({ id }) => id === target)?.title ?? target,
      language,
      arm,
      String(seed),
      ...keys.map((key) => print(values[key])),
    ]),
  }
}

/** One row an arm: its scores on a benchmark and on the groups of it that the study has whole. */
export function benchmarkTable(
  { arms }: Report,
  { title, groups, scores }: Report['benchmarks'][number],
): Table {
  const whole = scores.some(({ group }) => group === null)
  const columns = [...(whole ? [null] : []), ...groups]
  return {
    columns: [text('Arm'), ...columns.map((group) => number(group ?? `${title}, average`))],
    rows: arms.map(({ name }) => [
      name,
      ...columns.map((group) => {
        const found = scores.find((each) => each.arm === name && each.group === group)
        return found
          ? `${decimal(found.value.value)} [${decimal(found.value.low)}, ${decimal(found.value.high)}]`
          : 'none'
      }),
    ]),
  }
}

/** One row a published number, with ours beside it; what all rows share stands in the note. */
export function publishedTable(report: Report): Table {
  const shared = sharedCautions(report)
  return {
    columns: [
      text('Target'),
      text('Metric'),
      text('Published setting'),
      number('Published'),
      text('Our arm'),
      number('Ours'),
      text(shared.length === 0 ? 'What keeps them apart' : 'What else keeps them apart'),
    ],
    rows: report.published.map(({ title, metric, setting, value, paper, arm, ours, cautions }) => [
      title,
      metric,
      `${setting} (${paper})`,
      decimal(value),
      arm ?? 'none',
      ours === null ? 'none' : decimal(ours),
      cautions.filter((caution) => !shared.includes(caution)).join('; ') || 'nothing that is known here',
    ]),
  }
}

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
  const tasks = manifest.files.map(() => new Set<string>())
  for (const record of manifest.data) for (const place of record.files) tasks[place]!.add(record.task)
  return {
    columns: [text('File'), text('SHA-256'), text('Tasks')],
    rows: manifest.files.map(({ path, sha256 }, place) => [
      path,
      sha256.slice(0, DIGITS),
      [...tasks[place]!].join(', '),
    ]),
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

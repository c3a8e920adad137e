import { count, listed, plural } from '#kernel'
import type { TrainSettings } from '#plan'
import type { ReportInput, TrainingRecord } from './input.ts'
import { setting } from './numbers.ts'
import type { PrintedTable } from './schema.ts'
import { declared, frozenPart, sharedTrainings, tasksOf } from './training.ts'

interface Column {
  readonly title: string
  /** A setting's value in words and its source; several where tasks of one stage differ. */
  read(
    settings: TrainSettings,
    tasks: readonly string[],
  ): readonly { readonly value: string; readonly source: string }[]
}

const none = (value: number, text = setting(value)) => (value === 0 ? 'none' : text)

/** Settings that a stage has once; the others are lengths of each of its tasks. */
type Once = {
  [Name in keyof TrainSettings]: TrainSettings[Name] extends { readonly source: string } ? Name : never
}[keyof TrainSettings]

const column = <Name extends Once>(
  title: string,
  name: Name,
  print: (value: TrainSettings[Name]['value']) => string,
): Column => ({
  title,
  read: ({ [name]: { value, source } }) => [{ value: print(value), source }],
})

/** A length in tokens that each task of a stage has for itself, if it has one. */
const lengthColumn = (title: string, name: 'maxLength' | 'queryLength'): Column => ({
  title,
  read: ({ [name]: lengths }, tasks) =>
    tasks.flatMap((task) => {
      const found = lengths[task]
      return found === undefined ? [] : [{ value: plural(found.value, 'token'), source: found.source }]
    }),
})

const atMost = (value: number | null) => (value === null ? 'all' : `at most ${count(value)}`)

const COLUMNS: readonly Column[] = [
  column('Learning rate', 'learningRate', setting),
  column('Batch', 'batch', (batch) =>
    'tokens' in batch ? plural(batch.tokens, 'token') : plural(batch.items, 'example'),
  ),
  column('Length', 'length', (length) =>
    'steps' in length
      ? plural(length.steps, 'step')
      : `${setting(length.epochs)} ${length.epochs === 1 ? 'epoch' : 'epochs'}`,
  ),
  lengthColumn('Longest input', 'maxLength'),
  lengthColumn('Longest query', 'queryLength'),
  column('Warm-up', 'warmup', (share) => none(share, `${setting(share * 100)} % of steps`)),
  column('Weight decay', 'weightDecay', (value) => none(value)),
  column('Gradient norm limit', 'clipNorm', (value) => none(value)),
  {
    title: 'Frozen',
    read: (settings) => {
      const value = frozenPart(settings)
      return value === null ? [] : [{ value, source: settings.freeze.source }]
    },
  },
  column('Dropout', 'dropout', (value) => (value === null ? "the model's" : none(value))),
  column('Development evaluations', 'evaluations', (value) => none(value, count(value))),
  column('Development examples', 'developmentLimit', atMost),
  column('Training examples', 'limit', atMost),
  column('Masked tokens', 'maskProbability', (value) => `${setting(Math.round(value * 1000) / 10)} %`),
  column('Precision', 'precision', (value) => value),
]

interface Row {
  readonly title: string
  readonly arms: string[]
  readonly record: TrainingRecord
  readonly tasks: readonly string[]
}

/** Training steps whose settings differ or whose tasks differ, each once. */
function rows(input: ReportInput): Row[] {
  const found = new Map<string, Row>()
  for (const { record, title, arms } of sharedTrainings(input)) {
    const name = JSON.stringify([title, record.settings])
    const known = found.get(name)
    if (known === undefined) found.set(name, { title, arms: [...arms], record, tasks: tasksOf(record) })
    else for (const arm of arms) if (!known.arms.includes(arm)) known.arms.push(arm)
  }
  return [...found.values()]
}

const masksTokens = (input: ReportInput, row: Row) => row.tasks.some((id) => declared(input, id)?.masksTokens)

function readColumn(input: ReportInput, column: Column, row: Row) {
  if (column.title === 'Masked tokens' && !masksTokens(input, row)) return []
  return column.read(row.record.settings, row.tasks)
}

/** One row a training step, one column a setting; settings that no step has are left out. */
export function settingsTable(input: ReportInput): PrintedTable {
  const steps = rows(input)
  const columns = COLUMNS.filter((column) => steps.some((row) => readColumn(input, column, row).length > 0))
  return {
    columns: ['Step', 'Arms', ...columns.map((column) => column.title)].map((title) => ({
      title,
      numeric: false,
    })),
    rows: steps.map((row) => [
      row.title,
      row.arms.length === input.results.arms.length ? 'all' : listed(row.arms),
      ...columns.map(
        (column) =>
          [...new Set(readColumn(input, column, row).map((each) => each.value))].join(', ') || 'none',
      ),
    ]),
  }
}

/** Where every value comes from: one row a setting, value and source. */
export function settingSources(input: ReportInput): string[][] {
  const used = new Map<string, { cells: [string, string, string]; steps: string[] }>()
  for (const column of COLUMNS)
    for (const row of rows(input))
      for (const { value, source } of readColumn(input, column, row)) {
        const name = JSON.stringify([column.title, value, source])
        const known = used.get(name) ?? { cells: [column.title, value, source], steps: [] }
        if (!known.steps.includes(row.title)) known.steps.push(row.title)
        used.set(name, known)
      }
  const all = new Set(rows(input).map((row) => row.title)).size
  return [...used.values()].map(({ cells: [what, value, source], steps }) => [
    what,
    value,
    steps.length === all ? 'every step' : steps.join('; '),
    source,
  ])
}

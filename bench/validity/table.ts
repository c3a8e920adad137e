import { groupBy } from '#kernel'
import { LEVELS, type Level, MARKS, type Measured } from './measure-study.ts'
import type { Setting } from './settings.ts'

/** A share or mean over studies, with its Monte-Carlo standard error. */
interface Estimated {
  readonly value: number
  readonly error: number
}

/** Misses must be beyond this many Monte-Carlo standard errors: some of hundreds of rows are off by two. */
const BEYOND = 3
const COVERAGE = [0.93, 0.98] as const
const FALSE_REPORTS = 0.05

const TITLES: Readonly<Record<Setting['table'], string>> = {
  'null reports':
    'Reports of seven arms that differ by nothing but chance: share of the 95 % intervals that hold the truth, and of the reports that mark anything',
  metrics:
    'Four arms on one target, with true gains that differ by language: share of the 95 % intervals that hold the truth',
  power:
    'One arm gains, the others do not: share of the studies whose verdict is clear, for the arm and against it; half of the width of an interval of the mean',
}

export interface Row {
  readonly setting: Setting
  readonly measured: readonly Measured[]
}

/** All tables as Markdown. */
export function tables(rows: readonly Row[]): string {
  return (Object.keys(TITLES) as Setting['table'][])
    .map(
      (table) =>
        [table, rows.filter((row) => row.setting.table === table && row.measured.length > 0)] as const,
    )
    .filter(([, own]) => own.length > 0)
    .map(([table, own]) => `${TITLES[table]}.\n\n${markdown(own.map((row) => COLUMNS[table](row)))}`)
    .join('\n\n')
}

/** The rows of several seeds and noises together: what is told of few studies each is told of many. */
export function pooled(rows: readonly Row[]): Row[] {
  const several = rows.filter(({ setting }) => setting.table === 'power' || setting.world.seeds > 1)
  const groups = groupBy(several, ({ setting: { table, name } }) =>
    table === 'power'
      ? name.replace(/, \d+ arms|, noise [\d.]+/g, '')
      : name.replace(/, noise .*$/, ', 2 to 5 seeds'),
  )
  return [...groups].map(([name, own]) => ({
    setting: { ...own[0]!.setting, name },
    measured: own.flatMap(({ measured }) => measured),
  }))
}

/** What does not hold, one line each. */
export function misses(rows: readonly Row[]): string[] {
  return rows.flatMap(({ setting: { name, table, world }, measured }) => {
    if (measured.length === 0) return []
    const said = (what: string, estimated: Estimated, wanted: string) =>
      `${name}: ${what} ${shown(estimated)}, wanted ${wanted}`
    const reports = [
      ...MARKS.map((mark) => [`reports with false marks on ${mark}`, reportsWith(measured, [mark])] as const),
      ['reports with any false mark', reportsWith(measured, MARKS)] as const,
    ]
    if (world.seeds === 1)
      return reports
        .filter(([, { value }]) => value > 0)
        .map(([what, each]) => said(what, each, 'none with one seed'))
    const coverage = LEVELS.map((level) => [level, covered(measured, level)] as const)
      .filter(
        ([, { value, error }]) =>
          value + BEYOND * error < COVERAGE[0] || value - BEYOND * error > COVERAGE[1],
      )
      .map(([level, each]) =>
        said(`coverage by ${level}`, each, `${percent(COVERAGE[0])} to ${percent(COVERAGE[1])}`),
      )
    if (table !== 'null reports') return coverage
    const allowed =
      FALSE_REPORTS + BEYOND * Math.sqrt((FALSE_REPORTS * (1 - FALSE_REPORTS)) / measured.length)
    return [
      ...coverage,
      ...reports
        .filter(([, { value }]) => value > allowed)
        .map(([what, each]) => said(what, each, `at most ${percent(FALSE_REPORTS)}`)),
    ]
  })
}

type Cells = Readonly<Record<string, string>>

const COLUMNS: Readonly<Record<Setting['table'], (row: Row) => Cells>> = {
  'null reports': ({ setting: { name }, measured }) => ({
    setting: name,
    ...coverageCells(measured),
    ...Object.fromEntries(MARKS.map((mark) => [`false ${mark}`, shown(reportsWith(measured, [mark]))])),
    'any false mark': shown(reportsWith(measured, MARKS)),
    studies: String(measured.length),
  }),
  metrics: ({ setting: { name }, measured }) => ({
    setting: name,
    ...coverageCells(measured, ['cell', 'target']),
    studies: String(measured.length),
  }),
  power: ({ setting: { name }, measured }) => ({
    setting: name,
    clear: shown(share(measured, ({ verdict }) => verdict === 'right')),
    'wrong direction': shown(share(measured, ({ verdict }) => verdict === 'wrong')),
    'false verdict on others': shown(reportsWith(measured, ['verdicts'])),
    '± points': median(measured.map(({ halfWidth }) => halfWidth.overall)).toFixed(2),
    studies: String(measured.length),
  }),
}

const coverageCells = (measured: readonly Measured[], levels: readonly Level[] = LEVELS): Cells =>
  Object.fromEntries(levels.map((level) => [level, shown(covered(measured, level))]))

/** The error is never below that of independent intervals at 95 %: all of few studies may be covered. */
function covered(measured: readonly Measured[], level: Level): Estimated {
  const { value, error } = estimated(measured.map((each) => each.covered[level]))
  const intervals = measured.reduce((sum, each) => sum + each.intervals[level], 0)
  return { value, error: Math.max(error, Math.sqrt((0.95 * 0.05) / intervals)) }
}
const share = (measured: readonly Measured[], holds: (each: Measured) => boolean) =>
  estimated(measured.map((each) => (holds(each) ? 1 : 0)))
const reportsWith = (measured: readonly Measured[], marks: readonly (typeof MARKS)[number][]) =>
  share(measured, ({ falseMarks }) => marks.some((mark) => falseMarks[mark] > 0))

function estimated(values: readonly number[]): Estimated {
  const n = values.length
  const value = values.reduce((sum, each) => sum + each, 0) / n
  const squares = values.reduce((sum, each) => sum + (each - value) ** 2, 0)
  return { value, error: Math.sqrt(squares / Math.max(1, n - 1) / n) }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2
}

const percent = (value: number) => `${(100 * value).toFixed(0)} %`
const shown = ({ value, error }: Estimated) => `${(100 * value).toFixed(1)} ± ${(100 * error).toFixed(1)}`

function markdown(rows: readonly Cells[]): string {
  const titles = Object.keys(rows[0]!)
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    line(titles),
    line(titles.map((_, at) => (at === 0 ? '---' : '--:'))),
    ...rows.map((row) => line(titles.map((title) => row[title]!))),
  ].join('\n')
}

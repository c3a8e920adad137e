import { capital, plural } from '#kernel'
import {
  type Block,
  type ColumnOf,
  figure,
  list,
  quiet,
  section,
  strong,
  table,
} from '../../document/model.ts'
import type { ComparedPair, Report } from '../../schema.ts'
import { BEST, clearIn, intervals, isOneSeed, marks } from '../captions.ts'
import { changeOr, valueCell, valueText } from '../cells.ts'
import { forestPlot } from '../forest-plot.ts'
import {
  averagedText,
  cellOf,
  controlsOf,
  differenceOn,
  isBest,
  isSeveral,
  withoutControls,
} from '../lookup.ts'
import { couldBeSeen, precisionSection } from './precision.ts'

type Arm = Report['arms'][number]
type Target = Report['targets'][number]

/** The comparisons in a picture and in words, the values they rest on, and what decides. */
export function resultsSection(report: Report) {
  const { declared, arms, comparisons, benchmarks, targets } = report
  const pathOf = (arm: string) => (declared ? '' : ` (${arms.find(({ name }) => name === arm)!.path})`)
  const benchmarkBlocks = benchmarks.flatMap((benchmark) => [
    benchmark.scores.length === 0 ? null : benchmarkTable(report, benchmark),
    benchmark.missing || null,
  ])
  return section({ title: 'Results', id: 'results' }, [
    comparisonFigure(report),
    list(comparisons.map(({ title, arm, finding }) => [strong(title), `${pathOf(arm)}: ${finding}`])),
    precisionSection(report),
    declared ? section('Arms', [list(arms.map(({ name, path }) => [strong(name), `: ${path}`]))]) : null,
    section('Values', [valueTable(report)]),
    section('Which targets decide', [
      list(targets.map(({ title, chance }) => [strong(title), `: ${chance}`])),
    ]),
    benchmarks.length === 0 ? null : section('Benchmark scores', benchmarkBlocks),
  ])
}

/** `mean over 3 seeds and over 14 languages without English`. */
function over(report: Report): string {
  const [count, ...others] = new Set(report.targets.map(({ averaged }) => averaged.length))
  const languages = count === undefined || others.length > 0 ? 'languages' : plural(count, 'language')
  return `mean over ${plural(report.seeds.length, 'seed')} and over ${languages}${withoutControls(report, report.targets)}`
}

function comparisonFigure(report: Report): Block {
  const { declared, baseline, comparisons, pairs } = report
  const [what, right] = declared
    ? ['Difference of each declared comparison', 'the first arm is better']
    : [`Difference of each arm to the ${baseline} arm`, `is better than the ${baseline} arm`]
  const filled = isOneSeed(report)
    ? 'No point is filled: with one seed nothing is said about the arms'
    : `Filled: ${clearIn(report)}`
  const doubted = [...comparisons, ...pairs].some(({ difference }) => (difference?.doubts.length ?? 0) > 0)
  return figure((size) => forestPlot(report, size), {
    caption: `${what} in points, ${over(report)}, with ${intervals(report)}. Right of the line ${right}. ${filled}.${doubted ? ' Dashed: undecided, because something speaks against it.' : ''}`,
    text: [comparisonTable(report)],
  })
}

/** Every comparison on every target. */
function comparisonTable(report: Report): Block {
  const { declared, baseline, comparisons, targets } = report
  const differenceIn = (pair: ComparedPair, target: string | null) =>
    target === null ? pair.difference : (differenceOn(report, pair, target, null) ?? null)
  const column = (title: ColumnOf<ComparedPair>[0], target: string | null): ColumnOf<ComparedPair> => [
    title,
    (pair) => changeOr(differenceIn(pair, target)),
    'number',
  ]
  const head = {
    title: 'Differences',
    layout: 'numbers' as const,
    caption: `${declared ? 'Declared comparisons: difference' : `Difference to the ${baseline} arm`} in points, ${over(report)}, with ${intervals(report)}. ${marks(report)} Could be seen: the size that would have been found with a chance of 80 %, and how many seeds would find 1 point.`,
    paper: declared ? 'comparisons' : undefined,
  }
  return table(head, comparisons, [
    [declared ? 'Comparison' : 'Arm', ({ title }) => title],
    ...(isSeveral(report) ? [column('Mean over deciding targets', null)] : []),
    ['Could be seen', ({ difference }) => couldBeSeen(difference), 'number'],
    ...targets.map((target) =>
      column({ lines: [target.title, quiet(averagedText(report, target))] }, target.id),
    ),
  ])
}

interface Row {
  readonly arm: Arm
  /** In the control of each target rather than the mean over the other languages. */
  readonly control: boolean
}

/** Every arm on every target, and over the deciding ones where all are compared with the baseline; below, in the controls. */
function valueTable(report: Report): Block {
  const { arms, targets, baseline, declared, comparisons } = report
  const rows = [false, true].flatMap((control) => arms.map((arm) => ({ arm, control })))
  const controls = [...new Set(targets.flatMap(controlsOf))]
  const differenceOf = ({ arm }: Row) => comparisons.find((pair) => pair.arm === arm.name)?.difference
  const mean: ColumnOf<Row> = [
    { lines: ['Mean difference', quiet('deciding targets')] },
    (row) => (row.control ? '' : row.arm.baseline ? quiet('reference') : changeOr(differenceOf(row))),
    'number',
  ]
  const valueIn = (target: Target, { arm, control }: Row) => {
    const [language = null] = control ? controlsOf(target) : []
    if (control && language === null) return quiet('no control')
    const cell = cellOf(report, arm.name, target.id, language)
    return valueCell(cell, cell !== undefined && isBest(report, target, cell))
  }
  const head = {
    title: 'Results',
    layout: 'numbers' as const,
    caption: `${capital(over(report))}, with ${intervals(report)}, then the difference to the ${baseline} arm in points.${controls.length === 0 ? '' : ` Below the rule, the control: the language that targets were trained in, in no mean.`} ${marks(report)}${declared ? ' Differences that were not declared carry no mark.' : ''} ${BEST}`,
    parts: [arms.length],
    paper: '',
  }
  return table(head, controls.length === 0 ? rows.slice(0, arms.length) : rows, [
    [
      'Arm',
      ({ arm, control }) =>
        control
          ? { lines: [arm.name, quiet(`${controls.join(', ')}, control`)] }
          : arm.baseline
            ? { lines: [arm.name, quiet('no intermediate stage')] }
            : arm.name,
    ],
    ...(isSeveral(report) && !declared ? [mean] : []),
    ...targets.map(
      (target): ColumnOf<Row> => [targetTitle(report, target), (row) => valueIn(target, row), 'number'],
    ),
  ])
}

const targetTitle = (report: Report, target: Target) => ({
  lines: [
    target.title,
    quiet(target.metric.title),
    quiet(averagedText(report, target)),
    ...(target.decides ? [] : [quiet('at chance')]),
  ],
})

/** One row an arm: its scores on a benchmark and on the groups of it that the study has whole. */
function benchmarkTable(report: Report, { title, groups, scores }: Report['benchmarks'][number]): Block {
  const scoreOf = (arm: string, group: string | null) => {
    const found = scores.find((each) => each.arm === arm && each.group === group)
    return found ? valueText(found.value) : 'none'
  }
  const column = (name: string, group: string | null): ColumnOf<Arm> => [
    name,
    (arm) => scoreOf(arm.name, group),
    'number',
  ]
  const head = {
    title: `${title} scores`,
    caption: `${title} scores, over all languages as the benchmark defines them, English too, with ${intervals(report)}.`,
    paper: title,
  }
  return table(head, report.arms, [
    ['Arm', ({ name }) => name],
    ...(scores.some(({ group }) => group === null) ? [column(`${title}, average`, null)] : []),
    ...groups.map((group) => column(group, group)),
  ])
}

import { plural } from '#kernel'
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
import { changeOr, valueCell, valueText } from '../cells.ts'
import { forestPlot } from '../forest-plot.ts'
import { cellOf, differenceOn, isSeveral, meaningOfMarks } from '../lookup.ts'

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
    declared ? section('Arms', [list(arms.map(({ name, path }) => [strong(name), `: ${path}`]))]) : null,
    section('Values', [valueTable(report)]),
    section('Which targets decide', [
      list(targets.map(({ title, chance }) => [strong(title), `: ${chance}`])),
    ]),
    benchmarks.length === 0 ? null : section('Benchmark scores', benchmarkBlocks),
  ])
}

function comparisonFigure(report: Report): Block {
  const { declared, baseline, level } = report
  const [what, right] = declared
    ? ['Difference of each declared comparison', 'the first arm is better']
    : [`Difference of each arm to the ${baseline} arm`, `is better than the ${baseline} arm`]
  return figure((size) => forestPlot(report, size), {
    caption: `${what} in points, mean over languages and seeds, with ${level} % intervals. Filled: ${meaningOfMarks(report)}. Right of the line ${right}.`,
    text: [comparisonTable(report)],
  })
}

/** Every comparison on every target. */
function comparisonTable(report: Report): Block {
  const { declared, baseline, level, comparisons, targets } = report
  const column = (title: string, target: string | null): ColumnOf<ComparedPair> => [
    title,
    (pair) => changeOr(target === null ? pair.difference : differenceOn(report, pair, target, null)),
    'number',
  ]
  const head = {
    title: 'Differences',
    caption: `${declared ? 'Declared comparisons: difference' : `Difference to the ${baseline} arm`} in points with its ${level} % interval. ▲ better and ▼ worse where ${meaningOfMarks(report)}.`,
    paper: declared ? 'comparisons' : undefined,
  }
  return table(head, comparisons, [
    [declared ? 'Comparison' : 'Arm', ({ title }) => title],
    ...(isSeveral(report) ? [column('Mean over deciding targets', null)] : []),
    ...targets.map(({ id, title }) => column(title, id)),
  ])
}

/** Every arm on every target, and over the deciding ones where all are compared with the baseline. */
function valueTable(report: Report): Block {
  const { arms, targets, baseline, level, seeds, declared, comparisons } = report
  const differenceOf = (arm: Arm) => comparisons.find((pair) => pair.arm === arm.name)?.difference
  const mean: ColumnOf<Arm> = [
    { lines: ['Mean difference', quiet('deciding targets')] },
    (arm) => (arm.baseline ? quiet('reference') : changeOr(differenceOf(arm))),
    'number',
  ]
  const values = targets.map(
    (target): ColumnOf<Arm> => [
      targetTitle(target),
      ({ name }) => valueCell(cellOf(report, name, target.id, null)),
      'number',
    ],
  )
  const head = {
    title: 'Results',
    layout: 'numbers' as const,
    caption: `Mean over languages and ${plural(seeds.length, 'seed')} with its ${level} % interval, then the difference to the ${baseline} arm in points. ▲ better and ▼ worse where ${meaningOfMarks(report)}.${declared ? ' Differences that were not declared carry no mark.' : ''}`,
    paper: '',
  }
  return table(head, arms, [
    ['Arm', (arm) => (arm.baseline ? { lines: [arm.name, quiet('no intermediate stage')] } : arm.name)],
    ...(isSeveral(report) && !declared ? [mean] : []),
    ...values,
  ])
}

const targetTitle = ({ title, metric, languages, decides }: Target) => ({
  lines: [
    title,
    quiet(`${metric.title}, ${plural(languages.length, 'language')}`),
    ...(decides ? [] : [quiet('at chance')]),
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
    caption: `${title} scores with their ${report.level} % intervals.`,
    paper: title,
  }
  return table(head, report.arms, [
    ['Arm', ({ name }) => name],
    ...(scores.some(({ group }) => group === null) ? [column(`${title}, average`, null)] : []),
    ...groups.map((group) => column(group, group)),
  ])
}

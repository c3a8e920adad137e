import { plural } from '#kernel'
import {
  type Block,
  type Column,
  type ColumnOf,
  list,
  paragraph,
  quiet,
  type Section,
  section,
  strong,
  type Table,
  table,
  tableOf,
} from '../../document/model.ts'
import type { ComparedPair, Report } from '../../schema.ts'
import { changeOr, valueCell, valueText } from '../cells.ts'
import { forestPlot } from '../forest-plot.ts'
import { cellOf, differenceOn, isSeveral, meaningOfMarks } from '../lookup.ts'

type Arm = Report['arms'][number]
type Target = Report['targets'][number]

/** The comparisons in a picture and in words, the values they rest on, and what decides. */
export function resultsSection(report: Report): Section {
  const { declared, arms, comparisons, benchmarks, targets } = report
  return section(
    'Results',
    [
      comparisonFigure(report),
      list(
        comparisons.map(({ title, arm, finding }) => [
          strong(title),
          `${declared ? '' : ` (${arms.find(({ name }) => name === arm)!.path})`}: ${finding}`,
        ]),
      ),
      declared ? section('Arms', [list(arms.map(({ name, path }) => [strong(name), `: ${path}`]))]) : null,
      section('Values', [valueTable(report)]),
      section('Which targets decide', [
        list(targets.map(({ title, chance }) => [strong(title), `: ${chance}`])),
      ]),
      benchmarks.length === 0
        ? null
        : section(
            'Benchmark scores',
            benchmarks.flatMap((each) => benchmarkBlocks(report, each)),
          ),
    ],
    { id: 'results' },
  )
}

function comparisonFigure(report: Report): Block {
  const { declared, baseline, level } = report
  const [what, right] = declared
    ? ['Difference of each declared comparison', 'the first arm is better']
    : [`Difference of each arm to the ${baseline} arm`, `is better than the ${baseline} arm`]
  const inNumbers = table('Differences', comparisonTable(report), {
    caption: `${declared ? 'Declared comparisons: difference' : `Difference to the ${baseline} arm`} in points with its ${level} % interval. ▲ better and ▼ worse where ${meaningOfMarks(report)}.`,
    ...(declared ? { paper: 'comparisons' } : {}),
  })
  return {
    kind: 'figure',
    panels: [{ pictures: [{ wide: forestPlot(report, 'wide'), narrow: forestPlot(report, 'narrow') }] }],
    caption: `${what} in points, mean over languages and seeds, with ${level} % intervals. Filled: ${meaningOfMarks(report)}. Right of the line ${right}.`,
    text: [inNumbers],
  }
}

/** Every comparison on every target. */
function comparisonTable(report: Report): Table {
  const column = (title: string, target: string | null): ColumnOf<ComparedPair> => [
    title,
    (pair) => changeOr(target === null ? pair.difference : differenceOn(report, pair, target, null)),
    'number',
  ]
  return tableOf(report.comparisons, [
    [report.declared ? 'Comparison' : 'Arm', ({ title }) => title],
    ...(isSeveral(report) ? [column('Mean over deciding targets', null)] : []),
    ...report.targets.map(({ id, title }) => column(title, id)),
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
  const content = tableOf(arms, [
    ['Arm', (arm) => (arm.baseline ? { lines: [arm.name, quiet('no intermediate stage')] } : arm.name)],
    ...(isSeveral(report) && !declared ? [mean] : []),
    ...targets.map(
      (target): ColumnOf<Arm> => [
        targetTitle(target),
        ({ name }) => valueCell(cellOf(report, name, target.id, null)),
        'number',
      ],
    ),
  ])
  return table('Results', content, {
    layout: 'numbers',
    caption: `Mean over languages and ${plural(seeds.length, 'seed')} with its ${level} % interval, then the difference to the ${baseline} arm in points. ▲ better and ▼ worse where ${meaningOfMarks(report)}.${declared ? ' Differences that were not declared carry no mark.' : ''}`,
    paper: '',
  })
}

const targetTitle = ({ title, metric, languages, decides }: Target): Column['title'] => ({
  lines: [
    title,
    quiet(`${metric.title}, ${plural(languages.length, 'language')}`),
    ...(decides ? [] : [quiet('at chance')]),
  ],
})

function benchmarkBlocks(report: Report, benchmark: Report['benchmarks'][number]): (Block | null)[] {
  const { title, missing, scores } = benchmark
  return [
    scores.length === 0
      ? null
      : table(`${title} scores`, benchmarkTable(report, benchmark), {
          caption: `${title} scores with their ${report.level} % intervals.`,
          paper: title,
        }),
    missing === '' ? null : paragraph(missing),
  ]
}

/** One row an arm: its scores on a benchmark and on the groups of it that the study has whole. */
function benchmarkTable({ arms }: Report, { title, groups, scores }: Report['benchmarks'][number]): Table {
  const whole = scores.some(({ group }) => group === null)
  return tableOf(arms, [
    ['Arm', ({ name }) => name],
    ...[...(whole ? [null] : []), ...groups].map(
      (group): ColumnOf<Arm> => [
        group ?? `${title}, average`,
        ({ name }) => {
          const found = scores.find((each) => each.arm === name && each.group === group)
          return found ? valueText(found.value) : 'none'
        },
        'number',
      ],
    ),
  ])
}

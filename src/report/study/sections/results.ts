import { plural } from '#kernel'
import {
  type Block,
  type Cell,
  list,
  numberColumn,
  paragraph,
  quiet,
  type Section,
  section,
  strong,
  type Table,
  table,
  textColumn,
} from '../../document/model.ts'
import type { Report } from '../../schema.ts'
import { changeOrNone, valueCell, valueText } from '../cells.ts'
import { forestPlot } from '../forest-plot.ts'
import { cellOf, differenceOn, isSeveral, meaningOfMarks } from '../lookup.ts'

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
      ...(declared
        ? [section('Arms', [list(arms.map(({ name, path }) => [strong(name), `: ${path}`]))])]
        : []),
      section('Values', [valueTable(report)]),
      section('Which targets decide', [
        list(targets.map(({ title, chance }) => [strong(title), `: ${chance}`])),
      ]),
      ...(benchmarks.length === 0
        ? []
        : [section('Benchmark scores', benchmarks.flatMap(benchmarkBlocks(report)))]),
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
  const several = isSeveral(report)
  return {
    columns: [
      textColumn(report.declared ? 'Comparison' : 'Arm'),
      ...(several ? [numberColumn('Mean over deciding targets')] : []),
      ...report.targets.map(({ title }) => numberColumn(title)),
    ],
    rows: report.comparisons.map((pair) => [
      pair.title,
      ...(several ? [changeOrNone(pair.difference)] : []),
      ...report.targets.map(({ id }) => changeOrNone(differenceOn(report, pair, id, null))),
    ]),
  }
}

/** Every arm on every target, and over the deciding ones where all are compared with the baseline. */
function valueTable(report: Report): Block {
  const { arms, targets, baseline, level, seeds, declared, comparisons } = report
  const several = isSeveral(report) && !declared
  const mean = (arm: Report['arms'][number]): Cell =>
    arm.baseline
      ? quiet('reference')
      : changeOrNone(comparisons.find((pair) => pair.arm === arm.name)?.difference)
  return table(
    'Results',
    {
      columns: [
        textColumn('Arm'),
        ...(several ? [numberColumn({ lines: ['Mean difference', quiet('deciding targets')] })] : []),
        ...targets.map(({ title, metric, languages, decides }) =>
          numberColumn({
            lines: [
              title,
              quiet(`${metric.title}, ${plural(languages.length, 'language')}`),
              ...(decides ? [] : [quiet('at chance')]),
            ],
          }),
        ),
      ],
      rows: arms.map((arm) => [
        arm.baseline ? { lines: [arm.name, quiet('no intermediate stage')] } : arm.name,
        ...(several ? [mean(arm)] : []),
        ...targets.map(({ id }) => valueCell(cellOf(report, arm.name, id, null))),
      ]),
    },
    {
      layout: 'numbers',
      caption: `Mean over languages and ${plural(seeds.length, 'seed')} with its ${level} % interval, then the difference to the ${baseline} arm in points. ▲ better and ▼ worse where ${meaningOfMarks(report)}.${declared ? ' Differences that were not declared carry no mark.' : ''}`,
      paper: '',
    },
  )
}

const benchmarkBlocks =
  (report: Report) =>
  (benchmark: Report['benchmarks'][number]): Block[] => {
    const { title, missing, scores } = benchmark
    return [
      ...(scores.length === 0
        ? []
        : [
            table(`${title} scores`, benchmarkTable(report, benchmark), {
              caption: `${title} scores with their ${report.level} % intervals.`,
              paper: title,
            }),
          ]),
      ...(missing === '' ? [] : [paragraph(missing)]),
    ]
  }

/** One row an arm: its scores on a benchmark and on the groups of it that the study has whole. */
function benchmarkTable({ arms }: Report, { title, groups, scores }: Report['benchmarks'][number]): Table {
  const whole = scores.some(({ group }) => group === null)
  const columns = [...(whole ? [null] : []), ...groups]
  return {
    columns: [textColumn('Arm'), ...columns.map((group) => numberColumn(group ?? `${title}, average`))],
    rows: arms.map(({ name }) => [
      name,
      ...columns.map((group) => {
        const found = scores.find((each) => each.arm === name && each.group === group)
        return found ? valueText(found.value) : 'none'
      }),
    ]),
  }
}

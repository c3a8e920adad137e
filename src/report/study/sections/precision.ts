import { type ColumnOf, quiet, type Section, section, type TableCell, table } from '../../document/model.ts'
import { decimal, probability, signed } from '../../numbers.ts'
import type { Report, ReportedDifference } from '../../schema.ts'
import { cellOf, isSeveral } from '../lookup.ts'

/** The size of a difference that these examples and seeds could have shown, and the seeds that would show 1 point. */
export function couldBeSeen(difference: ReportedDifference | null): TableCell {
  if (difference === null || difference.detectable === null) return quiet('not known')
  const seeds = seedsOf(difference)
  return {
    lines: [`${decimal(difference.detectable)} points`, quiet(`1 point: ${seeds} seeds`)],
  }
}

const seedsOf = ({ seedsForOnePoint }: ReportedDifference) =>
  seedsForOnePoint === null ? 'over 100' : String(seedsForOnePoint)

/** Where the intervals come from, for those who want to know; folded. */
export function precisionSection(report: Report): Section {
  return section(
    {
      title: 'What could have been seen, and where the intervals come from',
      fold: 'closed',
      note: 'errors by source, spread between seeds, seeds needed',
    },
    [sourcesTable(report), spreadTable(report)],
  )
}

/** One row a tested difference. */
function sourcesTable(report: Report) {
  const overTargets = isSeveral(report)
    ? report.comparisons.flatMap(({ title, difference }) =>
        difference === null ? [] : [{ title, target: 'mean over deciding targets', difference }],
      )
    : []
  const onTargets = report.comparisons.flatMap(({ arm, against, title }) =>
    report.pairs
      .filter((pair) => pair.arm === arm && pair.against === against && pair.language === null)
      .map(({ target, difference }) => ({
        title,
        target: report.targets.find(({ id }) => id === target)!.title,
        difference,
      })),
  )
  const rows = [...overTargets, ...onTargets]
  const number = (
    title: TableCell,
    read: (difference: ReportedDifference) => number | null,
  ): ColumnOf<(typeof rows)[number]> => [
    title,
    ({ difference }) => {
      const value = read(difference)
      return value === null ? quiet('not known') : decimal(value, 2)
    },
    'number',
  ]
  const under = (title: string, more: string) => ({ lines: [title, quiet(more)] })
  return table(
    {
      title: 'Where the intervals come from',
      caption:
        'In points. The two standard errors add up in squares: other test examples would give another difference, and other trainings of the same arms would. Spread: standard deviation of the difference over seeds. Detectable: the size that these examples and seeds find with a chance of 80 %, among all tests that are adjusted together. Where 100 seeds would not find 1 point, there are too few examples.',
    },
    rows,
    [
      [report.declared ? 'Comparison' : 'Arm', ({ title }) => title],
      ['On', ({ target }) => target],
      ['Difference', ({ difference }) => signed(difference.value, 2), 'number'],
      number(under('Error', 'examples'), ({ errors }) => errors.examples),
      number(under('Error', 'training runs'), ({ errors }) => errors.runs),
      number(under('Spread', 'between seeds'), ({ spread }) => spread),
      [
        'Adjusted p',
        ({ difference: { adjusted } }) => (adjusted === null ? quiet('not tested') : probability(adjusted)),
        'number',
      ],
      number('Detectable', ({ detectable }) => detectable),
      [
        under('Seeds', 'for 1 point'),
        ({ difference }) => (difference.detectable === null ? quiet('not known') : seedsOf(difference)),
        'number',
      ],
    ],
  )
}

/** How far the runs of one arm lie apart. */
const spreadTable = (report: Report) =>
  table(
    {
      title: 'Spread between seeds',
      caption: 'Standard deviation of an arm over its seeds, in points, on the mean over languages.',
    },
    report.arms,
    [
      ['Arm', ({ name }) => name],
      ...report.targets.map(
        ({ id, title }): ColumnOf<Report['arms'][number]> => [
          title,
          ({ name }) => {
            const spread = cellOf(report, name, id, null)?.spread ?? null
            return spread === null ? quiet('not known') : decimal(spread, 2)
          },
          'number',
        ],
      ),
    ],
  )

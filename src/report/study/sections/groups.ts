import { listed, own, plural, someOf } from '#kernel'
import {
  type Block,
  type ColumnOf,
  figure,
  list,
  type Section,
  section,
  table,
} from '../../document/model.ts'
import { decimal, signed, spoken } from '../../numbers.ts'
import type { ComparedPair, Report, ReportedGrouping } from '../../schema.ts'
import { changeOr } from '../cells.ts'
import { groupPlot } from '../forest-plot.ts'
import { groupDifference, isSeveral, named } from '../lookup.ts'

/** Differences by groups of languages; null where the study asks for none. */
export function groupsSection(report: Report): Section | null {
  if (report.groups.length === 0) return null
  return section({ title: 'By group', id: 'groups' }, [
    `Differences in points over the languages of a group, each language counting the same${isSeveral(report) ? ', mean over the deciding targets' : ''}. Filled: the ${report.level} % interval excludes 0 and nothing speaks against it; nothing here is adjusted for the number of groups.`,
    ...report.groups.map((grouping) => groupingPart(report, grouping)),
  ])
}

function groupingPart(report: Report, grouping: ReportedGrouping): Section {
  const any = grouping.differences.some(({ target }) => target === null)
  const findings = [...contrasts(report, grouping), ...trends(grouping)]
  return section(`By ${grouping.title}`, [
    any
      ? figure((size) => groupPlot(report, grouping, size))
      : 'No group has results on a target that decides.',
    findings.length === 0 ? null : list(findings),
    section({ title: 'Targets and languages', fold: 'closed', note: `by ${grouping.title}` }, [
      groupTable(report, grouping),
      list(membersOf(report, grouping)),
    ]),
  ])
}

const pairTitle = ({ arm, against }: Pick<ComparedPair, 'arm' | 'against'>) => `${arm} vs ${against}`

/** Who is in which group, and who is in none. */
function membersOf({ languages: names }: Report, { groups, leftOut, source }: ReportedGrouping): string[] {
  const one = leftOut.length === 1 ? 'it' : 'them'
  return [
    ...groups.map(
      ({ group, languages }) => `${group}: ${languages.map((code) => own(names, code) ?? code).join(', ')}.`,
    ),
    ...(leftOut.length === 0
      ? []
      : [
          `Left out, because the table has no value for ${one}: ${listed(leftOut.map((code) => named(names, code)))}.`,
        ]),
    `Source: ${source}.`,
  ]
}

/** Which groups differ from the other languages. */
function contrasts(report: Report, grouping: ReportedGrouping): string[] {
  return report.comparisons.flatMap((pair) => {
    const found = grouping.groups.flatMap(({ group }) => {
      const others = groupDifference(grouping, pair, group, null)?.others
      return others ? [{ group, others }] : []
    })
    if (found.length === 0) return []
    const apart = found
      .filter(({ others }) => others.clear)
      .map(
        ({ group, others }) =>
          `${group} ${signed(others.value)} points (${report.level} % interval ${spoken(others)})`,
      )
    return apart.length === 0
      ? [`${pairTitle(pair)}: no group clearly differs from the other languages.`]
      : [`${pairTitle(pair)}, a group less all other languages: ${listed(apart)}.`]
  })
}

/** Whether a difference follows an ordered column. */
const trends = ({ trends: all }: ReportedGrouping): string[] =>
  all
    .filter(({ target }) => target === null)
    .map(
      ({ column, languages, families, rho, slope, declared, ...pair }) =>
        `${declared ? 'Declared' : 'Exploratory'}: over ${languages} languages of ${plural(families, 'family', 'families')}, Spearman's correlation of ${column} with the difference ${pairTitle(pair)} is ${decimal(rho, 2)} (adjusted p = ${slope.adjusted === null ? 'not known with one seed' : decimal(slope.adjusted, 3)}).`,
    )

/** One row a comparison and group; one column a target, the mean over deciding ones first. */
function groupTable(report: Report, grouping: ReportedGrouping): Block | string {
  if (grouping.differences.length === 0) return 'No comparison has results in any group.'
  const rows = report.comparisons.flatMap((pair) => grouping.groups.map((group) => ({ pair, ...group })))
  type Row = (typeof rows)[number]
  const found = ({ pair, group }: Row, target: string | null) =>
    groupDifference(grouping, pair, group, target)
  const column = (title: string, target: string | null): ColumnOf<Row> => [
    title,
    (row) => changeOr(found(row, target)?.difference, 'none'),
    'number',
  ]
  const head = {
    title: `Differences by ${grouping.title}`,
    caption: `Differences in points by ${grouping.title}, with ${report.level} % intervals. ▲ better and ▼ worse where the interval excludes 0 and nothing speaks against it, not adjusted.`,
    paper: grouping.by,
  }
  return table(head, rows, [
    ['Comparison', ({ pair }) => pairTitle(pair)],
    ['Group', ({ group }) => group],
    ['Languages', ({ languages }) => someOf(languages, 6)],
    ...(isSeveral(report) ? [column('Mean over deciding targets', null)] : []),
    ...report.targets.map(({ id, title }) => column(title, id)),
    ['Less all other languages', (row) => changeOr(found(row, null)?.others, 'none'), 'number'],
  ])
}

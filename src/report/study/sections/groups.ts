import { listed, own, plural, someOf } from '#kernel'
import {
  type Block,
  type ColumnOf,
  figure,
  list,
  quiet,
  type Section,
  section,
  type TableCell,
  table,
} from '../../document/model.ts'
import { decimal, probability, signed, spoken } from '../../numbers.ts'
import type { ComparedPair, Report, ReportedGrouping } from '../../schema.ts'
import { exploratoryMarks, intervals, isOneSeed } from '../captions.ts'
import { changeOr, changeText } from '../cells.ts'
import { groupPlot } from '../forest-plot.ts'
import { groupDifference, isSeveral, named, withoutControls } from '../lookup.ts'

/** Differences by groups of languages; null where the study asks for none. */
export function groupsSection(report: Report): Section | null {
  if (report.groups.length === 0) return null
  return section({ title: 'By group', id: 'groups' }, [
    `Differences in points over the languages of a group${withoutControls(report, report.targets)}, each language counting the same${isSeveral(report) ? ', mean over the deciding targets' : ''}, with ${intervals(report)}. ${legend(report).replace(/^▲ better and ▼ worse/, 'Filled')}`,
    `What is said of a group less all other languages, and of trends, covers other languages too: families are left out in turn. What the study did not declare is exploratory, adjusted over all groups that were looked at.`,
    ...report.groups.map((grouping) => groupingPart(report, grouping)),
  ])
}

const legend = (report: Report) =>
  exploratoryMarks(
    report,
    report.groups.flatMap(({ differences }) => differences),
    'groups',
  )

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

const kindOf = (declared: boolean) => (declared ? 'declared' : 'exploratory')

/** Which groups differ from the other languages, and of which it cannot be told. */
function contrasts(report: Report, grouping: ReportedGrouping): string[] {
  if (isOneSeed(report)) return ['With one seed nothing is said about how groups differ.']
  return report.comparisons.flatMap((pair) => {
    const found = grouping.groups.flatMap(({ group }) => groupDifference(grouping, pair, group, null) ?? [])
    const known = found.flatMap(({ group, others, declared }) =>
      others === null ? [] : [{ group, others, declared }],
    )
    const apart = known.filter(({ others }) => others.clear)
    const parts = [
      ...(apart.length > 0
        ? [
            `a group less all other languages: ${listed(apart.map(({ group, others }) => `${group} ${signed(others.value)} points (${report.level} % interval ${spoken(others)})`))}`,
          ]
        : known.length > 0
          ? ['no group clearly differs from the other languages']
          : []),
      ...lonely(found),
    ]
    return parts.length === 0
      ? []
      : [`${pairTitle(pair)} (${kindOf(known.some(({ declared }) => declared))}): ${parts.join('; ')}.`]
  })
}

/** Groups that are of one family, or all but one are, so that what they share may be the family. */
function lonely(found: readonly ReportedGrouping['differences'][number][]): string[] {
  const groups = found.filter(({ others }) => others === null).map(({ group }) => group)
  return groups.length === 0 || found.length === 1
    ? []
    : [`${listed(groups)} cannot be told: one family on a side`]
}

/** Whether a difference follows an ordered column. */
const trends = ({ trends: all }: ReportedGrouping): string[] =>
  all
    .filter(({ target, slope }) => target === null && slope.adjusted !== null)
    .map(
      ({ column, languages, families, rho, slope, declared, ...pair }) =>
        `${pairTitle(pair)} (${kindOf(declared)}): ${slope.clear ? `${slope.value > 0 ? 'grows' : 'falls'} with` : 'no clear trend over'} ${column}, over ${languages} languages of ${plural(families, 'family', 'families')} (Spearman's correlation ${decimal(rho, 2)}, adjusted p ${probability(slope.adjusted!)}).`,
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
    layout: 'numbers' as const,
    caption: `Differences in points by ${grouping.title}${withoutControls(report, report.targets)}, with ${intervals(report)}; less all other languages: over other languages too. ${legend(report)}`,
    paper: grouping.by,
  }
  return table(head, rows, [
    ['Comparison', ({ pair }) => pairTitle(pair)],
    ['Group', ({ group }) => group],
    ['Languages', ({ languages }) => someOf(languages, 6)],
    ...(isSeveral(report) ? [column('Mean over deciding targets', null)] : []),
    ...report.targets.map(({ id, title }) => column(title, id)),
    ['Less all other languages', (row) => toOthers(grouping, found(row, null)), 'number'],
  ])
}

function toOthers(
  { differences }: ReportedGrouping,
  own: ReportedGrouping['differences'][number] | undefined,
): TableCell {
  if (own === undefined) return 'none'
  const { arm, against, target, group, others, declared } = own
  if (others !== null) return { lines: [changeText(others), quiet(kindOf(declared))] }
  const has = differences.some(
    (each) => each.arm === arm && each.against === against && each.target === target && each.group !== group,
  )
  return quiet(has ? 'cannot be told: one family' : 'no other languages')
}

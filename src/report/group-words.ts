import { listed, someOf } from '#kernel'
import { groupDifference, isSeveral, named } from './lookup.ts'
import { decimal, signed, spoken } from './numbers.ts'
import type { ComparedPair, Difference, Grouping, Report, Table } from './schema.ts'

/** What there is to say about the language groups of a report, for every rendering. */

const pairTitle = ({ arm, against }: Pick<ComparedPair, 'arm' | 'against'>) => `${arm} vs ${against}`

/** Who is in which group, and who is in none. */
export function membersOf(report: Report, { groups, leftOut, source }: Grouping): string[] {
  const names = (codes: readonly string[]) => codes.map((code) => report.languages[code] ?? code).join(', ')
  return [
    ...groups.map(({ group, languages }) => `${group}: ${names(languages)}.`),
    ...(leftOut.length === 0
      ? []
      : [
          `Left out, because the table has no value for ${leftOut.length === 1 ? 'it' : 'them'}: ${listed(leftOut.map((code) => named(report, code)))}.`,
        ]),
    `Source: ${source}.`,
  ]
}

/** Which groups differ from the other languages, and whether a difference follows an ordered column. */
export function groupFindings(report: Report, grouping: Grouping): string[] {
  return [...contrasts(report, grouping), ...trends(grouping)]
}

function contrasts(report: Report, grouping: Grouping): string[] {
  return report.comparisons.flatMap((pair) => {
    const found = grouping.groups.flatMap(({ group }) => {
      const others = groupDifference(grouping, pair, group, null)?.others
      return others ? [{ group, others }] : []
    })
    if (found.length === 0) return []
    const apart = found.filter(({ others }) => others.clear)
    const more = apart.map(
      ({ group, others }) =>
        `${group} ${signed(others.value)} points (${report.level} % interval ${spoken(others)})`,
    )
    return apart.length === 0
      ? [`${pairTitle(pair)}: no group clearly differs from the other languages.`]
      : [`${pairTitle(pair)}, a group less all other languages: ${listed(more)}.`]
  })
}

function trends({ trends: all }: Grouping): string[] {
  return all
    .filter(({ target }) => target === null)
    .map(
      ({ arm, against, column, languages, rho, p }) =>
        `Exploratory: over ${languages} languages, Spearman's correlation of ${column} with the difference ${pairTitle({ arm, against })} is ${decimal(rho, 2)} (p = ${decimal(p, 3)} of random pairings).`,
    )
}

const text = (title: string) => ({ title, numeric: false })
const number = (title: string) => ({ title, numeric: true })

/** One row a comparison and group; one column a target, the mean over deciding ones first. */
export function groupTable(
  report: Report,
  grouping: Grouping,
  change: (difference: Difference) => string,
): Table {
  const several = isSeveral(report)
  const cell = (pair: ComparedPair, group: string, target: string | null) => {
    const found = groupDifference(grouping, pair, group, target)
    return found === undefined ? 'none' : change(found.difference)
  }
  return {
    columns: [
      text('Comparison'),
      text('Group'),
      text('Languages'),
      ...(several ? [number('Mean over deciding targets')] : []),
      ...report.targets.map((target) => number(target.title)),
      number('Less all other languages'),
    ],
    rows: report.comparisons.flatMap((pair) =>
      grouping.groups.map(({ group, languages }) => {
        const others = groupDifference(grouping, pair, group, null)?.others
        return [
          pairTitle(pair),
          group,
          someOf(languages, 6),
          ...(several ? [cell(pair, group, null)] : []),
          ...report.targets.map((target) => cell(pair, group, target.id)),
          others ? change(others) : 'none',
        ]
      }),
    ),
  }
}

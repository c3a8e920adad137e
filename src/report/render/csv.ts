import type { Difference, Report } from '../schema.ts'

type Field = string | number | boolean | null

/** RFC 4180, with the line ends of Unix. */
function csv(header: readonly string[], rows: readonly (readonly Field[])[]): string {
  const field = (value: Field) => {
    const text = value === null ? '' : String(value)
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return [header, ...rows].map((row) => `${row.map(field).join(',')}\n`).join('')
}

/** One row a score: every metric of every arm, target, language and seed. No chance level is an empty field. */
export function scoresCsv(report: Report): string {
  return csv(
    ['arm', 'target', 'language', 'seed', 'metric', 'value', 'chance', 'examples'],
    report.scores.map((each) => [
      each.arm,
      each.target,
      each.language,
      each.seed,
      each.metric,
      each.value,
      each.chance,
      each.examples,
    ]),
  )
}

const DIFFERENCE_COLUMNS = ['difference', 'low', 'high', 'level', 'excludes_zero', 'holm_p', 'clear']

const differenceFields = (report: Report, { value, low, high, significant, adjusted, clear }: Difference) => [
  value,
  low,
  high,
  report.level,
  significant,
  adjusted,
  clear,
]

/**
 * One row a difference of a declared comparison; `language` is `mean` for the mean over a target's languages, `target` too
 * for that over the deciding targets. `holm_p` is empty where nothing was adjusted; `clear` is what the report marks.
 */
export function differencesCsv(report: Report): string {
  const decides = new Set(report.targets.flatMap((target) => (target.decides ? [target.id] : [])))
  const metric = new Map(report.targets.map((target) => [target.id, target.metric.id]))
  const overall = report.comparisons.flatMap(({ arm, against, difference }) =>
    difference ? [[arm, against, 'mean', 'mean', '', ...differenceFields(report, difference), true]] : [],
  )
  const each = report.pairs.map(({ arm, against, target, language, difference }) => [
    arm,
    against,
    target,
    language ?? 'mean',
    metric.get(target) ?? '',
    ...differenceFields(report, difference),
    decides.has(target),
  ])
  return csv(
    ['arm', 'against', 'target', 'language', 'metric', ...DIFFERENCE_COLUMNS, 'target_decides'],
    [...overall, ...each],
  )
}

/** One row a comparison, language group and target (`mean`: over the deciding ones), then how it differs from other languages. */
export function groupsCsv(report: Report): string {
  return csv(
    [
      'by',
      'group',
      'arm',
      'against',
      'target',
      'languages',
      'difference',
      'low',
      'high',
      'level',
      'to_others',
      'to_others_low',
      'to_others_high',
    ],
    report.groups.flatMap(({ by, differences }) =>
      differences.map(({ group, arm, against, target, languages, difference, others }) => [
        by,
        group,
        arm,
        against,
        target ?? 'mean',
        languages.join(' '),
        difference.value,
        difference.low,
        difference.high,
        report.level,
        others?.value ?? null,
        others?.low ?? null,
        others?.high ?? null,
      ]),
    ),
  )
}

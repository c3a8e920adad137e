import type { DataFile } from '../document/model.ts'
import type { Difference, Report } from '../schema.ts'

/** One row a score: every metric of every arm, target, language and seed. No chance level is an empty field. */
export function scoresFile(report: Report): DataFile {
  return {
    name: 'scores.csv',
    columns: ['arm', 'target', 'language', 'seed', 'metric', 'value', 'chance', 'examples'],
    rows: report.scores.map((each) => [
      each.arm,
      each.target,
      each.language,
      each.seed,
      each.metric,
      each.value,
      each.chance,
      each.examples,
    ]),
  }
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
export function differencesFile(report: Report): DataFile {
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
  return {
    name: 'differences.csv',
    columns: ['arm', 'against', 'target', 'language', 'metric', ...DIFFERENCE_COLUMNS, 'target_decides'],
    rows: [...overall, ...each],
  }
}

/** One row a comparison, language group and target (`mean`: over the deciding ones), then how it differs from other languages. */
export function groupsFile(report: Report): DataFile {
  return {
    name: 'groups.csv',
    columns: [
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
    rows: report.groups.flatMap(({ by, differences }) =>
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
  }
}

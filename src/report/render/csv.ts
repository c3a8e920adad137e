import type { Report } from '../schema.ts'

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

/** One row a difference to the baseline; `language` is `mean` for the mean over a target's languages, `target` too for that over the deciding targets. */
export function differencesCsv(report: Report): string {
  const decides = new Set(report.targets.flatMap((target) => (target.decides ? [target.id] : [])))
  const metric = new Map(report.targets.map((target) => [target.id, target.metric.id]))
  const overall = report.arms.flatMap(({ name, difference }) =>
    difference
      ? [
          [
            name,
            'mean',
            'mean',
            '',
            difference.value,
            difference.low,
            difference.high,
            report.level,
            difference.significant,
            true,
          ],
        ]
      : [],
  )
  const each = [...report.means, ...report.cells].flatMap(({ arm, target, language, difference }) =>
    difference
      ? [
          [
            arm,
            target,
            language ?? 'mean',
            metric.get(target) ?? '',
            difference.value,
            difference.low,
            difference.high,
            report.level,
            difference.significant,
            decides.has(target),
          ],
        ]
      : [],
  )
  return csv(
    [
      'arm',
      'target',
      'language',
      'metric',
      'difference',
      'low',
      'high',
      'level',
      'excludes_zero',
      'target_decides',
    ],
    [...overall, ...each],
  )
}

import {
  numberColumn,
  paragraph,
  type Section,
  section,
  type Table,
  table,
  textColumn,
} from '../../document/model.ts'
import { decimal } from '../../numbers.ts'
import type { Report } from '../../schema.ts'

/** Numbers of papers beside ours; null where none is known. */
export function publishedSection(report: Report): Section | null {
  if (report.published.length === 0) return null
  const shared = sharedCautions(report)
  const verdict =
    shared.length === 0
      ? 'It is a replication only where nothing is known to keep the two apart.'
      : `No row is a replication. What keeps all of them apart: ${shared.join('; ')}.`
  return section(
    'Published results',
    [
      paragraph(
        `Numbers of papers for the same targets, for scale. A row compares two studies, not two arms. ${verdict}`,
      ),
      table('Published results', publishedTable(report, shared), {
        caption: `Published numbers beside ours.${shared.length === 0 ? '' : ' No row is a replication.'}`,
        paper: 'published',
      }),
    ],
    { id: 'published' },
  )
}

/** What keeps every row apart from its paper. */
const sharedCautions = ({ published }: Report) =>
  (published[0]?.cautions ?? []).filter((caution) =>
    published.every(({ cautions }) => cautions.includes(caution)),
  )

/** One row a published number, with ours beside it; what all rows share stands in the note. */
function publishedTable({ published }: Report, shared: readonly string[]): Table {
  return {
    columns: [
      textColumn('Target'),
      textColumn('Metric'),
      textColumn('Published setting'),
      numberColumn('Published'),
      textColumn('Our arm'),
      numberColumn('Ours'),
      textColumn(shared.length === 0 ? 'What keeps them apart' : 'What else keeps them apart'),
    ],
    rows: published.map(({ title, metric, setting, value, paper, arm, ours, cautions }) => [
      title,
      metric,
      `${setting} (${paper})`,
      decimal(value),
      arm ?? 'none',
      ours === null ? 'none' : decimal(ours),
      cautions.filter((caution) => !shared.includes(caution)).join('; ') || 'nothing that is known here',
    ]),
  }
}

import { paragraph, type Section, section, type Table, table, tableOf } from '../../document/model.ts'
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
const publishedTable = ({ published }: Report, shared: readonly string[]): Table =>
  tableOf(published, [
    ['Target', ({ title }) => title],
    ['Metric', ({ metric }) => metric],
    ['Published setting', ({ setting, paper }) => `${setting} (${paper})`],
    ['Published', ({ value }) => decimal(value), 'number'],
    ['Our arm', ({ arm }) => arm ?? 'none'],
    ['Ours', ({ ours }) => (ours === null ? 'none' : decimal(ours)), 'number'],
    [
      shared.length === 0 ? 'What keeps them apart' : 'What else keeps them apart',
      ({ cautions }) =>
        cautions.filter((caution) => !shared.includes(caution)).join('; ') || 'nothing that is known here',
    ],
  ])

import { type Block, type Section, section, table } from '../../document/model.ts'
import { decimal } from '../../numbers.ts'
import type { Report } from '../../schema.ts'

/** Numbers of papers beside ours; null where none is known. */
export function publishedSection({ published }: Report): Section | null {
  if (published.length === 0) return null
  // What keeps every row apart from its paper is said once.
  const shared = published[0]!.cautions.filter((caution) =>
    published.every(({ cautions }) => cautions.includes(caution)),
  )
  const verdict =
    shared.length === 0
      ? 'It is a replication only where nothing is known to keep the two apart.'
      : `No row is a replication. What keeps all of them apart: ${shared.join('; ')}.`
  return section({ title: 'Published results', id: 'published' }, [
    `Numbers of papers for the same targets, for scale. A row compares two studies, not two arms. ${verdict}`,
    publishedTable(published, shared),
  ])
}

/** One row a published number, with ours beside it. */
const publishedTable = (published: Report['published'], shared: readonly string[]): Block =>
  table(
    {
      title: 'Published results',
      caption: `Published numbers beside ours.${shared.length === 0 ? '' : ' No row is a replication.'}`,
      paper: 'published',
    },
    published,
    [
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
    ],
  )

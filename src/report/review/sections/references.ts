import type { EvidenceReport } from '#evidence'
import { count, day, listed } from '#kernel'
import {
  type Block,
  link,
  numberColumn,
  paragraph,
  type Section,
  section,
  type Table,
  type Text,
  tableOr,
  textColumn,
} from '../../document/model.ts'
import { claimLinks } from '../citing.ts'

/** The works that claims cite, and no others. */
export function referencesSection(report: EvidenceReport): Section {
  return section('References', [referenceList(report)], { id: 'references' })
}

function referenceList(report: EvidenceReport): Block {
  const { references } = report
  if (references.length === 0) return paragraph('None: no claim cites a work.')
  return {
    kind: 'list',
    numbered: true,
    items: references.map((reference) => ({
      id: `ref-${reference.number}`,
      text: [referenceText(reference), ...addressOf(reference)],
      note: [`read: ${reference.read ?? 'nothing'}; cited by `, claimLinks(report, reference.claims)],
    })),
  }
}

const addressOf = ({ url }: EvidenceReport['references'][number]): Text[] =>
  url === null ? [] : [' ', link(url, url)]

/** `Łucja Żółtowska, Ánh Nguyễn (2021): Title. Venue.` */
function referenceText(reference: EvidenceReport['references'][number]): string {
  const { authors, year, title, venue, type, work } = reference
  const names = authors.map(({ given, family }) => [given, family].filter(Boolean).join(' '))
  const shown = names.length > 6 ? [...names.slice(0, 5), 'others'] : names
  return [
    `${listed(shown) || 'No author named'} (${year ?? 'no year'}):`,
    `${title.replace(/[.?!]$/, '')}.`,
    venue !== null && venue !== '' ? `${venue}.` : type === 'preprint' ? 'Preprint.' : '',
    `${work}.`,
    reference.retracted ? 'RETRACTED.' : reference.notices.length > 0 ? 'Corrected since.' : '',
  ]
    .filter(Boolean)
    .join(' ')
}

/** Every search as it was sent, and what came of it. */
export const searchLogSection = (report: EvidenceReport): Section =>
  section('Search log', [tableOr('Search log', searchTable(report), 'No search was made.')], {
    id: 'search-log',
  })

const or = (value: string) => (value === '' ? 'none' : value)

const searchTable = (report: EvidenceReport): Table => ({
  columns: [
    textColumn('Source'),
    textColumn('Platform'),
    textColumn('Query as sent'),
    textColumn('Filters'),
    textColumn('When'),
    numberColumn('Requests'),
    numberColumn('Hits reported'),
    numberColumn('Records read'),
    textColumn('Ended'),
  ],
  rows: report.searches.map((search) => [
    report.words.sources[search.source],
    search.platform,
    search.query,
    or(
      Object.entries(search.filters)
        .map(([name, value]) => `${name} = ${value}`)
        .join('; '),
    ),
    search.from === null
      ? search.requests === 0 && search.stopped === 'failed'
        ? 'no answer'
        : 'local files'
      : `${day(search.from)}, ${search.from.slice(11, 16)} UTC`,
    String(search.requests),
    search.reported === null ? 'not said' : count(search.reported),
    String(search.retrieved),
    search.stopped === 'failed'
      ? `failed: ${search.problem ?? 'no reason known'}`
      : search.stopped === 'limit'
        ? 'at the limit'
        : 'complete',
  ]),
})

/** Works that are not in the review, each with its reason. */
export const leftOutSection = ({ excluded, notRetrieved }: EvidenceReport): Section =>
  section(
    'Works left out',
    [
      section('After reading', [tableOr('Left out after reading', leftOutTable(excluded), 'None.')]),
      section('Texts that could not be had', [
        tableOr('Texts that could not be had', leftOutTable(notRetrieved), 'None.'),
      ]),
    ],
    { id: 'left-out' },
  )

const leftOutTable = (rows: EvidenceReport['excluded']): Table => ({
  columns: [textColumn('Work'), textColumn('Why')],
  rows: rows.map(({ title, year, work, reason }) => [
    `${title}${year === null ? '' : ` (${year})`}, ${work}`,
    reason,
  ]),
})

import type { EvidenceReport } from '#evidence'
import { count, day, listed } from '#kernel'
import {
  type Block,
  link,
  paragraph,
  type Section,
  section,
  type Table,
  type Text,
  tableOf,
  tableOr,
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

type Search = EvidenceReport['searches'][number]

const searchTable = ({ searches, words }: EvidenceReport): Table =>
  tableOf(searches, [
    ['Source', ({ source }) => words.sources[source]],
    ['Platform', ({ platform }) => platform],
    ['Query as sent', ({ query }) => query],
    ['Filters', ({ filters }) => filterText(filters) || 'none'],
    ['When', whenSent],
    ['Requests', ({ requests }) => String(requests), 'number'],
    ['Hits reported', ({ reported }) => (reported === null ? 'not said' : count(reported)), 'number'],
    ['Records read', ({ retrieved }) => String(retrieved), 'number'],
    ['Ended', howEnded],
  ])

const filterText = (filters: Search['filters']) =>
  Object.entries(filters)
    .map(([name, value]) => `${name} = ${value}`)
    .join('; ')

function whenSent({ from, requests, stopped }: Search): string {
  if (from !== null) return `${day(from)}, ${from.slice(11, 16)} UTC`
  return requests === 0 && stopped === 'failed' ? 'no answer' : 'local files'
}

function howEnded({ stopped, problem }: Search): string {
  if (stopped === 'failed') return `failed: ${problem ?? 'no reason known'}`
  return stopped === 'limit' ? 'at the limit' : 'complete'
}

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

const leftOutTable = (works: EvidenceReport['excluded']): Table =>
  tableOf(works, [
    ['Work', ({ title, year, work }) => `${title}${year === null ? '' : ` (${year})`}, ${work}`],
    ['Why', ({ reason }) => reason],
  ])

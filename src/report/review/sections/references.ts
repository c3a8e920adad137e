import type { EvidenceReport } from '#evidence'
import { count, day, listed } from '#kernel'
import { type Block, link, type Section, section, type Text, table } from '../../document/model.ts'
import { claimLinks } from '../citing.ts'

/** The works that claims cite, and no others. */
export const referencesSection = (report: EvidenceReport): Section =>
  section({ title: 'References', id: 'references' }, [
    report.references.length === 0 ? 'None: no claim cites a work.' : referenceList(report),
  ])

const referenceList = (report: EvidenceReport): Block => ({
  kind: 'list',
  numbered: true,
  items: report.references.map((reference) => ({
    id: `ref-${reference.number}`,
    item: [referenceText(reference), ...addressOf(reference)],
    note: [`read: ${reference.read ?? 'nothing'}; cited by `, claimLinks(report, reference.claims)],
  })),
})

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

type Search = EvidenceReport['searches'][number]

/** Every search as it was sent, and what came of it. */
export const searchLogSection = ({ searches, words }: EvidenceReport): Section => {
  const log = table({ title: 'Search log', none: 'No search was made.' }, searches, [
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
  return section({ title: 'Search log', id: 'search-log' }, [log])
}

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
export function leftOutSection({ excluded, notRetrieved }: EvidenceReport): Section {
  const worksTable = (title: string, works: EvidenceReport['excluded']) =>
    table({ title, none: 'None.' }, works, [
      ['Work', ({ title, year, work }) => `${title}${year === null ? '' : ` (${year})`}, ${work}`],
      ['Why', ({ reason }) => reason],
    ])
  return section({ title: 'Works left out', id: 'left-out' }, [
    section('After reading', [worksTable('Left out after reading', excluded)]),
    section('Texts that could not be had', [worksTable('Texts that could not be had', notRetrieved)]),
  ])
}

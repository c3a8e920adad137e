import type { EvidenceReport } from '#evidence'
import {
  type Block,
  listOr,
  paragraph,
  type Section,
  section,
  type Table,
  tableOf,
  tableOr,
} from '../../document/model.ts'
import { flowDiagram, flowList } from '../flow-diagram.ts'

/** What was searched, read and checked, by which rules, and what remained at each step. */
export const methodologySection = (report: EvidenceReport): Section =>
  section(
    'Methodology',
    [
      ...report.methodology.map((each) => paragraph(each)),
      section('Flow of works (PRISMA 2020)', flowBlocks(report)),
      section('Rules of screening', [tableOr('Rules of screening', criteriaTable(report), 'None.')]),
    ],
    { id: 'methodology' },
  )

function flowBlocks(report: EvidenceReport): Block[] {
  const { problems } = report.prisma
  return [
    {
      kind: 'figure',
      panels: [{ pictures: [{ wide: flowDiagram(report, 'wide'), narrow: flowDiagram(report, 'narrow') }] }],
      text: [flowList(report)],
    },
    paragraph(
      `Records before duplicates are removed, works after. ${problems.length === 0 ? 'All sums hold.' : `Sums that do not hold: ${problems.join('; ')}.`}`,
      'note',
    ),
  ]
}

const criteriaTable = ({ criteria }: EvidenceReport): Table =>
  tableOf(criteria, [
    ['Stage', ({ stage }) => (stage === 'title-abstract' ? 'title and abstract' : 'full text')],
    ['Rule', ({ kind, text }) => `${kind === 'include' ? 'In' : 'Out'}: ${text}`],
    ['Code', ({ code }) => code],
  ])

export const limitationsSection = ({ limitations }: EvidenceReport): Section =>
  section('Limitations', [listOr(limitations, 'None that this run shows.')], { id: 'limitations' })

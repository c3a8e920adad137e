import type { EvidenceReport } from '#evidence'
import { type Block, figure, list, paragraph, type Section, section, table } from '../../document/model.ts'
import { flowDiagram, flowList } from '../flow-diagram.ts'

/** What was searched, read and checked, by which rules, and what remained at each step. */
export const methodologySection = (report: EvidenceReport): Section =>
  section({ title: 'Methodology', id: 'methodology' }, [
    ...report.methodology,
    section('Flow of works (PRISMA 2020)', [
      figure((size) => flowDiagram(report, size), { text: [flowList(report)] }),
      paragraph(flowNote(report), 'note'),
    ]),
    section('Rules of screening', [criteriaTable(report)]),
  ])

const flowNote = ({ prisma: { problems } }: EvidenceReport): string =>
  `Records before duplicates are removed, works after. ${problems.length === 0 ? 'All sums hold.' : `Sums that do not hold: ${problems.join('; ')}.`}`

const criteriaTable = ({ criteria }: EvidenceReport): Block =>
  table({ title: 'Rules of screening', none: 'None.' }, criteria, [
    ['Stage', ({ stage }) => (stage === 'title-abstract' ? 'title and abstract' : 'full text')],
    ['Rule', ({ kind, text }) => `${kind === 'include' ? 'In' : 'Out'}: ${text}`],
    ['Code', ({ code }) => code],
  ])

export const limitationsSection = ({ limitations }: EvidenceReport): Section =>
  section({ title: 'Limitations', id: 'limitations' }, [list(limitations, 'None that this run shows.')])

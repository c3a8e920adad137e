import type { EvidenceReport } from '#evidence'
import { type DataFile, dataFile } from '../document/model.ts'

/** One row a claim. */
export const claimsFile = ({ claims }: EvidenceReport): DataFile =>
  dataFile('claims.csv', claims, [
    'number',
    'id',
    ['claim', ({ text }) => text],
    'stand',
    'label',
    'verified',
    'confidence',
    ['supported_by', ({ supportedBy }) => supportedBy.join(' ')],
    ['from', ({ origin }) => sourceOf(origin)],
    'reason',
  ])

function sourceOf(origin: EvidenceReport['claims'][number]['origin']): string {
  switch (origin.from) {
    case 'work':
      return origin.work
    case 'study':
      return `study:${origin.study}`
    case 'report':
      return `${origin.file}:${origin.line}`
    case 'library':
      return origin.source
  }
}

/** One row a quote: which claim it is about, what it says of it, and where it stands. */
export const findingsFile = ({ claims }: EvidenceReport): DataFile =>
  dataFile(
    'findings.csv',
    claims.flatMap(({ id, evidence }) => evidence.map((each) => ({ claim: id, ...each }))),
    [
      'claim',
      'label',
      'tier',
      'quote',
      ['work', ({ reference }) => reference],
      ['section', ({ section }) => section.join(' › ')],
      'sha256',
      'start',
      'end',
      'found',
    ],
  )

/** One row a number that a claim gives. */
export const numbersFile = ({ numbers }: EvidenceReport): DataFile =>
  dataFile('numbers.csv', numbers, [
    'claim',
    ['number', ({ text }) => text],
    'value',
    'unit',
    'change',
    ['parts', ({ parts }) => parts.join(' ')],
  ])

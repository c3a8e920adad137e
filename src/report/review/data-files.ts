import type { EvidenceReport } from '#evidence'
import { type DataFile, dataFile } from '../document/model.ts'

/** One row a claim. */
export const claimsFile = ({ claims }: EvidenceReport): DataFile =>
  dataFile('claims.csv', claims, {
    number: ({ number }) => number,
    id: ({ id }) => id,
    claim: ({ text }) => text,
    label: ({ label }) => label,
    verified: ({ verified }) => verified,
    confidence: ({ confidence }) => confidence,
    independent_support: ({ independentSupport }) => independentSupport,
    from: ({ origin }) => sourceOf(origin),
    reason: ({ reason }) => reason,
  })

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
    {
      claim: ({ claim }) => claim,
      label: ({ label }) => label,
      tier: ({ tier }) => tier,
      own_work: ({ ownWork }) => ownWork,
      quote: ({ quote }) => quote,
      work: ({ reference }) => reference,
      section: ({ section }) => section.join(' › '),
      sha256: ({ sha256 }) => sha256,
      start: ({ start }) => start,
      end: ({ end }) => end,
      found: ({ found }) => found,
    },
  )

/** One row a difference that a claim states. */
export const effectsFile = ({ effects }: EvidenceReport): DataFile =>
  dataFile('effects.csv', effects, {
    claim: ({ claim }) => claim,
    subject: ({ subject }) => subject,
    comparator: ({ comparator }) => comparator,
    task: ({ task }) => task,
    languages: ({ languages }) => languages.join(' '),
    model: ({ model }) => model,
    metric: ({ metric }) => metric,
    difference: ({ difference }) => difference,
    unit: ({ unit }) => unit,
    low: ({ low }) => low,
    high: ({ high }) => high,
    source: ({ source }) => source,
  })

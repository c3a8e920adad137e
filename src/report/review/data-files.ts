import type { EvidenceReport } from '#evidence'
import type { DataFile } from '../document/model.ts'

/** One row a claim. */
export const claimsFile = ({ claims }: EvidenceReport): DataFile => ({
  name: 'claims.csv',
  columns: [
    'number',
    'id',
    'claim',
    'label',
    'verified',
    'confidence',
    'independent_support',
    'from',
    'reason',
  ],
  rows: claims.map(
    ({ number, id, text, label, verified, confidence, independentSupport, origin, reason }) => [
      number,
      id,
      text,
      label,
      verified,
      confidence,
      independentSupport,
      sourceOf(origin),
      reason,
    ],
  ),
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
export const findingsFile = ({ claims }: EvidenceReport): DataFile => ({
  name: 'findings.csv',
  columns: [
    'claim',
    'label',
    'tier',
    'own_work',
    'quote',
    'work',
    'section',
    'sha256',
    'start',
    'end',
    'found',
  ],
  rows: claims.flatMap(({ id, evidence }) =>
    evidence.map(({ label, tier, ownWork, quote, reference, section, sha256, start, end, found }) => [
      id,
      label,
      tier,
      ownWork,
      quote,
      reference,
      section.join(' › '),
      sha256,
      start,
      end,
      found,
    ]),
  ),
})

/** One row a difference that a claim states. */
export const effectsFile = ({ effects }: EvidenceReport): DataFile => ({
  name: 'effects.csv',
  columns: [
    'claim',
    'subject',
    'comparator',
    'task',
    'languages',
    'model',
    'metric',
    'difference',
    'unit',
    'low',
    'high',
    'source',
  ],
  rows: effects.map((effect) => [
    effect.claim,
    effect.subject,
    effect.comparator,
    effect.task,
    effect.languages.join(' '),
    effect.model,
    effect.metric,
    effect.difference,
    effect.unit,
    effect.low,
    effect.high,
    effect.source,
  ]),
})

import { z } from 'zod'
import { Check, Claim, Label, Mode } from '../bundle/claims.ts'
import { Asked, Criterion, SourceId } from '../bundle/protocol.ts'
import { Answer, Contradiction, NumberFound, Stance, Stand } from '../bundle/synthesis.ts'
import { TextKind } from '../bundle/texts.ts'
import { Author, Identifiers, WorkType } from '../bundle/works.ts'

const count = z.int().min(0)
const Reasons = z.array(z.strictObject({ reason: z.string(), count }))

/** A quote under a claim, with everything that finds it again. */
const Evidence = z.strictObject({
  reference: z.string().describe('Id of the work'),
  label: Label,
  tier: z.string(),
  quote: z.string(),
  section: z.array(z.string()),
  sha256: z.string(),
  start: count,
  end: count,
  kind: TextKind.nullable(),
  version: z.string().nullable(),
  url: z.string().nullable().describe('Of the text that was read'),
  cell: z.string().nullable().describe('Table that the quote is a cell of'),
  found: z.boolean().describe('The quote stands at its offsets in the stored text'),
  checks: z.array(Check),
})

const ReportClaim = z.strictObject({
  number: z.int().min(1),
  id: z.string(),
  text: z.string(),
  context: Claim.shape.context,
  parts: z.array(z.string()).describe('Of the question, that it speaks of'),
  stand: Stand.shape.stand.nullable().describe('What it says to the statement that is asked; null: nothing'),
  readBy: Stand.shape.by.nullable(),
  standWhy: Stand.shape.why,
  kind: Claim.shape.kind,
  polarity: Claim.shape.polarity,
  hedged: z.boolean(),
  attributed: z.boolean(),
  origin: Claim.shape.origin,
  found: z
    .boolean()
    .nullable()
    .describe('Its words stand at their place in the stored text; null: from no work'),
  label: Label,
  verified: z.boolean(),
  confidence: z.number().min(0).max(1).nullable().describe('null: no other work decides it'),
  mode: Mode.nullable(),
  calibration: z.string().nullable(),
  supportedBy: z.array(z.string()).describe('Works, never the one that it is quoted from'),
  contradictedBy: z.array(z.string()),
  reason: z.string(),
  evidence: z.array(Evidence).describe('What decides it, best first; else the closest passage'),
})

const Reference = z.strictObject({
  number: z.int().min(1),
  work: z.string(),
  key: z.string().describe('Citation key: stable, unique, ASCII'),
  title: z.string(),
  authors: z.array(Author),
  year: z.int().nullable(),
  venue: z.string().nullable(),
  type: WorkType,
  ids: Identifiers,
  url: z.string().nullable(),
  retracted: z.boolean(),
  notices: z.array(z.string()),
  read: TextKind.nullable().describe('Which text was read; null: none'),
  claims: z.array(z.string()).describe('Claims that cite it; never empty'),
})

/** A work that is not in the review, and why. */
const LeftOut = z.strictObject({
  work: z.string(),
  title: z.string(),
  year: z.int().nullable(),
  url: z.string().nullable(),
  reason: z.string(),
})

/** A report on a review. All numbers are computed from its bundle; renderings print it and nothing else. */
export const EvidenceReport = z.strictObject({
  title: z.string(),
  date: z.iso.date(),
  question: z.string(),
  words: z
    .strictObject({
      labels: z.record(Label, z.string()),
      stances: z.record(Stance, z.string()),
      sources: z.record(SourceId, z.string()),
    })
    .describe('How what follows is called in print'),
  modes: z.array(Mode),
  calibrations: z.array(z.string()),
  abstract: z.string(),
  introduction: z.array(z.string()),
  asked: Asked,
  meaning: z.string().nullable().describe('Encoder that ranked by meaning; null: words alone'),
  answer: Answer,
  numbers: z.array(NumberFound),
  groups: z.array(z.array(z.string())).describe('Ids of claims that say alike things, the nearest of all'),
  counts: z.strictObject({
    sources: count,
    failedSources: count,
    records: count,
    works: count,
    included: count,
    fullTexts: count,
    abstractsOnly: count,
    claims: z.strictObject({
      extracted: count,
      decided: count,
      quoted: count.describe('Taken word for word from works'),
      verified: count.describe('Of the quoted, those that another work supports and none contradicts'),
      supported: count,
      contradicted: count,
      insufficient: count,
      measured: count.describe('Of them from studies, not from works'),
    }),
    quotes: count,
    quotesFound: count,
    references: count,
  }),
  methodology: z.array(z.string()),
  criteria: z.array(Criterion),
  prisma: z.strictObject({
    identified: z.array(z.strictObject({ source: z.string(), count })),
    duplicates: count,
    otherwiseRemoved: count,
    screened: count,
    excludedAbstracts: Reasons,
    sought: count,
    notRetrieved: Reasons,
    assessed: count,
    assessedByAbstract: count.describe('Of them, works without a better text'),
    excludedTexts: Reasons,
    included: count,
    problems: z.array(z.string()).describe('Sums that do not hold'),
  }),
  searches: z.array(
    z.strictObject({
      source: SourceId,
      platform: z.string(),
      query: z.string(),
      filters: z.record(z.string(), z.string()),
      from: z.iso.datetime().nullable().describe('First request; null for local files'),
      until: z.iso.datetime().nullable(),
      requests: count,
      reported: count.nullable(),
      retrieved: count,
      stopped: z.enum(['complete', 'limit', 'failed']),
      problem: z.string().nullable(),
    }),
  ),
  claims: z.array(ReportClaim),
  contradictions: z.array(Contradiction),
  concentration: z.array(
    z.strictObject({ source: z.string(), title: z.string(), claims: count, share: z.number().min(0).max(1) }),
  ),
  limitations: z.array(z.string()),
  capture: z
    .strictObject({
      sources: z.tuple([SourceId, SourceId]),
      first: count,
      second: count,
      both: count,
      estimate: z.number(),
      low: z.number(),
      high: z.number(),
    })
    .nullable(),
  references: z.array(Reference),
  excluded: z.array(LeftOut),
  notRetrieved: z.array(LeftOut),
})
export type EvidenceReport = z.infer<typeof EvidenceReport>

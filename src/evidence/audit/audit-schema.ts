import { z } from 'zod'
import { Label } from '../bundle/claims.ts'

export const FINDINGS = [
  'truncated-claims',
  'same-abstract',
  'abstract-cut',
  'abstract-of-source',
  'question-unanswered',
  'one-work',
  'references-unsupporting',
  'hidden-cut-off',
  'low-confidence-ticks',
  'confidence-by-length',
  'same-fact-two-verdicts',
  'no-provenance',
  'recurring-claims',
  'methodology-unverifiable',
  'counts-inconsistent',
  'quality-tracks-ticks',
  'template-limitations',
] as const

/** Something that is wrong, with the numbers that show it. */
export const AuditFinding = z.strictObject({
  code: z.enum(FINDINGS),
  sentence: z.string(),
  measures: z.record(z.string(), z.number()),
  places: z.array(z.string()).describe('`file:line` of what shows it'),
})
export type AuditFinding = z.infer<typeof AuditFinding>

export const AuditedClaim = z.strictObject({
  line: z.int().min(1),
  text: z.string(),
  ticked: z.boolean().nullable(),
  confidence: z.number().nullable(),
  cut: z.array(z.enum(['no-full-stop', 'common-length', 'longer-elsewhere', 'mid-word'])),
  whole: z
    .strictObject({ text: z.string(), complete: z.boolean(), basis: z.string() })
    .nullable()
    .describe('The claim as a whole sentence, where it is known'),
  work: z.string().nullable().describe('Work that it comes from, told by alignment'),
  share: z.number().nullable().describe('Of its content words, those that the closest sentence has in order'),
  facets: z.array(z.string()).describe('Facets of the question that it mentions'),
  verdict: z.strictObject({
    label: Label,
    confidence: z.number().nullable().describe('Calibrated; null where the library decided'),
    from: z.enum(['texts', 'library', 'nothing']),
    quote: z.string().nullable(),
    reason: z.string(),
  }),
  correction: z
    .enum(['agrees', 'wrongly-rejected', 'wrongly-accepted', 'not-shown', 'none'])
    .describe(
      'The mark of the report against the verdict; not-shown: ticked, yet nothing at hand supports it',
    ),
})
export type AuditedClaim = z.infer<typeof AuditedClaim>

const Cap = z.strictObject({
  id: z.enum(['unanswered', 'truncated', 'one-work', 'attribution']),
  most: z.number(),
  reason: z.string(),
})
export type Cap = z.infer<typeof Cap>

export const ReportAudit = z.strictObject({
  file: z.string(),
  title: z.string().nullable(),
  question: z.string().nullable(),
  facets: z.array(z.strictObject({ id: z.string(), label: z.string(), distinguishing: z.boolean() })),
  answered: z.boolean(),
  claims: z.array(AuditedClaim),
  findings: z.array(AuditFinding),
  dimensions: z.array(
    z.strictObject({ dimension: z.string(), score: z.number().nullable(), rationale: z.string() }),
  ),
  caps: z.array(Cap),
  score: z.number().min(0).max(10),
  ownScore: z.number().nullable().describe('Score that the report gives itself'),
})
export type ReportAudit = z.infer<typeof ReportAudit>

export const Audit = z.strictObject({
  format: z.literal(1),
  texts: z.int().min(0).describe('Source texts that claims were held against, beside the library'),
  totals: z.strictObject({
    reports: z.int(),
    claims: z.int(),
    distinct: z.int(),
    truncated: z.int(),
    answered: z.int(),
    ticked: z.int(),
    works: z.int().describe('Works that claims come from'),
    wronglyRejected: z.int(),
    wronglyAccepted: z.int(),
    notShown: z.int(),
  }),
  findings: z.array(AuditFinding).describe('Over all reports'),
  reports: z.array(ReportAudit),
})
export type Audit = z.infer<typeof Audit>

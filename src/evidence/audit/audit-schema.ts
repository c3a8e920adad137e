import { z } from 'zod'
import { Label } from '../bundle/claims.ts'

export const FINDINGS = [
  'claim-contradicted',
  'claim-not-in-source',
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

/** Why a claim does not stand as its source has it. */
export const Fault = z.enum([
  'number',
  'direction',
  'negation',
  'order',
  'name',
  'wrong-work',
  'quote',
  'number-absent',
  'verifier',
])
export type Fault = z.infer<typeof Fault>

export const AuditedClaim = z.strictObject({
  line: z.int().min(1).nullable().describe('null: the form of the report has no lines'),
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
  citations: z.array(
    z.strictObject({ text: z.string(), work: z.string().nullable().describe('null: not at hand') }),
  ),
  verdict: z.strictObject({
    label: Label,
    confidence: z
      .number()
      .nullable()
      .describe('Calibrated; null where the library or a comparison of words decided'),
    from: z.enum(['texts', 'library', 'nothing']),
    work: z.string().nullable().describe('Whose text decides, or is nearest'),
    fault: Fault.nullable(),
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
  id: z.enum(['contradicted', 'unanswered', 'truncated', 'one-work']),
  most: z.number(),
  reason: z.string(),
})
export type Cap = z.infer<typeof Cap>

export const ReportAudit = z.strictObject({
  file: z.string(),
  title: z.string().nullable(),
  question: z.string().nullable(),
  answered: z.boolean().nullable().describe('null: it states no question'),
  claims: z.array(AuditedClaim),
  findings: z.array(AuditFinding),
  dimensions: z.array(
    z.strictObject({ dimension: z.string(), score: z.number().nullable(), rationale: z.string() }),
  ),
  caps: z.array(Cap),
  score: z.number().min(0).max(10).nullable().describe('null: nothing at hand decides any of its claims'),
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
    questions: z.int().describe('Reports that state one'),
    answered: z.int(),
    ticked: z.int(),
    works: z.int().describe('Works that claims come from'),
    supported: z.int(),
    contradicted: z.int(),
    undecided: z.int(),
    wronglyRejected: z.int(),
    wronglyAccepted: z.int(),
    notShown: z.int(),
  }),
  findings: z.array(AuditFinding).describe('Over all reports'),
  reports: z.array(ReportAudit),
})
export type Audit = z.infer<typeof Audit>

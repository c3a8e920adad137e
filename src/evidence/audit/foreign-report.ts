import { z } from 'zod'

export const ForeignClaim = z.strictObject({
  line: z.int().min(1).nullable().describe('null: the form of the report has no lines'),
  text: z.string().min(1),
  ticked: z.boolean().nullable().describe('Marked as verified; null where the report says nothing'),
  confidence: z.number().min(0).max(1).nullable(),
  decimals: z.int().min(0).describe('Digits after the point of the confidence as printed'),
  cells: z.record(z.string(), z.string()).describe('Further columns, by their heading'),
  citations: z.array(z.string()).describe('What it cites, as written'),
})
export type ForeignClaim = z.infer<typeof ForeignClaim>

export const ForeignReference = z.strictObject({
  line: z.int().min(1).nullable(),
  key: z.string().describe('Number or key that it is cited by'),
  text: z.string(),
  id: z.string().nullable().describe('`arxiv:`, `acl:` or `doi:` id without a version'),
})
export type ForeignReference = z.infer<typeof ForeignReference>

/** A report of somebody else, as far as it can be read. Lines count from 1. */
export const ForeignReport = z.strictObject({
  file: z.string(),
  title: z.string().nullable(),
  date: z.string().nullable().describe('As printed'),
  abstract: z.string().nullable(),
  question: z.string().nullable(),
  examines: z.string().nullable().describe('The title that the introduction says it examines'),
  answer: z.string().nullable().describe('Text of a section that answers or concludes'),
  methodology: z.string().nullable(),
  limitations: z.string().nullable(),
  counts: z
    .strictObject({
      papers: z.int().nullable(),
      claims: z.int().nullable(),
      verified: z.int().nullable(),
    })
    .describe('As the report states them'),
  quality: z.number().nullable().describe('Score that it gives itself, of ten'),
  listed: z.boolean().describe('Its claims are the rows of a table; else they are sentences of its text'),
  claims: z.array(ForeignClaim).min(1),
  references: z.array(ForeignReference),
})
export type ForeignReport = z.infer<typeof ForeignReport>

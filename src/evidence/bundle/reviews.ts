import { z } from 'zod'

export const DIMENSIONS = [
  'coverage',
  'relevance',
  'attribution',
  'consistency',
  'recency',
  'risk-of-bias',
] as const
export const Dimension = z.enum(DIMENSIONS)
export type Dimension = z.infer<typeof Dimension>

/** One rater's score of one dimension, with the measures that it follows from. */
export const Review = z.strictObject({
  dimension: Dimension,
  rater: z.string(),
  kind: z.enum(['rules', 'llm', 'person']),
  score: z.number().min(0).max(5).nullable().describe('null: this rater cannot tell'),
  measures: z.record(z.string(), z.number().nullable()),
  rationale: z.string(),
})
export type Review = z.infer<typeof Review>

const Cap = z.strictObject({
  id: z.enum([
    'unanswered',
    'truncated',
    'outside-reference',
    'retracted',
    'one-work',
    'attribution',
    'no-full-text',
  ]),
  most: z.number(),
  reason: z.string(),
})

export const Assessment = z.strictObject({
  score: z.number().min(0).max(10).nullable().describe('null where raters agree too little for one number'),
  spread: z
    .number()
    .nullable()
    .describe('Standard deviation over raters and draws of claims, in points of ten'),
  low: z.number(),
  high: z.number(),
  uncapped: z.number(),
  caps: z.array(Cap),
  dimensions: z.array(
    z.strictObject({
      dimension: Dimension,
      mean: z.number().nullable(),
      exact: z.number().nullable().describe('Share of pairs of raters that agree exactly'),
      alpha: z.number().nullable().describe("Krippendorff's, ordinal"),
      ac2: z.number().nullable().describe("Gwet's, ordinal weights"),
    }),
  ),
  agreement: z.strictObject({
    exact: z.number().nullable(),
    alpha: z.number().nullable(),
    ac2: z.number().nullable(),
    icc: z.number().nullable().describe('ICC(2,k)'),
  }),
  raters: z.array(z.strictObject({ id: z.string(), kind: z.string(), description: z.string() })),
})
export type Assessment = z.infer<typeof Assessment>

import { z } from 'zod'

export const Stance = z.enum(['yes', 'no', 'mixed', 'unclear', 'no-evidence-found'])
export type Stance = z.infer<typeof Stance>
export const Certainty = z.enum(['high', 'moderate', 'low', 'very-low'])

/** What the claims say about one facet, or about the whole question. */
const Answer = {
  stance: Stance,
  sentence: z.string().min(1),
  certainty: Certainty,
  why: z.array(z.string()).describe('What lowers or raises the certainty'),
  claims: z.array(z.string()),
  works: z.array(z.string()),
}

export const FacetAnswer = z.strictObject({ facet: z.string(), ...Answer })
export type FacetAnswer = z.infer<typeof FacetAnswer>

export const Contradiction = z.strictObject({
  claims: z.tuple([z.string(), z.string()]),
  about: z.string().describe('What they disagree on'),
  factors: z
    .array(z.strictObject({ name: z.string(), one: z.string(), other: z.string() }))
    .describe('Differences that may reconcile them: model, languages, metric, task, year'),
})
export type Contradiction = z.infer<typeof Contradiction>

export const Effect = z.strictObject({
  claim: z.string(),
  source: z.string().describe('Work or study'),
  subject: z.string(),
  comparator: z.string().nullable(),
  task: z.string().nullable(),
  languages: z.array(z.string()),
  model: z.string().nullable(),
  metric: z.string().nullable(),
  difference: z.number(),
  unit: z.enum(['points', 'percent']),
  low: z.number().nullable(),
  high: z.number().nullable(),
})
export type Effect = z.infer<typeof Effect>

/** DerSimonian-Laird over comparable rows with known variance, three at least. */
export const PooledEffect = z.strictObject({
  about: z.string(),
  claims: z.array(z.string()).min(3),
  difference: z.number(),
  low: z.number(),
  high: z.number(),
  tauSquared: z.number(),
  iSquared: z.number(),
})
export type PooledEffect = z.infer<typeof PooledEffect>

/** The answer of a review. */
export const Synthesis = z.strictObject({
  answer: z.strictObject(Answer),
  facets: z.array(FacetAnswer),
  contradictions: z.array(Contradiction),
  effects: z.array(Effect),
  pooled: z.array(PooledEffect),
})
export type Synthesis = z.infer<typeof Synthesis>

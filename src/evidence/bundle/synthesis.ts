import { z } from 'zod'

export const Stance = z.enum(['yes', 'no', 'mixed', 'unclear', 'no-evidence-found'])
export type Stance = z.infer<typeof Stance>
export const Certainty = z.enum(['high', 'moderate', 'low', 'very-low'])

export const Answer = z.strictObject({
  stance: Stance.nullable().describe('Of questions whether something is so; null for other forms'),
  sentence: z.string().min(1),
  certainty: Certainty.nullable(),
  why: z.array(z.string()).describe('What lowers or raises the certainty'),
  claims: z.array(z.string()).describe('That it rests on, the nearest to the question first'),
  works: z.array(z.string()),
})
export type Answer = z.infer<typeof Answer>

/** What a claim says to the statement that is asked. */
export const Stand = z.strictObject({
  claim: z.string(),
  stand: z.enum(['for', 'against', 'no-difference']),
  by: z.enum(['rules', 'verifier', 'measurement']).describe('Who reads it so'),
  why: z.string().nullable().describe('What the verifier says; null: its words'),
})
export type Stand = z.infer<typeof Stand>

/** A number that a claim gives. */
export const NumberFound = z.strictObject({
  claim: z.string(),
  text: z.string().describe('With its unit, as it stands in the claim'),
  value: z.number(),
  unit: z.enum(['points', 'percent', 'times', 'count', 'ratio', 'other']),
  change: z.enum(['up', 'down']).nullable(),
  parts: z.array(z.string()).describe('Parts of the question that the claim speaks of'),
})
export type NumberFound = z.infer<typeof NumberFound>

export const Contradiction = z.strictObject({
  claims: z.tuple([z.string(), z.string()]),
  about: z.string().describe('What they disagree on'),
  factors: z
    .array(z.strictObject({ name: z.string(), one: z.string(), other: z.string() }))
    .describe('Differences that may reconcile them: model, languages, metric, task, year'),
})
export type Contradiction = z.infer<typeof Contradiction>

/** The answer of a review. */
export const Synthesis = z.strictObject({
  answer: Answer,
  stands: z.array(Stand).describe('Of the claims that decide; in the order of the claims'),
  numbers: z
    .array(NumberFound)
    .describe('Of claims nearest to the question, those on most of its parts first'),
  groups: z
    .array(z.array(z.string()).min(1))
    .describe('Claims that say alike things, those of most works first; together the nearest of all'),
  contradictions: z.array(Contradiction),
})
export type Synthesis = z.infer<typeof Synthesis>

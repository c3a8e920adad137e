import { z } from 'zod'
import { SOURCES } from '../sources/index.ts'

/** A source that is defined: see `sources/index.ts`. */
export const SourceId = z.enum(SOURCES.map(({ id }) => id))
export type SourceId = z.infer<typeof SourceId>

/** A concept in the words of a query: any of them counts as a mention. */
const Term = z.strictObject({
  text: z.string().min(1).describe('As the question has it'),
  synonyms: z.array(z.string().min(1)).default([]).describe('Other words of the field for it'),
})
export type Term = z.infer<typeof Term>

/** One part of the question that is answered by itself. */
export const Facet = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  role: z
    .enum(['intervention', 'comparator', 'outcome', 'population', 'setting'])
    .describe('Place in the question, as in PICO'),
  label: z.string().min(1).describe('The part in the words of the question'),
  question: z.string().min(1).describe('What has to be known about it, as a whole sentence'),
  terms: z.array(Term).min(1),
  distinguishing: z
    .boolean()
    .describe('Sets this question apart from its neighbours: without it no work answers the question'),
})
export type Facet = z.infer<typeof Facet>

export const Criterion = z.strictObject({
  code: z.string().regex(/^[a-z0-9-]+$/),
  stage: z.enum(['title-abstract', 'full-text']),
  kind: z.enum(['include', 'exclude']),
  text: z.string().min(1),
})
export type Criterion = z.infer<typeof Criterion>

/** What a review looks for, where, and what it lets in; written before the first search. */
export const Protocol = z.strictObject({
  question: z.string().min(1),
  date: z.iso.date().describe('Day of the review: searches are as of it'),
  facets: z.array(Facet).min(1),
  criteria: z.array(Criterion),
  sources: z.array(SourceId).min(1),
  queries: z.partialRecord(SourceId, z.array(z.string().min(1))).describe('Exactly as they are sent'),
  from: z.iso.date().nullable().describe('Oldest publication that counts'),
  until: z.iso.date().nullable(),
  limits: z.strictObject({
    recordsPerSource: z.int().min(1),
    fullTexts: z.int().min(0).describe('Most works whose full text is sought'),
    claims: z.int().min(1).describe('Most claims that are verified'),
  }),
  knownItems: z.array(z.string()).describe('DOI, arXiv or ACL ids that a good search must find'),
})
export type Protocol = z.infer<typeof Protocol>

import { z } from 'zod'
import { SOURCES } from '../sources/index.ts'

/** A source that is defined: see `sources/index.ts`. */
export const SourceId = z.enum(SOURCES.map(({ id }) => id))
export type SourceId = z.infer<typeof SourceId>

/** What kind of answer a question wants. */
export const FORMS = ['does', 'compare', 'how-much', 'which', 'why', 'open', 'claim'] as const
export const Form = z.enum(FORMS)
export type Form = z.infer<typeof Form>

/** Whether a statement is asked, which sentences may bear out or contradict. */
export const asksWhether = (form: Form): boolean => form === 'does' || form === 'compare' || form === 'claim'

/** A thing that the question speaks of, and the part it plays there. */
export const Part = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  role: z
    .enum(['intervention', 'comparator', 'outcome', 'population', 'setting'])
    .describe(
      'Place in the question, as in PICO: what is done, against what, what it changes, for whom, on what',
    ),
  text: z.string().min(1).describe('In the words of the question'),
  names: z.array(z.string().min(1)).describe('Other ways to say it: short forms, other terms of the field'),
})
export type Part = z.infer<typeof Part>

export const Criterion = z.strictObject({
  code: z.string().regex(/^[a-z0-9-]+$/),
  stage: z.enum(['title-abstract', 'full-text']),
  kind: z.enum(['include', 'exclude']),
  text: z.string().min(1),
})
export type Criterion = z.infer<typeof Criterion>

/** What a question asks. A user may write it (`protocol.yaml`); else rules read it. */
export const Asked = z.strictObject({
  form: Form.describe(
    'does: is it so; compare: which of two; how-much: a number; which, why: passages in order; claim: what is said to a sentence; open: none of these',
  ),
  statement: z
    .string()
    .nullable()
    .describe('Of does, compare and claim: the statement that passages may support or contradict'),
  parts: z.array(Part).min(1),
})
export type Asked = z.infer<typeof Asked>

/** What a review looks for, where, and what it lets in; written before the first search. */
export const Protocol = z.strictObject({
  question: z.string().min(1),
  date: z.iso.date().describe('Day of the review: searches are as of it'),
  ...Asked.shape,
  criteria: z.array(Criterion),
  sources: z.array(SourceId).min(1),
  queries: z.partialRecord(SourceId, z.array(z.string().min(1))).describe('Exactly as they are sent'),
  from: z.iso.date().nullable().describe('Oldest publication that counts'),
  until: z.iso.date().nullable(),
  limits: z.strictObject({
    recordsPerSource: z
      .int()
      .min(1)
      .describe('Most records of one online source; local folders are taken whole'),
    fullTexts: z.int().min(0).describe('Most works whose full text is sought'),
    claims: z.int().min(1).describe('Most sentences that are quoted'),
  }),
  meaning: z
    .string()
    .nullable()
    .describe('Encoder that ranks by meaning beside the words; null: words alone rank'),
  knownItems: z.array(z.string()).describe('DOI, arXiv or ACL ids that a good search must find'),
})
export type Protocol = z.infer<typeof Protocol>

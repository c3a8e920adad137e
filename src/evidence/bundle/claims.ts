import { z } from 'zod'

/** A passage of a text: its offsets find the quote again, or it is not one. */
export const Passage = z.strictObject({
  work: z.string(),
  sha256: z.string().describe('Of the text that the offsets refer to'),
  section: z.array(z.string()),
  start: z.int().min(0),
  end: z.int().min(0),
  quote: z.string().min(1).describe('text.slice(start, end), nothing else'),
})
export type Passage = z.infer<typeof Passage>

/** Who says it with what; every part is null where the claim is silent. */
export const Slots = z.strictObject({
  subject: z.string().nullable().describe('What is claimed about, such as "SQuAD as intermediate task"'),
  comparator: z.string().nullable().describe('What it is compared with'),
  metric: z.string().nullable(),
  value: z.number().nullable(),
  unit: z.enum(['points', 'percent', 'times', 'count', 'ratio', 'other']).nullable(),
  direction: z.enum(['better', 'worse', 'equal']).nullable().describe('Subject against comparator'),
  scope: z
    .strictObject({
      tasks: z.array(z.string()),
      languages: z.array(z.string()),
      models: z.array(z.string()),
      split: z.string().nullable(),
      setting: z.string().nullable().describe('zero-shot, few-shot, fine-tuned ...'),
    })
    .describe('Where it holds'),
})
export type Slots = z.infer<typeof Slots>

/** A measurement of a study in the store, as evidence beside a work. */
export const StudyOrigin = z.strictObject({
  study: z.string().describe('Content key of the study'),
  question: z.string(),
  model: z.string(),
  arm: z.string(),
  against: z.string(),
  target: z.string().nullable().describe('null: mean over the targets'),
  seeds: z.int().min(1),
  low: z.number(),
  high: z.number(),
  clear: z.boolean(),
  published: z.boolean().describe('The model is one of the catalogue: a public one that papers use'),
})
export type StudyOrigin = z.infer<typeof StudyOrigin>

/** One thing said. Of a work it is a quote: one of its sentences, word for word. */
export const Claim = z.strictObject({
  id: z.string(),
  text: z.string().min(1).describe('A whole sentence; never cut, and of a work never changed'),
  context: z
    .strictObject({
      authors: z.string().nullable().describe('Whom "we" and "our" are'),
      before: z.string().nullable().describe('The sentence before, where this one points to it'),
    })
    .describe('What a reader needs beside the text; null where it stands alone'),
  kind: z.enum(['result', 'method', 'definition']),
  polarity: z.enum(['positive', 'negative']).describe('negative: says that something is not so'),
  hedged: z.boolean().describe('may, suggests, appears ...'),
  attributed: z.boolean().describe('Tells what another work found'),
  slots: Slots,
  origin: z.discriminatedUnion('from', [
    z.strictObject({ from: z.literal('work'), ...Passage.shape }),
    z.strictObject({ from: z.literal('study'), ...StudyOrigin.shape }),
    z.strictObject({ from: z.literal('report'), file: z.string(), line: z.int().min(1) }),
    z.strictObject({ from: z.literal('library'), source: z.string(), section: z.string().nullable() }),
  ]),
})
export type Claim = z.infer<typeof Claim>

export const Label = z.enum(['supported', 'contradicted', 'insufficient'])
export type Label = z.infer<typeof Label>

export const CHECKS = ['numbers', 'entities', 'polarity', 'direction', 'content'] as const

export const Check = z.strictObject({
  name: z.enum(CHECKS),
  outcome: z.enum(['pass', 'conflict', 'unknown', 'not-applicable']),
  reason: z.string().describe('What of the claim met what of the passage'),
})
export type Check = z.infer<typeof Check>

export const Mode = z.enum(['quotes', 'checks', 'nli', 'llm'])
export type Mode = z.infer<typeof Mode>

/** What a passage has to say about a claim. */
export const Finding = z.strictObject({
  ...Passage.shape,
  label: Label,
  tier: z
    .enum(['verbatim', 'near-verbatim', 'conflict', 'related', 'model'])
    .describe('What the label rests on; related: on topic, decides nothing'),
  checks: z.array(Check),
  scores: z.record(z.string(), z.number()).describe('Retrieval and alignment scores, model probabilities'),
})
export type Finding = z.infer<typeof Finding>

/** What the passages of other works say together: that a work says its own sentence verifies nothing. */
export const Verdict = z.strictObject({
  claim: z.string(),
  label: Label,
  confidence: z
    .number()
    .min(0)
    .max(1)
    .describe('Calibrated probability that the label is right; not a similarity'),
  verified: z
    .boolean()
    .describe(
      'Another work supports it and none contradicts it, at or above the operating point of the calibration',
    ),
  calibration: z.string().describe('Id of the table that the confidence comes from'),
  mode: Mode,
  findings: z.array(Finding).describe('Best first'),
  supportedBy: z.array(z.string()).describe('Works, never the one that the claim is quoted from'),
  contradictedBy: z.array(z.string()).describe('Works, likewise'),
  reason: z.string().describe('Why this label, one sentence'),
})
export type Verdict = z.infer<typeof Verdict>

/** What a verifier reads in a claim of the statement that is asked; of claims that it has read. */
export const Reading = z.strictObject({
  claim: z.string(),
  label: Label,
  confidence: z.number().min(0).max(1).describe('Probability that the verifier gives its label'),
  reason: z.string().describe('Why, one sentence'),
})
export type Reading = z.infer<typeof Reading>

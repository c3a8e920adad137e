import { z } from 'zod'
import { Passage } from './claims.ts'

/** One of the sentences of all texts that are nearest to the question. */
export const RankedPassage = z.strictObject({
  ...Passage.shape,
  before: z.string().nullable().describe('The sentence before it in its paragraph'),
  words: z.number().describe('BM25 against the question'),
  meaning: z.number().nullable().describe('Cosine with the question; null: no encoder has read it'),
  rank: z.int().min(1).describe('By words, meaning, and how near its work is'),
})
export type RankedPassage = z.infer<typeof RankedPassage>

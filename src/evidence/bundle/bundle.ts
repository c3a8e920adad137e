import { z } from 'zod'
import { Claim, Reading, Verdict } from './claims.ts'
import { RankedPassage } from './passages.ts'
import { Protocol } from './protocol.ts'
import { Synthesis } from './synthesis.ts'
import { TextDocument, TextRetrieval } from './texts.ts'
import { Screening, Search, SourceRecord, Work } from './works.ts'

/** A whole review: what the report is a pure function of. */
export const Bundle = z.strictObject({
  protocol: Protocol,
  searches: z.array(Search),
  records: z.array(SourceRecord),
  works: z.array(Work),
  screening: z.array(Screening),
  retrievals: z.array(TextRetrieval),
  texts: z.array(TextDocument),
  passages: z.array(RankedPassage),
  claims: z.array(Claim),
  verdicts: z.array(Verdict),
  readings: z.array(Reading),
  synthesis: Synthesis,
})
export type Bundle = z.infer<typeof Bundle>

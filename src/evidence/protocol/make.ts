import { Asked, Protocol, type SourceId } from '../bundle/protocol.ts'
import { criteriaFor } from './criteria.ts'
import { PeriodError, QuestionError } from './errors.ts'
import { formOf, statementOf } from './form.ts'
import { partsOf } from './parts.ts'
import { queriesFor } from './queries.ts'

export interface ProtocolOptions {
  readonly question: string
  /** Day of the review, YYYY-MM-DD. */
  readonly date: string
  readonly sources: readonly SourceId[]
  /** Oldest publication that counts, YYYY-MM-DD. */
  readonly from?: string | null
  readonly until?: string | null
  readonly limits?: Partial<Protocol['limits']>
  /** Encoder that ranks by meaning; default none. */
  readonly meaning?: string | null
  /** What is asked, where the user has written it; default: as rules read the question. */
  readonly asked?: Asked
  /** DOI, arXiv or ACL ids that a good search must find. */
  readonly knownItems?: readonly string[]
}

const LIMITS: Protocol['limits'] = { recordsPerSource: 200, fullTexts: 60, claims: 60 }

/** A question as it is searched for: NFC, single spaces, no stop after its mark. */
export const tidyQuestion = (question: string): string =>
  question
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .replace(/\?[.\s]+$/, '?')
    .trim()

/** What a question asks, by rules. Throws QUESTION_EMPTY for a question without a word to search for. */
export function readQuestion(question: string): Asked {
  const text = tidyQuestion(question)
  const parts = partsOf(text)
  if (parts.length === 0) throw new QuestionError(text)
  const form = formOf(text)
  return { form, statement: statementOf(text, parts, form), parts }
}

/** What a sentence asserts, to be held against what sources say. Throws QUESTION_EMPTY as `readQuestion`. */
export function readSentence(sentence: string): Asked {
  const text = tidyQuestion(sentence)
  const parts = partsOf(text)
  if (parts.length === 0) throw new QuestionError(text)
  return { form: 'claim', statement: text, parts }
}

/**
 * The protocol of a review, by rules alone: same options, same protocol. Throws QUESTION_EMPTY for a question without a
 * word to search for, REVIEW_PERIOD for a period that ends before it begins.
 */
export function makeProtocol(options: ProtocolOptions): Protocol {
  const question = tidyQuestion(options.question)
  const asked = options.asked ?? readQuestion(question)
  const from = options.from ?? null
  const until = options.until ?? null
  if (from !== null && until !== null && from > until) throw new PeriodError(from, until)
  const limits = { ...LIMITS, ...options.limits }
  const meaning = options.meaning ?? null
  const sources = [...new Set(options.sources)]
  return Protocol.parse({
    question,
    date: options.date,
    ...Asked.parse(asked),
    criteria: criteriaFor({ from, until, limits, meaning }),
    sources,
    queries: Object.fromEntries(sources.map((source) => [source, queriesFor(source, asked.parts)])),
    from,
    until,
    limits,
    meaning,
    knownItems: [...(options.knownItems ?? [])],
  })
}

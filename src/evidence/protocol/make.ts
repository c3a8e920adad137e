import { Protocol, type SourceId } from '../bundle/protocol.ts'
import { criteriaFor } from './criteria.ts'
import { PeriodError, QuestionError } from './errors.ts'
import { facetsOf } from './facets.ts'
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
  /** DOI, arXiv or ACL ids that a good search must find. */
  readonly knownItems?: readonly string[]
}

const LIMITS: Protocol['limits'] = { recordsPerSource: 200, fullTexts: 50, claims: 100 }

/**
 * The protocol of a review, by rules alone: same options, same protocol. Throws QUESTION_EMPTY for a question without a
 * word to search for, REVIEW_PERIOD for a period that ends before it begins.
 */
export function makeProtocol(options: ProtocolOptions): Protocol {
  const question = options.question
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .replace(/\?[.\s]+$/, '?')
    .trim()
  const facets = facetsOf(question)
  if (facets.length === 0) throw new QuestionError(question)
  const from = options.from ?? null
  const until = options.until ?? null
  if (from !== null && until !== null && from > until) throw new PeriodError(from, until)
  const limits = { ...LIMITS, ...options.limits }
  const sources = [...new Set(options.sources)]
  return Protocol.parse({
    question,
    date: options.date,
    facets,
    criteria: criteriaFor({ from, until, facets, limits }),
    sources,
    queries: Object.fromEntries(sources.map((source) => [source, queriesFor(source, facets)])),
    from,
    until,
    limits,
    knownItems: [...(options.knownItems ?? [])],
  })
}

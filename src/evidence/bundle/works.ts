import { z } from 'zod'
import { Exchange } from '#net'
import { SourceId } from './protocol.ts'

/** Identifiers in canonical form: lower-case DOI without a resolver, arXiv base id without its version. */
export const Identifiers = z
  .strictObject({
    doi: z.string(),
    arxiv: z.string(),
    acl: z.string(),
    pmid: z.string(),
    corpus: z.string().describe('Semantic Scholar corpus id'),
    openalex: z.string(),
  })
  .partial()
export type Identifiers = z.infer<typeof Identifiers>

export const Author = z.strictObject({ given: z.string().nullable(), family: z.string() })
export type Author = z.infer<typeof Author>

export const WorkType = z.enum([
  'article',
  'proceedings-article',
  'preprint',
  'review',
  'book',
  'thesis',
  'dataset',
  'erratum',
  'correction',
  'retraction-notice',
  'comment',
  'other',
])

/** Where a full text may be. `file` is a path inside the searched folder. */
const Links = z
  .strictObject({
    landing: z.string(),
    html: z.string(),
    source: z.string(),
    pdf: z.string(),
    file: z.string(),
  })
  .partial()

const Described = {
  ids: Identifiers,
  title: z.string().nullable(),
  authors: z.array(Author),
  year: z.int().nullable(),
  date: z.string().nullable().describe('ISO date as far as it is known: year, month or day'),
  venue: z.string().nullable(),
  type: WorkType,
  abstract: z.string().nullable().describe('Plain text, white space collapsed, NFC'),
  language: z.string().nullable(),
  arxivVersion: z.int().nullable(),
  links: Links,
  licence: z.string().nullable(),
  retracted: z.boolean(),
}

/** What one source says of one publication. */
export const SourceRecord = z.strictObject({
  id: z.string().describe('`source:id there`'),
  source: SourceId,
  ...Described,
  related: z
    .array(
      z.strictObject({
        relation: z.enum([
          'preprint-of',
          'published-as',
          'version-of',
          'corrects',
          'retracts',
          'comments-on',
        ]),
        ids: Identifiers,
      }),
    )
    .describe('What the registry says about other publications'),
  citations: z.int().min(0).nullable().describe('As this source counts them on the day of the search'),
})
export type SourceRecord = z.infer<typeof SourceRecord>

/** A row of the search log, as PRISMA-S wants it. */
export const Search = z.strictObject({
  source: SourceId,
  platform: z.string().describe('Name and version or snapshot of what was searched'),
  query: z.string(),
  filters: z.record(z.string(), z.string()),
  reported: z.int().min(0).nullable().describe('Hits that the source claims'),
  retrieved: z.int().min(0),
  stopped: z.enum(['complete', 'limit', 'failed']),
  problem: z.string().nullable().describe('Why it failed, in words for the limitations'),
  records: z.array(z.string()),
  exchanges: z.array(Exchange),
})
export type Search = z.infer<typeof Search>

/** A publication after de-duplication: all records of it, preprint and published version together. */
export const Work = z.strictObject({
  id: z.string().describe('`acl:`, `arxiv:`, `doi:` ... id, the first that it has; else `title:` and a hash'),
  ...Described,
  records: z.array(z.string()).min(1),
  sources: z.array(SourceId).min(1),
  match: z.strictObject({
    rules: z.array(z.enum(['doi', 'arxiv', 'acl', 'pmid', 'corpus', 'registry', 'title'])),
    probable: z.boolean().describe('Held together by title alone somewhere'),
  }),
  notices: z.array(z.string()).describe('Ids of errata, corrections and retraction notices about it'),
})
export type Work = z.infer<typeof Work>

/** A decision of screening. An excluded work has exactly one reason. */
export const Screening = z.strictObject({
  work: z.string(),
  stage: z.enum(['title-abstract', 'full-text']),
  decision: z.enum(['include', 'exclude']),
  reason: z.string().nullable().describe('Code of the criterion that excludes; null when included'),
  words: z.number().describe('BM25 against the question; 0: no content word of it'),
  meaning: z.number().nullable().describe('Cosine with the question; null: no encoder has read it'),
  rank: z
    .int()
    .min(1)
    .nullable()
    .describe(
      'Place by words and meaning together: of the work, or of its best sentence; null: none of its sentences is near',
    ),
})
export type Screening = z.infer<typeof Screening>

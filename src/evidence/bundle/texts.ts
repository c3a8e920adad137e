import { z } from 'zod'

/** Best first: what is cited is what was read. */
export const TEXT_KINDS = [
  'arxiv-html',
  'arxiv-source',
  'html',
  'latex',
  'pdf',
  'plain-text',
  'abstract',
] as const
export const TextKind = z.enum(TEXT_KINDS)
export type TextKind = z.infer<typeof TextKind>

/** Half-open range of UTF-16 code units in `TextDocument.text`. */
const Range = { start: z.int().min(0), end: z.int().min(0) }

const Section = z.strictObject({
  path: z
    .array(z.string())
    .min(1)
    .describe('Headings from the outermost, such as ["4 Results", "4.2 Retrieval"]'),
  ...Range,
})

const Paragraph = z.strictObject({
  ...Range,
  section: z.int().min(0).describe('Index in `sections`'),
  kind: z.enum(['prose', 'caption', 'cell', 'title', 'list-item']),
})

/** A table cell, which stands in the text as the sentence "row / column = value." and is a paragraph of kind `cell`. */
const Cell = z.strictObject({
  ...Range,
  table: z.string().describe('Caption or number of the table'),
  row: z.array(z.string()),
  column: z.array(z.string()),
  value: z.string(),
})

/** The text of a work, in NFC, never changed again: all offsets refer to it. Reference lists are left out. */
export const TextDocument = z.strictObject({
  sha256: z.string().describe('Of the UTF-8 form of `text`; also its file name'),
  work: z.string(),
  kind: TextKind,
  version: z.string().nullable().describe('arXiv version, or null'),
  url: z.string().nullable().describe('Where it was read; a path inside the folder for local files'),
  licence: z.string().nullable(),
  language: z.string().nullable(),
  text: z.string(),
  sections: z.array(Section),
  paragraphs: z.array(Paragraph),
  cells: z.array(Cell),
})
export type TextDocument = z.infer<typeof TextDocument>

/** What became of the search for the text of a work. */
export const TextRetrieval = z.strictObject({
  work: z.string(),
  sha256: z.string().nullable().describe('null: nothing could be read, not even an abstract'),
  kind: TextKind.nullable(),
  failures: z
    .array(z.strictObject({ kind: TextKind, reason: z.string() }))
    .describe('Better texts that failed'),
})
export type TextRetrieval = z.infer<typeof TextRetrieval>

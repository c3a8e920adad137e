import { normalizeDoi, parseAclId, parseArxivId } from '../works/identifiers.ts'
import { foreignClaims } from './claim-rows.ts'
import { ForeignReportError } from './errors.ts'
import { ForeignReport } from './foreign-report.ts'
import { type ReportLine, type ReportSection, sectionsOf, textOf } from './sections.ts'

const DATE =
  /\b(?:(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2},? \d{4}|\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}|\d{4}-\d{2}-\d{2})\b/

/**
 * Reads a literature report with a table of claims: plain text with numbered sections, or Markdown.
 * @throws ForeignReportError where it has no such table.
 */
export function parseReport(file: string, text: string): ForeignReport {
  const clean = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .normalize('NFC')
  if (clean.includes('\u0000')) throw unreadable(file, 'it is not text')
  const sections = sectionsOf(clean)
  const claims = claimsOf(sections)
  if (claims.length === 0) throw unreadable(file, 'it has no table of claims')
  const preamble = sections[0]!.lines.map(({ text: line }) => line.trim()).filter(Boolean)
  const introduction = textOf(sections, 'introduction')
  const counted = [textOf(sections, 'methodology'), textOf(sections, 'results')].filter(Boolean).join(' ')
  return ForeignReport.parse({
    file,
    title: preamble.find((line) => !DATE.test(line))?.replace(/^#+\s*/, '') ?? null,
    date: preamble.map((line) => DATE.exec(line)?.[0]).find((date) => date !== undefined) ?? null,
    abstract: textOf(sections, 'abstract'),
    question: questionOf(introduction, textOf(sections, 'question')),
    examines: /\bexamines:?\s+([^.?!]{8,}?)[.?!](?:\s|$)/i.exec(introduction ?? '')?.[1]?.trim() ?? null,
    answer: textOf(sections, 'answer'),
    methodology: textOf(sections, 'methodology'),
    limitations: textOf(sections, 'limitations'),
    counts: {
      papers: count(counted, /(\d+) (?:papers|works|articles|records|studies)\b/),
      claims: count(counted, /(\d+) claims?(?: were)?(?: extracted)?\b/),
      verified: count(counted, /(\d+)(?: claims?)?(?: were)?(?: independently)? verified\b/),
    },
    quality: Number(/(\d+(?:\.\d+)?)\s*\/\s*10\b/.exec(counted)?.[1] ?? Number.NaN) || null,
    claims,
    references: sections
      .filter(({ name }) => name === 'references')
      .flatMap(({ lines }) => lines)
      .filter(({ text: line }) => line.trim() !== '')
      .map(referenceOf),
  })
}

const unreadable = (file: string, why: string) =>
  new ForeignReportError(`Cannot audit "${file}": ${why}`, {
    hint: 'Give a text or Markdown report that lists its claims in a table with the columns claim, verified and confidence.',
    place: { file },
  })

/** The table of the claims section; else the first table of the report with a column of claims. */
function claimsOf(sections: readonly ReportSection[]) {
  const own = foreignClaims(sections.filter(({ name }) => name === 'claims').flatMap(({ lines }) => lines))
  if (own.length > 0) return own
  for (const { lines, name } of sections) {
    const found = name === 'references' ? [] : foreignClaims(lines)
    if (found.length > 0) return found
  }
  return []
}

function questionOf(introduction: string | null, section: string | null): string | null {
  const stated = /(?:research )?question:\s*(.+?\?|.+?\.(?=\s|$))/i.exec(introduction ?? '')?.[1]
  const question = stated ?? section
  return question === null || question === undefined ? null : question.trim()
}

function count(text: string, pattern: RegExp): number | null {
  const found = pattern.exec(text)?.[1]
  return found === undefined ? null : Number(found)
}

function referenceOf({ number, text }: ReportLine) {
  const words = text
    .trim()
    .replace(/^(?:[-*•]|\[\d+\]|\d+[.)])\s+/, '')
    .trim()
  return { line: number, text: words, id: referenceId(words) }
}

function referenceId(text: string): string | null {
  for (const word of text.split(/[\s<>()[\],;]+/).filter(Boolean)) {
    const arxiv = parseArxivId(word.replace(/[.]$/, ''))
    if (arxiv !== null) return `arxiv:${arxiv.base}`
    const acl = parseAclId(word.replace(/[.]$/, ''))
    if (acl !== null) return `acl:${acl}`
    const doi = normalizeDoi(word)
    if (doi !== null) return `doi:${doi}`
  }
  return null
}

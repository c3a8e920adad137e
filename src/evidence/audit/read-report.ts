import { citationsIn, idIn } from './citations.ts'
import { sentenceClaims, tableClaims } from './claims-in.ts'
import { type ForeignReference, ForeignReport } from './foreign-report.ts'
import { type ReportText, readReportText, reportText, unreadable } from './report-text.ts'

const MONTHS = 'January|February|March|April|May|June|July|August|September|October|November|December'
const DATE = new RegExp(
  `\\b(?:(?:${MONTHS}) \\d{1,2},? \\d{4}|\\d{1,2} (?:${MONTHS}) \\d{4}|\\d{4}-\\d{2}-\\d{2})\\b`,
)

/** Sections that tell more than claims, by their usual headings. */
const SECTIONS = {
  abstract: /^(?:abstract|summary)$/i,
  introduction: /^(?:introduction|background)$/i,
  question: /^(?:research )?questions?$/i,
  methodology: /^(?:methodology|methods?|materials and methods|search(?: strategy)?)$/i,
  results: /^(?:results?|findings)$/i,
  answer: /^(?:answers?(?: to the question)?|conclusions?|discussion(?: and conclusions?)?)$/i,
  limitations: /^(?:limitations?|caveats)$/i,
  references: /^(?:references|bibliography|works cited|sources)$/i,
}

/** Reads a report of any form. Throws REPORT_UNREADABLE where it claims nothing. */
export const readReport = async (file: string, bytes: Uint8Array): Promise<ForeignReport> =>
  reportOf(file, await readReportText(file, bytes))

/** The same for what is text already. */
export const parseReport = (file: string, text: string): ForeignReport =>
  reportOf(file, reportText(file, text))

function reportOf(file: string, text: ReportText): ForeignReport {
  const rows = text.tables.flatMap(tableClaims)
  const listed = rows.some(({ ticked, confidence }) => ticked !== null || confidence !== null)
  const said = text.document === null ? [] : sentenceClaims(text.document, listed)
  const claims = [...rows, ...said].map((claim) => ({
    ...claim,
    line: text.lineOf(claim.text),
    citations: [...claim.citations, ...linksIn(claim.text, text.links)],
  }))
  if (claims.length === 0)
    throw unreadable(
      file,
      new Error(
        'it claims nothing: no sentence cites, compares or gives a number, and no table has rows of claims',
      ),
    )
  const part = (name: keyof typeof SECTIONS) => sectionText(text, name)
  const introduction = part('introduction')
  const counted = [part('methodology'), part('results')].filter(Boolean).join(' ')
  const front = frontOf(text)
  return ForeignReport.parse({
    file,
    title:
      text.document === null ? null : text.document.text.slice(0, text.document.paragraphs[0]!.end) || null,
    date: front.map((line) => DATE.exec(line)?.[0]).find((date) => date !== undefined) ?? null,
    abstract: part('abstract'),
    question: questionOf(introduction, part('question')),
    examines: /\bexamines:?\s+([^.?!]{8,}?)[.?!](?:\s|$)/i.exec(introduction ?? '')?.[1]?.trim() ?? null,
    answer: part('answer'),
    methodology: part('methodology'),
    limitations: part('limitations'),
    counts: {
      papers: count(counted, /(\d+) (?:papers|works|articles|records|studies)\b/),
      claims: count(counted, /(\d+) claims?(?: were)?(?: extracted)?\b/),
      verified: count(counted, /(\d+)(?: claims?)?(?: were)?(?: independently)? verified\b/),
    },
    quality: Number(/(\d+(?:\.\d+)?)\s*\/\s*10\b/.exec(counted)?.[1] ?? Number.NaN) || null,
    listed,
    claims,
    references: referencesOf(text),
  })
}

function linksIn(claim: string, links: ReportText['links']): string[] {
  const key = ` ${claim
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `
  return [...links]
    .filter(([words, address]) => words !== '' && key.includes(` ${words} `) && idIn(address) !== null)
    .map(([, address]) => address)
}

/** Heading without its number. */
const bare = (heading: string) =>
  heading
    .replace(/^(?:\d+(?:\.\d+)*|[IVX]+)[.):]?\s+/, '')
    .replace(/[:.]$/, '')
    .trim()

function paragraphsOf({ document }: ReportText, name: keyof typeof SECTIONS): string[] {
  if (document === null) return []
  return document.paragraphs
    .filter(
      ({ kind, section }) =>
        kind !== 'cell' &&
        kind !== 'title' &&
        SECTIONS[name].test(bare(document.sections[section]?.path.at(-1) ?? '')),
    )
    .map(({ start, end }) => document.text.slice(start, end))
}

const sectionText = (text: ReportText, name: keyof typeof SECTIONS): string | null =>
  paragraphsOf(text, name).join(' ') || null

/** What stands before the first heading. */
const frontOf = ({ document }: ReportText): string[] =>
  document === null
    ? []
    : document.paragraphs
        .filter(({ section }) => section === 0)
        .map(({ start, end }) => document.text.slice(start, end))

function questionOf(introduction: string | null, section: string | null): string | null {
  const stated = /(?:research )?question:\s*(.+?\?|.+?\.(?=\s|$))/i.exec(introduction ?? '')?.[1]
  return (stated ?? section)?.trim() ?? null
}

function count(text: string, pattern: RegExp): number | null {
  const found = pattern.exec(text)?.[1]
  return found === undefined ? null : Number(found)
}

/** Entries of the list of references, by the numbers that they have or their places, and those of a LaTeX bibliography. */
function referencesOf(text: ReportText): ForeignReference[] {
  const entries = paragraphsOf(text, 'references').flatMap((paragraph) =>
    paragraph.split(/(?<=\s|^)(?=\[\d{1,3}\]\s)/),
  )
  const numbered = entries.map((entry, at) => {
    const own = /^\s*\[?(\d{1,3})[\].)]\s+/.exec(entry)
    const words = entry
      .slice(own?.[0].length ?? 0)
      .replace(/^[-*•]\s+/, '')
      .trim()
    return { key: own?.[1] ?? String(at + 1), text: words }
  })
  const keyed = [...text.bibliography].map(([key, words]) => ({ key, text: words }))
  return [...numbered, ...keyed]
    .filter(({ text: words }) => words !== '')
    .map(({ key, text: words }) => ({
      key,
      text: words,
      line: text.lineOf(words),
      id: idIn(words) ?? idIn(citationsIn(words).join(' ')),
    }))
}

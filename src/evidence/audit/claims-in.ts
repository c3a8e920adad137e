import type { TextDocument } from '../bundle/texts.ts'
import { sentences } from '../language/sentences.ts'
import { isNumeric, type RawRow, tableBudget, tableCells } from '../texts/table.ts'
import { citationsIn } from './citations.ts'
import type { ForeignClaim } from './foreign-report.ts'

const YES = /^(?:[✓✔☑✅]️?|yes|y|true|verified|supported|confirmed)$/iu
const NO =
  /^(?:[×✗✘☒❌x]️?|no|n|false|unverified|unsupported|not (?:verified|supported)|insufficient|contradicted|refuted|rejected)$/iu
const CONFIDENCE = /confid|^conf\.?$|score|probab|certain/i
const LEAST_WORDS = 5

type Unplaced = Omit<ForeignClaim, 'line'>

const wordsIn = (text: string) => text.match(/[\p{L}][\p{L}\p{N}'’-]*/gu) ?? []
/**
 * A sentence or the main part of one: words enough, and of the longer ones half small, or a third where it ends as a
 * sentence; titles and names have not.
 */
function isStatement(text: string): boolean {
  const words = wordsIn(text)
  const longer = words.slice(1).filter((word) => word.length > 3)
  const small = longer.filter((word) => /^\p{Ll}/u.test(word)).length
  return words.length >= LEAST_WORDS && small * (/[.!]$/.test(text) ? 3 : 2) >= Math.max(1, longer.length)
}
/** Columns that name where a row is from. */
const SOURCE_HEAD =
  /^(?:papers?|sources?|references?|titles?|works?|links?|code|authors?|publications?|citations?)\b/i

/**
 * Claims in the rows of a table, whatever its head is called: the statement of a row with its marks, or, in a table of
 * numbers, each number with the names of its row and column.
 */
export function tableClaims(rows: readonly RawRow[]): Unplaced[] {
  const texts = rows.map(({ cells }) => cells.map(({ text }) => text.replace(/\s+/g, ' ').trim()))
  const column = statementColumn(texts)
  if (column === null) return numberClaims(rows)
  const hasHead = rows[0]?.head === true || !isStatement(texts[0]?.[column] ?? '')
  const head = hasHead ? texts[0]! : []
  return texts.slice(hasHead ? 1 : 0).flatMap((cells) => {
    const text = cells[column]
    return text === undefined || !isClaimCell(text) ? [] : [rowClaim(text, cells, head, column)]
  })
}

/** Short claims stand beside long ones: what a column of statements holds is one. */
const isClaimCell = (text: string) => wordsIn(text).length >= 3

/** The column with most words, where most rows have a statement there. */
function statementColumn(texts: readonly (readonly string[])[]): number | null {
  const width = Math.max(0, ...texts.map((cells) => cells.length))
  const candidates = Array.from({ length: width }, (_, at) => at).filter(
    (at) => !SOURCE_HEAD.test(texts[0]?.[at] ?? ''),
  )
  const ranked = candidates
    .map((at) => {
      const own = texts.slice(1).map((cells) => cells[at] ?? '')
      return {
        at,
        statements: own.filter(isStatement).length,
        words: own.reduce((sum, text) => sum + wordsIn(text).length, 0),
        rows: own.filter(Boolean).length,
      }
    })
    .filter(({ statements, rows }) => statements > 0 && 2 * statements >= rows)
  return ranked.toSorted((a, b) => b.statements - a.statements || b.words - a.words)[0]?.at ?? null
}

function rowClaim(text: string, cells: readonly string[], head: readonly string[], column: number): Unplaced {
  const others = cells.flatMap((cell, at) =>
    at === column || cell === '' ? [] : [{ cell, name: head[at] ?? `column ${at + 1}` }],
  )
  const mark = others.find(({ cell }) => YES.test(cell) || NO.test(cell))
  const sure =
    others.find(({ cell, name }) => isNumeric(cell) && CONFIDENCE.test(name)) ??
    (head.length === 0 ? others.findLast(({ cell }) => /^[01]?\.\d+$/.test(cell)) : undefined)
  const number = /^(\d+(?:\.(\d+))?)\s*(%?)$/.exec(sure?.cell ?? '')
  const value = number === null ? null : Number(number[1]) / (number[3] === '%' ? 100 : 1)
  const rest = others.filter((each) => each !== mark && each !== sure)
  return {
    text,
    ticked: mark === undefined ? null : YES.test(mark.cell),
    confidence: value !== null && value <= 1 ? value : null,
    decimals: (number?.[2]?.length ?? 0) + (number?.[3] === '%' ? 2 : 0),
    cells: Object.fromEntries(rest.map(({ cell, name }) => [name, cell])),
    citations: [
      ...new Set([
        ...citationsIn(text),
        ...rest.flatMap(({ cell }) => [...citationsIn(cell), ...(wordsIn(cell).length >= 4 ? [cell] : [])]),
      ]),
    ],
  }
}

function numberClaims(rows: readonly RawRow[]): Unplaced[] {
  return tableCells(rows, tableBudget()).flatMap(({ row, column, value }) => {
    const names = [...row, ...column]
    if (!/\d/.test(value) || !isNumeric(value) || wordsIn(names.join(' ')).length < 2) return []
    return [{ ...BARE, text: `${names.join(' / ')} = ${value}`, citations: names.flatMap(citationsIn) }]
  })
}

const BARE = { ticked: null, confidence: null, decimals: 0, cells: {} }

/** What compares, or says that something has an effect or none. */
const COMPARES =
  /\b(?:than|outperform\w*|surpass\w*|exceed\w*|improv\w*|degrad\w*|better|worse|best|worst|higher|lower|highest|lowest|larger|smaller|faster|slower|increas\w*|decreas\w*|reduc\w*|gains?|losses|drops?|helps?|hurts?|harms?|benefits?|fails?|state-of-the-art|significant(?:ly)?|no (?:effect|difference|benefit|gain)|(?:does|do|did) not|cannot)\b/i
/** A quantity: not the number of a section, a year, or part of a name. */
const QUANTITY =
  /(?<![\p{L}\d.@-])\d+(?:[.,]\d+)*\s*(?:%|percent|points?|times|x\b|[kKMB]\b)|(?<![\p{L}\d.@-])\d+\.\d+(?![\d.])|\b\d{1,3}(?:,\d{3})+\b|(?<![\p{L}\d.@-])(?!(?:19|20)\d\d\b)\d+\s+\p{Ll}{3,}/u
/** What a report says of itself and its search. */
const OWN =
  /^(?:we|this (?:paper|survey|report|review|section|article|work)|section|table|figure|in (?:this|section)|the (?:remainder|rest)|our)\b/i
const NOT_CLAIMS =
  /\b(?:reference|bibliography|works cited|acknowledg|methodology|methods?|search strategy|limitations?|caveats|install|usage|quick ?start|getting started|licen[cs]e|contribut|contents|citation|citing|changelog|requirements|research questions?)/i

/** Sentences of a text that claim something: that cite, give a quantity, or compare. `citedOnly`: the first alone. */
export function sentenceClaims(document: TextDocument, citedOnly: boolean): Unplaced[] {
  return document.paragraphs.flatMap(({ kind, start, end, section }) => {
    if (kind !== 'prose' && kind !== 'list-item') return []
    const path = document.sections[section]?.path ?? []
    if (NOT_CLAIMS.test(path.at(-1) ?? '')) return []
    const paragraph = document.text.slice(start, end)
    return sentences(paragraph).flatMap((range) => {
      const text = paragraph.slice(range.start, range.end)
      const citations = citationsIn(text)
      if (!isStatement(text) || /[?:]$/.test(text)) return []
      const says =
        citations.length > 0 ||
        (!citedOnly && !OWN.test(text) && (QUANTITY.test(text) || COMPARES.test(text)))
      return says ? [{ ...BARE, text, citations }] : []
    })
  })
}

import { align } from '../../language/align.ts'
import { entitiesIn } from '../../language/entities.ts'
import { inflectionKey } from '../../language/inflection.ts'
import { type Lexeme, lexemes, sameNumbers } from '../../language/lexemes.ts'
import type { Candidate } from '../candidate.ts'
import { type Comparison, isContent } from './compare.ts'
import { unlinked } from './plain.ts'
import { type Difference, differences } from './residue.ts'

/** Words with which people read a cell aloud. They say no more than that the row has this value in this column. */
const READING = new Set(
  `contain have be obtain achieve reach get score yield give number total with model dataset task corpus set value
  result performance there amount count stand equal report attain comprise consist include on for at`
    .split(/\s+/)
    .map(inflectionKey),
)

/** A row of what was left out. */
const WITHOUT = /^\s*[-−–—+¬✗]|\b(?:not?|none|w\/o|without|except|minus|non|excl\w*)\b/iu
const PERCENT = /%|\bper ?cent/iu

const CELL = /^(.+?) = (.+?)\.?$/u

/**
 * Reads a claim against a cell sentence, "MNLI / training examples = 392,702." The claim must name the whole of both
 * headers, say no more than headers, caption and a few words of reading aloud, and have one number more. Null where it does
 * not, where the headers could be exchanged (two languages, two data sets), where the row is what was left out, and where
 * only one of claim and cell counts in per cent.
 */
export function compareWithCell(
  claimText: string,
  candidate: Pick<Candidate, 'sentence' | 'table'>,
): Comparison | null {
  const match = CELL.exec(candidate.sentence.text)
  if (match === null) return null
  const headers = match[1]!.split(' / ')
  const value = lexemes(match[2]!).filter(({ number, key }) => number !== null || key === '%')
  const number = value.find((lexeme) => lexeme.number !== null)
  if (headers.length < 2 || number === undefined || value.length > 2) return null
  if (headers.some((header) => WITHOUT.test(header))) return null
  const kinds = headers.map((header) => entitiesIn(lexemes(header)).map(({ kind }) => kind))
  if (
    ['language', 'dataset', 'model'].some(
      (kind) => kinds.filter((list) => list.some((own) => own === kind)).length > 1,
    )
  )
    return null

  // "BERT / ELMo": which of them was measured on the other?
  const names = headers.map((header) => lexemes(header).filter((lexeme) => isContent(lexeme)))
  const known = kinds.map(([kind]) => kind)
  if (
    names.every((list) => list.every(({ name }) => name)) &&
    (known.some((kind) => kind === undefined || kind === 'name') || new Set(known).size < known.length)
  )
    return null
  if (PERCENT.test(claimText) !== PERCENT.test(match[2]!) && !headers.some((header) => PERCENT.test(header)))
    return null

  const claim = lexemes(unlinked(claimText))
  // The number of a header is not the value: a header with one must stand in the claim as it is.
  const told = ` ${claim.map(({ key }) => key).join(' ')} `
  const numbered = headers.map(lexemes).filter((list) => list.some((lexeme) => lexeme.number !== null))
  if (numbered.some((list) => !told.includes(` ${list.map(({ key }) => key).join(' ')} `))) return null
  const header = headers.flatMap(lexemes).filter(({ key }) => key !== '%' && key !== '#')
  const needed = new Set(header.filter(isContent).map(({ key }) => key))
  const caption = new Set(lexemes(candidate.table ?? '').map(({ key }) => key))
  const mine = new Set(claim.map(({ key }) => key))
  if ([...needed].some((key) => !mine.has(key))) return null
  const rest = claim.filter(({ key }) => !needed.has(key))
  const figures = rest.filter((lexeme) => lexeme.number !== null)
  if (figures.length !== 1) return null
  const extra = rest.filter(
    (lexeme) =>
      lexeme !== figures[0] &&
      lexeme.key !== '%' &&
      !READING.has(lexeme.key) &&
      !caption.has(lexeme.key) &&
      !/^(?:an?|the|of|in|is|are|its)$/.test(lexeme.plain),
  )
  if (extra.length > 0) return null

  const same = sameNumbers(figures[0]!, number)
  const steps = align([figures[0]!], [number]).steps
  const left: Difference[] = same ? [] : differences(steps)
  return {
    claim,
    statement: [...headers.flatMap(lexemes), ...value] as readonly Lexeme[],
    sentence: candidate.sentence.text,
    steps,
    differences: left,
    coverage: 1,
    verbatim: false,
    exchanged: false,
    asks: false,
  }
}

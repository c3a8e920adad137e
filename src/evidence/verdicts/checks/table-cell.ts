import { align } from '../../language/align.ts'
import { inflectionKey } from '../../language/inflection.ts'
import { lexemes } from '../../language/lexemes.ts'
import type { Candidate } from '../candidate.ts'
import { type Comparison, type Difference, isContent } from './compare.ts'
import { unlinked } from './plain.ts'

/** Words with which people read a cell aloud. They say no more than that the row has this value in this column. */
const READING = new Set(
  `contain have be obtain achieve reach get score yield give number total with model dataset task corpus set value
  result performance there amount count stand equal report attain comprise consist include on for at an a the of in its`
    .split(/\s+/)
    .map(inflectionKey),
)
const CELL = /^(.+?) = (.+?)\.?$/u
/** A row of what was left out. */
const WITHOUT = /^\s*[-−–—+¬✗]|\b(?:not?|none|w\/o|without|except|minus|non|excl\w*)\b/iu

/**
 * Reads a claim against a cell sentence, "MNLI / training examples = 392,702." The claim must name the whole of both headers
 * and add one number and words of reading aloud. Null where it does not, where both headers are names, so that they could be
 * exchanged, where the row is what was left out, and where only one of the two counts in per cent.
 */
export function compareWithCell(
  claimText: string,
  { sentence, table }: Pick<Candidate, 'sentence' | 'table'>,
): Comparison | null {
  const match = CELL.exec(sentence.text)
  if (match === null) return null
  const headers = match[1]!.split(' / ')
  const value = lexemes(match[2]!).filter(({ number, key }) => number !== null || key === '%')
  const number = value.find((lexeme) => lexeme.number !== null)
  const words = headers.map((header) => lexemes(header).filter(isContent))
  if (headers.length < 2 || number === undefined || value.length > 2) return null
  if (headers.some((header) => WITHOUT.test(header))) return null
  if (words.every((list) => list.every(({ name }) => name))) return null
  const inPercent = (text: string) => /%|\bper ?cent/iu.test(text)
  if (inPercent(claimText) !== (inPercent(match[2]!) || inPercent(match[1]!))) return null

  const claim = lexemes(unlinked(claimText))
  const told = ` ${claim.map(({ key }) => key).join(' ')} `
  const header = words.flat().filter(({ key }) => key !== '%')
  // The number of a header is not the value: a header with one must stand in the claim as it is.
  const numbered = words.filter((list) => list.some((lexeme) => lexeme.number !== null))
  if (numbered.some((list) => !told.includes(` ${list.map(({ key }) => key).join(' ')} `))) return null
  if (header.some(({ key }) => !told.includes(` ${key} `))) return null
  const known = new Set([...header, ...lexemes(table ?? '')].map(({ key }) => key))
  const rest = claim.filter(({ key }) => !known.has(key) && !READING.has(key) && key !== '%')
  if (rest.length !== 1 || rest[0]!.number === null) return null
  const { steps } = align(rest, [number])
  return {
    claim,
    statement: [...headers.flatMap(lexemes), ...value],
    steps,
    differences: steps.filter((step): step is Difference => step.kind !== 'match'),
    coverage: 1,
    verbatim: false,
    exchanged: false,
    asks: false,
    passage: known,
  }
}

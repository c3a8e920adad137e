import { type Alignment, align, type Step, sameLexeme } from '../../language/align.ts'
import type { Lexeme } from '../../language/lexemes.ts'

/** Pairs of words that are compared with each other; no sentence that people write needs more. */
const MOST_PAIRS = 100_000

/**
 * `align` for texts of any length. Of long ones only what stands between their common start and end is aligned; where that
 * is long too, nothing in it is taken as found.
 */
export function alignLong(claim: readonly Lexeme[], passage: readonly Lexeme[]): Pick<Alignment, 'steps'> {
  if (claim.length * passage.length <= MOST_PAIRS) return align(claim, passage)
  const most = Math.min(claim.length, passage.length)
  let start = 0
  while (start < most && sameLexeme(claim[start]!, passage[start]!)) start += 1
  let end = 0
  while (end < most - start && sameLexeme(claim.at(-1 - end)!, passage.at(-1 - end)!)) end += 1
  const mine = claim.slice(start, claim.length - end)
  const theirs = passage.slice(start, passage.length - end)
  const pairs = (count: number, at: number, to: number): Step[] =>
    Array.from({ length: count }, (_, step) => ({
      kind: 'match',
      claim: claim[at + step]!,
      passage: passage[to + step]!,
    }))
  const between: readonly Step[] =
    mine.length * theirs.length <= MOST_PAIRS
      ? align(mine, theirs).steps
      : [
          ...theirs.map((one): Step => ({ kind: 'dropped', passage: one })),
          ...mine.map((one): Step => ({ kind: 'added', claim: one })),
        ]
  return {
    steps: [...pairs(start, 0, 0), ...between, ...pairs(end, claim.length - end, passage.length - end)],
  }
}

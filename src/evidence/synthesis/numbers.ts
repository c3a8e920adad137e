import type { Claim } from '../bundle/claims.ts'
import type { Asked } from '../bundle/protocol.ts'
import type { NumberFound } from '../bundle/synthesis.ts'
import { saidBy } from '../claims/said.ts'
import { numbersIn } from '../language/numbers.ts'
import { speaksOf } from '../protocol/match.ts'

const MOST = 24
const COUNTING = /\bhow many\b|\bwie ?viele\b|\bcombien\b|\bcu[áa]nt[oa]s\b/i
/** What amounts of data, work and size are counted in. */
const AMOUNT =
  /^(?:[kmgt]b|(?:kilo|mega|giga|tera)?bytes?|tokens?|words?|sentences?|pairs?|examples?|samples?|instances?|hours?|days?|minutes?|parameters?|languages?)$/i

/**
 * The quantities that claims give, as they stand in them: those of claims on most parts of the question first, then the
 * nearer. Of counts those of amounts, and all where the question counts.
 */
export function numbersOf(question: string, { parts }: Asked, claims: readonly Claim[]): NumberFound[] {
  const counts = COUNTING.test(question)
  const measures = ({ role, unit, noun, decimals }: ReturnType<typeof numbersIn>[number]) =>
    role === 'quantity' &&
    noun !== 'p' &&
    (unit === 'count'
      ? counts || (noun !== null && AMOUNT.test(noun))
      : unit !== 'other' || decimals > 0 || (noun !== null && AMOUNT.test(noun)))
  return claims
    .flatMap((claim, rank) => {
      const about = parts.filter((part) => speaksOf(part, saidBy(claim))).map(({ id }) => id)
      return numbersIn(claim.text)
        .filter(measures)
        .map((mention) => ({ rank, row: rowOf(claim, mention, about) }))
    })
    .filter(({ row }) => row.parts.length > 0)
    .sort((a, b) => b.row.parts.length - a.row.parts.length || a.rank - b.rank)
    .slice(0, MOST)
    .map(({ row }) => row)
}

/** With the word that it counts, where that comes next. */
function rowOf(claim: Claim, mention: ReturnType<typeof numbersIn>[number], parts: string[]): NumberFound {
  const { text, end, value, unit, change, noun } = mention
  const next = /^[\s-]?\p{L}+/u.exec(claim.text.slice(end))?.[0] ?? ''
  const counted = noun !== null && next.trim().toLowerCase().replace(/^-/, '') === noun
  return { claim: claim.id, text: counted ? text + next : text, value, unit, change, parts }
}

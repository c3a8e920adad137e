import type { Claim, Reading, Verdict } from '../bundle/claims.ts'
import { asksWhether, type Protocol } from '../bundle/protocol.ts'
import type { Stand, Synthesis } from '../bundle/synthesis.ts'
import type { Work } from '../bundle/works.ts'
import { answerTo } from './answer.ts'
import { contradictionsAmong } from './contradictions.ts'
import { groupsOf } from './groups.ts'
import { numbersOf } from './numbers.ts'
import { rolesIn, signFrom } from './stand.ts'
import { type Weighed, weigh } from './weighed.ts'

/** A verifier that is less sure than this has not read a passage as for or against. */
const SURE = 0.7

/**
 * The answer of a review, from its claims alone. Whether something is so is decided by statements in which the things of
 * the question stand in the roles that they have there: as a verifier reads them against the question, else as their
 * words say. Retracted works answer nothing. The order of works, verdicts and readings does not matter; claims come the
 * nearest first.
 */
export function synthesize(
  protocol: Protocol,
  works: readonly Work[],
  claims: readonly Claim[],
  verdicts: readonly Verdict[],
  readings: readonly Reading[],
): Synthesis {
  const weighed = weigh(works, claims, verdicts)
  const stated = weighed.stated.map(({ claim }) => claim)
  const decides = asksWhether(protocol.form)
  const readingOf = new Map(readings.map((reading) => [reading.claim, reading]))
  const stands = decides
    ? weighed.stated.flatMap((each) => standOf(protocol, each, readingOf.get(each.claim.id)))
    : []
  const numbers = numbersOf(protocol.question, protocol, stated)
  return {
    answer: answerTo({ protocol, works, weighed, stands, numbers }),
    stands,
    numbers,
    groups: groupsOf(protocol.question, stated),
    contradictions: contradictionsAmong(weighed.stated, works),
  }
}

function standOf(protocol: Protocol, { claim, sign }: Weighed, reading: Reading | undefined): Stand[] {
  const roles = protocol.form === 'claim' ? 'unclear' : rolesIn(protocol, claim)
  const read =
    reading === undefined ||
    reading.confidence < SURE ||
    reading.label === 'insufficient' ||
    roles === 'exchanged'
      ? null
      : reading.label === 'supported'
        ? 'for'
        : 'against'
  if (read !== null) return [{ claim: claim.id, stand: read, by: 'verifier', why: reading?.reason ?? null }]
  // A verifier that has read it and is sure that it leaves the question open is believed before the words.
  if (reading !== undefined && reading.label === 'insufficient' && reading.confidence >= SURE) return []
  if (protocol.form === 'claim' && claim.origin.from !== 'study') return []
  const seen = signFrom(protocol, claim, sign)
  if (seen === null) return []
  const stand = seen === 1 ? 'for' : seen === -1 ? 'against' : 'no-difference'
  return [{ claim: claim.id, stand, by: claim.origin.from === 'study' ? 'measurement' : 'rules', why: null }]
}

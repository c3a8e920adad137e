import type { Claim } from '../bundle/claims.ts'
import type { Asked, Part } from '../bundle/protocol.ts'
import { saidBy } from '../claims/said.ts'
import { speaksOf } from '../protocol/match.ts'

/** How the things of a question stand in a claim: as asked, exchanged, or so that nothing can be said. */
export type Roles = 'as-asked' | 'exchanged' | 'unclear'

/** "X improves with Y", "X gains 3 points from Y": what changes is the subject, and what brings it about comes after. */
const FROM =
  /\b(?:improv|gain|benefit|profit|increas|ris|rose|drop|fall|fell|suffer|degrad)\w*\b(?:\s+(?:\d[\d.]*\s*(?:points?|%)?|\w+ly|most|more|less))*\s+(?:with|from|by|through|via|using|after)\b(?!\s+(?:\d|an? average|up to))/i

/**
 * Whether a claim speaks of the things of the question in the roles that they have there: what is done as its subject, or
 * as the means by which the outcome changes, and what it changes beyond it. Co-occurrence is no role.
 */
export function rolesIn({ form, parts }: Asked, claim: Claim): Roles {
  const { text, slots, origin } = claim
  const of = (role: Part['role']) => parts.filter((part) => part.role === role)
  const done = of('intervention')
  const whole = saidBy(claim)
  const other = form === 'compare' ? of('comparator') : outcomesOf(parts)
  if (done.length === 0 || other.length === 0) return 'unclear'
  if (!done.every((part) => speaksOf(part, whole))) return 'unclear'
  if (origin.from === 'study') return other.some((part) => speaksOf(part, whole)) ? 'as-asked' : 'unclear'
  const subject = slots.subject
  if (subject === null) return 'unclear'
  const rest = text.slice(text.indexOf(subject) + subject.length)
  const says = (group: readonly Part[], said: string) => group.some((part) => speaksOf(part, said))
  const from = FROM.exec(rest)
  if (from !== null) {
    const cause = rest.slice(from.index + from[0].length)
    if (says(other, subject) && says(done, cause)) return 'as-asked'
    if (says(done, subject) && says(other, cause)) return 'exchanged'
  }
  const [forth, back] = [says(done, subject) && says(other, rest), says(other, subject) && says(done, rest)]
  return forth === back ? 'unclear' : forth ? 'as-asked' : 'exchanged'
}

/** What the question wants changed; where it names nothing, for whom or on what. */
function outcomesOf(parts: readonly Part[]): Part[] {
  const of = (...roles: Part['role'][]) => parts.filter(({ role }) => roles.includes(role))
  const outcomes = of('outcome')
  return outcomes.length > 0 ? outcomes : of('population', 'setting')
}

/** Sign of a claim seen from what is asked: null where its roles do not allow one. */
export function signFrom(asked: Asked, claim: Claim, sign: 1 | 0 | -1 | null): 1 | 0 | -1 | null {
  if (sign === null) return null
  const roles = rolesIn(asked, claim)
  if (roles === 'as-asked') return sign
  // Of a comparison the other side tells as much: "B beats A" is against "A is better than B".
  if (roles === 'exchanged' && asked.form === 'compare') return sign === 0 ? 0 : sign === 1 ? -1 : 1
  return null
}

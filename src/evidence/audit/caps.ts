import { percent } from '#kernel'
import type { Cap } from './audit-schema.ts'

/** What the caps look at; null where it cannot be known. */
interface CapFacts {
  /** The question has an answer. */
  readonly answered: boolean
  /** Claims that are cut. */
  readonly truncated: number
  /** Share of claims from the work with most of them. */
  readonly largestShare: number | null
  /** Mean score of attribution, 0 to 5. */
  readonly attribution: number | null
}

/** Hard limits of the score, whatever its mean is. Each comes with its reason. */
export function capsFor(facts: CapFacts): Cap[] {
  const { answered, truncated, largestShare, attribution } = facts
  const caps: (Cap | false)[] = [
    !answered && { id: 'unanswered', most: 4, reason: 'The question is not answered.' },
    truncated > 0 && {
      id: 'truncated',
      most: 5,
      reason: truncated === 1 ? 'One claim is cut.' : `${truncated} claims are cut.`,
    },
    largestShare !== null &&
      largestShare > 0.6 && {
        id: 'one-work',
        most: 6,
        reason: `One work gives ${percent(largestShare)} of the claims.`,
      },
    attribution !== null &&
      attribution < 3 && {
        id: 'attribution',
        most: 6,
        reason: `Attribution is rated ${attribution.toFixed(1)} of 5, below 3.`,
      },
  ]
  return caps.filter((cap): cap is Cap => cap !== false)
}

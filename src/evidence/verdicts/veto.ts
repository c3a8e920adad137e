import type { Check, Finding } from '../bundle/claims.ts'
import { ALIGNED } from './checks/rules.ts'

/** Conflicts that stand whatever a model thinks of the passage. */
const ALWAYS = new Set(['numbers', 'polarity', 'direction', 'attribution'])
/** Where claim and passage are nearly the same sentence, what these find is no matter of wording. */
const WHEN_CLOSE = new Set(['entities', 'strength', 'scope', 'direction'])

/** The check that forbids a finding to support its claim, or null. */
export function vetoOf(finding: Pick<Finding, 'checks' | 'scores'>): Check | null {
  const close = (finding.scores.coverage ?? 0) >= ALIGNED
  return (
    finding.checks.find(
      ({ name, outcome }) =>
        (outcome === 'conflict' && ALWAYS.has(name)) ||
        ((outcome === 'conflict' || outcome === 'unknown') && close && WHEN_CLOSE.has(name)) ||
        // A number that the passage does not have is not supported by it, in whatever words.
        (outcome === 'unknown' && name === 'numbers'),
    ) ?? null
  )
}

import type { Check, Finding } from '../bundle/claims.ts'
import { ALIGNED } from './checks/rules.ts'

/** Conflicts that stand whatever a model thinks of the passage. */
const ALWAYS = new Set(['numbers', 'polarity', 'direction', 'attribution'])
/** Conflicts that mean something only where claim and passage are nearly the same sentence. */
const WHEN_CLOSE = new Set(['entities', 'strength', 'scope'])

/** The check that forbids a finding to support its claim, or null. */
export function vetoOf(finding: Pick<Finding, 'checks' | 'scores'>): Check | null {
  const close = (finding.scores.coverage ?? 0) >= ALIGNED
  return (
    finding.checks.find(
      ({ name, outcome }) =>
        (outcome === 'conflict' && (ALWAYS.has(name) || (close && WHEN_CLOSE.has(name)))) ||
        // A number that the passage does not have is not supported by it, in whatever words.
        (outcome === 'unknown' && name === 'numbers'),
    ) ?? null
  )
}

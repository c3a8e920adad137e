import type { Check, Claim, Finding } from '../../bundle/claims.ts'
import { sentences } from '../../language/sentences.ts'
import type { Candidate } from '../candidate.ts'
import { type Comparison, compareClaim } from './compare.ts'
import { ALIGNED, RULES } from './rules.ts'
import { compareWithCell } from './table-cell.ts'
import { truncation } from './whole.ts'

const OPPOSING = new Set(['numbers', 'polarity', 'direction'])

/** Whether one conflict is all that differs: then the passage says the opposite, or another number. */
function contradicts(comparison: Comparison, checks: readonly Check[]): boolean {
  const conflicts = checks.filter(({ outcome }) => outcome === 'conflict')
  if (comparison.asks) return false
  if (comparison.exchanged) return true
  return (
    comparison.coverage >= ALIGNED &&
    conflicts.length > 0 &&
    conflicts.every(({ name }) => OPPOSING.has(name)) &&
    comparison.differences.filter((step) => !isHelper(step)).length === 1
  )
}

/** "fails to", "not at all": one negation of several words. */
const isHelper = (step: Comparison['differences'][number]) =>
  /^(?:to|at|all|will|do)$/.test(step.kind === 'dropped' ? step.passage.plain : step.claim.plain)

function labelOf(comparison: Comparison, checks: readonly Check[]): Pick<Finding, 'label' | 'tier'> {
  if (comparison.differences.length === 0 && !comparison.asks)
    return { label: 'supported', tier: comparison.verbatim ? 'verbatim' : 'near-verbatim' }
  return contradicts(comparison, checks)
    ? { label: 'contradicted', tier: 'conflict' }
    : { label: 'insufficient', tier: 'related' }
}

/** The sentence that was found, then its neighbours. */
function textsOf({ quote, sentence }: Candidate): string[] {
  const around = sentences(quote).map(({ start, end }) => quote.slice(start, end))
  return [sentence.text, ...around.filter((text) => text !== sentence.text)]
}

/** Why a passage decides nothing whatever it says, or null. */
const silenced = (claim: string, { retracted }: Candidate): string | null =>
  truncation(claim) ?? (retracted ? 'The work is retracted.' : null)

/**
 * What one passage says of a claim, by rules alone. It supports what it says in the same words (inflection, spelling, number
 * format, articles and citations aside), contradicts where one number, negation or direction is all that differs, and else
 * decides nothing. A cut claim and a retracted work decide nothing either.
 */
export function checkClaim(claim: Pick<Claim, 'text'>, candidate: Candidate): Finding {
  const comparison = compareWithCell(claim.text, candidate) ?? compareClaim(claim.text, textsOf(candidate))
  const checks = RULES.map((rule) => rule(comparison))
  const silence = silenced(claim.text, candidate)
  const { work, sha256, section, start, end, quote, bm25 } = candidate
  return {
    work,
    sha256,
    section: [...section],
    start,
    end,
    quote,
    ...(silence === null ? labelOf(comparison, checks) : { label: 'insufficient', tier: 'related' }),
    checks:
      silence === null
        ? checks
        : checks.map((one) =>
            one.name === 'content' ? { name: 'content', outcome: 'unknown', reason: silence } : one,
          ),
    scores: {
      bm25: Math.round(bm25 * 1e6) / 1e6,
      coverage: Math.round(comparison.coverage * 1e6) / 1e6,
      differences: comparison.differences.length,
    },
  }
}

import type { Check, Claim, Finding, Label } from '../../bundle/claims.ts'
import { sentences } from '../../language/sentences.ts'
import type { Candidate } from '../candidate.ts'
import { clausesOf } from './clauses.ts'
import { type Comparison, compareClaim } from './compare.ts'
import { unlinked } from './plain.ts'
import type { Difference } from './residue.ts'
import { ALIGNED, RULES } from './rules.ts'
import { compareWithCell } from './table-cell.ts'
import { truncation } from './whole.ts'

export type CheckedClaim = Pick<Claim, 'text'>

interface Judgement {
  readonly label: Label
  readonly tier: Finding['tier']
  readonly checks: readonly Check[]
  readonly comparison: Comparison
}

const HARD = new Set(['numbers', 'polarity', 'direction'])

/** Whether one hard conflict explains all that differs; then the passage says the opposite, or another number. */
function contradicts(comparison: Comparison, checks: readonly Check[]): boolean {
  const conflicts = checks.filter(({ outcome }) => outcome === 'conflict')
  if (comparison.asks) return false
  if (comparison.exchanged) return true
  return (
    comparison.coverage >= ALIGNED &&
    conflicts.length > 0 &&
    conflicts.every(({ name }) => HARD.has(name)) &&
    comparison.differences.filter((step) => !isHelper(step)).length === 1
  )
}

/** "fails to", "not at all": one negation of several words. */
const isHelper = (step: Difference) =>
  /^(?:to|at|all|will)$/.test(step.kind === 'dropped' ? step.passage.plain : step.claim.plain)

function judge(comparison: Comparison): Judgement {
  const checks = RULES.map((rule) => rule(comparison))
  const clean = checks.every(({ outcome }) => outcome === 'pass' || outcome === 'not-applicable')
  if (clean)
    return {
      label: 'supported',
      tier: comparison.verbatim ? 'verbatim' : 'near-verbatim',
      checks,
      comparison,
    }
  return contradicts(comparison, checks)
    ? { label: 'contradicted', tier: 'conflict', checks, comparison }
    : { label: 'insufficient', tier: 'related', checks, comparison }
}

/** The sentence that was found, then its neighbours. */
function textsOf(candidate: Candidate): string[] {
  const around = sentences(candidate.quote)
    .map(({ start, end }) => candidate.quote.slice(start, end))
    .filter((text) => text !== candidate.sentence.text)
  return [candidate.sentence.text, ...around]
}

function judgeStatement(text: string, candidate: Candidate, texts: readonly string[]): Judgement {
  const cell = compareWithCell(text, candidate)
  return judge(cell ?? compareClaim(text, texts))
}

/** A claim of several statements is what its statements are together. */
function judgeParts(parts: readonly Judgement[]): Judgement {
  const decisive =
    parts.find(({ label }) => label === 'contradicted') ??
    parts.find(({ label }) => label === 'insufficient') ??
    parts.find(({ tier }) => tier === 'near-verbatim') ??
    parts[0]!
  return decisive
}

const spoil = (checks: readonly Check[], name: Check['name'], reason: string): Check[] =>
  checks.map((check) => (check.name === name ? { name, outcome: 'conflict', reason } : check))

/**
 * What one passage says of a claim, by rules alone. It supports only what it says in the same words (inflection, spelling,
 * number format, voice, a fronted adjunct and a few safe synonyms aside), contradicts only where one number, negation or
 * direction is all that differs, and else decides nothing. A cut claim and a retracted work decide nothing either.
 */
export function checkClaim(claim: CheckedClaim, candidate: Candidate): Finding {
  const texts = textsOf(candidate)
  let judgement = judgeStatement(claim.text, candidate, texts)
  if (judgement.label === 'insufficient') {
    const clauses = clausesOf(unlinked(claim.text))
    if (clauses.length > 0) {
      const parts = judgeParts(clauses.map((clause) => judgeStatement(clause, candidate, texts)))
      if (parts.label !== 'insufficient') judgement = parts
    }
  }
  const cut = truncation(claim.text)
  let { label, tier, checks } = judgement
  if (cut !== null || candidate.retracted) {
    label = 'insufficient'
    tier = 'related'
    if (cut !== null) checks = spoil(checks, 'content', cut)
    if (candidate.retracted) checks = spoil(checks, 'attribution', 'The work is retracted.')
  }
  const { work, sha256, section, start, end, quote, bm25 } = candidate
  return {
    work,
    sha256,
    section: [...section],
    start,
    end,
    quote,
    label,
    tier,
    checks: [...checks],
    scores: {
      bm25: Math.round(bm25 * 1e6) / 1e6,
      coverage: Math.round(judgement.comparison.coverage * 1e6) / 1e6,
      differences: judgement.comparison.differences.length,
    },
  }
}

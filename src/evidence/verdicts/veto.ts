import type { Check, Finding } from '../bundle/claims.ts'

/** Conflicts that stand whatever a model thinks of the passage. How often each is right: docs/reference/claim-verification.md. */
export const VETOES: readonly Check['name'][] = ['numbers', 'entities', 'polarity', 'direction']

/** The check that forbids a finding to support its claim, or null. */
export const vetoOf = ({ checks }: Pick<Finding, 'checks'>): Check | null =>
  checks.find(({ name, outcome }) => outcome === 'conflict' && VETOES.includes(name)) ?? null

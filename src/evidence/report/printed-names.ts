import type { z } from 'zod'
import type { Label, Mode } from '../bundle/claims.ts'
import type { Stance } from '../bundle/synthesis.ts'

/** How stances, modes and labels are called in print. */

export const STANCES: Readonly<Record<Stance, string>> = {
  yes: 'in favour',
  no: 'against',
  mixed: 'mixed',
  unclear: 'unclear',
  'no-evidence-found': 'no evidence found',
}

export const MODES: Readonly<Record<z.infer<typeof Mode>, string>> = {
  quotes: 'nobody',
  checks: 'rules without a model',
  nli: 'a classifier of entailment, which rules can overrule',
  llm: 'a language model, which rules can overrule',
}

export const LABELS: Readonly<Record<Label, string>> = {
  supported: 'supported',
  contradicted: 'contradicted',
  insufficient: 'undecided',
}

/** Modes in which something is held against the texts of other works; none where there was no verifier. */
export const verifyingModes = (modes: readonly z.infer<typeof Mode>[]) =>
  modes.filter((mode) => mode !== 'quotes')

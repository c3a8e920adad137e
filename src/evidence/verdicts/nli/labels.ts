import type { Label } from '../../bundle/claims.ts'

/** What a passage says about a claim, in the words of the NLI tasks: premise = passage, hypothesis = claim. */
export const LABELS = {
  supported: 'entailment',
  contradicted: 'contradiction',
  insufficient: 'neutral',
} as const satisfies Record<Label, string>

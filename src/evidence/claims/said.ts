import type { Claim } from '../bundle/claims.ts'

/** What a claim is about: its text, the sentence before where it points to that, of a measurement what its study asks. */
export const saidBy = ({ text, context, origin }: Pick<Claim, 'text' | 'context' | 'origin'>): string =>
  [context.before, text, origin.from === 'study' ? origin.question : null].filter(Boolean).join(' ')

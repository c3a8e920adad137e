import { z } from 'zod'
import { Label } from '../../bundle/claims.ts'
import type { Candidate } from '../candidate.ts'
import type { Prompt } from './prompts.ts'

/** What one prompt says about one passage. Only votes with `void: null` count. */
export interface LlmVote {
  /** Index of the candidate; beyond the list where the model votes on what it was not given. */
  readonly candidate: number
  readonly prompt: Prompt
  readonly label: Label
  readonly quote: string | null
  readonly reason: string
  /** Why the vote does not count; null if it does. */
  readonly void: string | null
}

/** What a model must answer. What else it says, such as how sure it is, is no part of it. */
const Ballot = z.strictObject({
  votes: z.array(
    z.strictObject({
      passage: z.int(),
      quote: z.string().nullable(),
      reason: z.string(),
      label: Label,
    }),
  ),
})
export type Ballot = z.infer<typeof Ballot>

/** The same for providers, which know fewer words of JSON Schema than Zod writes. */
const SCHEMA = {
  type: 'object',
  properties: {
    votes: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          passage: { type: 'integer' },
          quote: { type: ['string', 'null'] },
          reason: { type: 'string' },
          label: { type: 'string', enum: [...Label.options] },
        },
        required: ['passage', 'quote', 'reason', 'label'],
        additionalProperties: false,
      },
    },
  },
  required: ['votes'],
  additionalProperties: false,
}

/** The form that a model fills in. */
export const BALLOT = {
  name: 'vote',
  description: 'Hands in the votes.',
  schema: SCHEMA,
  reads: Ballot,
} as const

/** Fewer letters and digits stand in any passage. */
const SHORTEST_QUOTE = 8

/**
 * Text as quotes are looked for: blanks collapsed, dashes alike, hyphens between letters (with the line break after them)
 * left out. A minus before a number stays.
 */
export const quotable = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\u00AD\s*/gu, '')
    .replace(/‹/g, '<')
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/(?<=\p{L})-\s*(?=\p{L})/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()

/** One vote a passage, in order, then those about passages that were not given or were voted on before. */
export function countVotes(prompt: Prompt, ballot: Ballot, candidates: readonly Candidate[]): LlmVote[] {
  const first = new Map<number, LlmVote>()
  const others: LlmVote[] = []
  for (const { passage, label, quote, reason } of ballot.votes) {
    const candidate = passage - 1
    const given = candidates[candidate]
    const vote = { candidate, prompt, label, quote, reason }
    if (given === undefined) others.push({ ...vote, void: 'it is about a passage that was not given' })
    else if (first.has(candidate)) others.push({ ...vote, void: 'it is the second about this passage' })
    else first.set(candidate, { ...vote, void: objection(label, quote, given) })
  }
  const missing = (candidate: number) => noVote(prompt, candidate, 'the model did not vote on this passage')
  return [...candidates.map((_, index) => first.get(index) ?? missing(index)), ...others]
}

/** Why a label with this quote cannot stand, or null. */
function objection(label: Label, quote: string | null, { quote: passage }: Candidate): string | null {
  const wanted = quotable(quote ?? '')
  if (wanted === '') return label === 'insufficient' ? null : 'it has no quote'
  if (!quotable(passage).includes(wanted)) return 'its quote is not in the passage'
  const signs = wanted.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  return label !== 'insufficient' && signs < SHORTEST_QUOTE ? 'its quote is too short to show anything' : null
}

/** A vote that was not given, and why. */
export const noVote = (prompt: Prompt, candidate: number, why: string): LlmVote => ({
  candidate,
  prompt,
  label: 'insufficient',
  quote: null,
  reason: '',
  void: why,
})

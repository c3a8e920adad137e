import type { Label } from '../bundle/claims.ts'
import type { Candidate } from './candidate.ts'
import type { EntailmentScorer } from './entailment.ts'
import type { LlmJudge } from './llm/judge.ts'
import type { LlmVote } from './llm/votes.ts'

/** What a model says about one passage, before the rules have their say. */
export interface Opinion {
  readonly label: Label
  /** Group of the calibration table, or null where the score is mapped by a curve. */
  readonly group: string | null
  /** For ranking, and for the curve: higher is surer. 0 to 1. */
  readonly score: number
  readonly scores: Readonly<Record<string, number>>
  readonly reason: string
}

/** One opinion a candidate, in order. */
export type Opinions = (
  claimText: string,
  candidates: readonly Candidate[],
  signal: AbortSignal | undefined,
) => Promise<Opinion[]>

/** A label counts when it is likelier than the two others together. */
const MAJORITY = 0.5
const round = (value: number) => Math.round(value * 1e6) / 1e6

/** Premise: the passage with its neighbours; hypothesis: the claim. */
export function opinionsOfScorer(scorer: EntailmentScorer): Opinions {
  return async (claimText, candidates, signal) => {
    const pairs = candidates.map(({ quote }) => ({ premise: quote, hypothesis: claimText }))
    const scored = pairs.length === 0 ? [] : await scorer.score(pairs, signal)
    return scored.map((given): Opinion => {
      const { supported, contradicted } = given
      const label =
        supported > MAJORITY ? 'supported' : contradicted > MAJORITY ? 'contradicted' : 'insufficient'
      const score = label === 'insufficient' ? 1 - Math.max(supported, contradicted) : given[label]
      return {
        label,
        group: null,
        score: round(score),
        scores: {
          supported: round(supported),
          contradicted: round(contradicted),
          insufficient: round(given.insufficient),
        },
        reason: `The model gives "${label}" ${score.toFixed(2)}.`,
      }
    })
  }
}

/**
 * Both prompts read every passage. The finder's support counts unless the refuter refutes, and the other way round; where
 * they disagree, nothing is said.
 */
export function opinionsOfJudge(judge: LlmJudge): Opinions {
  return async (claimText, candidates, signal) => {
    const votes = await judge.judge(claimText, candidates, signal)
    return candidates.map((_, at) => opinionOf(votes.filter((vote) => vote.candidate === at)))
  }
}

function opinionOf(votes: readonly LlmVote[]): Opinion {
  const valid = votes.filter((vote) => vote.void === null)
  const says = (prompt: LlmVote['prompt'], label: Label) =>
    valid.find((vote) => vote.prompt === prompt && vote.label === label)
  const support = says('support', 'supported')
  const refute = says('refute', 'contradicted')
  const scores = {
    'valid votes': valid.length,
    'void votes': votes.length - valid.length,
  }
  const no = (reason: string): Opinion => ({
    label: 'insufficient',
    group: 'split',
    score: 0,
    scores,
    reason,
  })
  if (support !== undefined && refute === undefined && says('support', 'contradicted') === undefined) {
    const sure = says('refute', 'supported') !== undefined
    const group = sure ? 'agree' : 'split'
    return { label: 'supported', group, score: sure ? 1 : 0.5, scores, reason: support.reason }
  }
  if (refute !== undefined && support === undefined) {
    const sure = says('support', 'contradicted') !== undefined
    const group = sure ? 'agree-refute' : 'split'
    return { label: 'contradicted', group, score: sure ? 1 : 0.5, scores, reason: refute.reason }
  }
  if (support !== undefined && refute !== undefined) return no('The two prompts disagree.')
  return no(votes.find((vote) => vote.void !== null)?.void ?? 'No vote decides.')
}

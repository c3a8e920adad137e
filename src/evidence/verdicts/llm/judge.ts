import { type LanguageModel, UnansweredError } from '../../llm/model.ts'
import type { Candidate } from '../candidate.ts'
import { instructions, material, PROMPTS, type Prompt } from './prompts.ts'
import { BALLOT, countVotes, type LlmVote, noVote } from './votes.ts'

/** A language model that reads passages and a claim. It sees nothing else and can do nothing but vote. */
export interface LlmJudge {
  /** Provider and model; goes into the manifest. */
  readonly id: string
  /**
   * Two votes a candidate, one by each prompt; further ones are void. Answers that cannot be counted are void votes, too.
   * Throws on abort only.
   */
  judge(claimText: string, candidates: readonly Candidate[], signal?: AbortSignal): Promise<LlmVote[]>
}

/** Lets a language model judge. */
export function openLlmJudge(model: LanguageModel): LlmJudge {
  const ask = async (
    prompt: Prompt,
    claim: string,
    candidates: readonly Candidate[],
    signal: AbortSignal | undefined,
  ): Promise<LlmVote[]> => {
    try {
      const ballot = await model.ask(
        { instructions: instructions(prompt), material: material(claim, candidates), form: BALLOT },
        signal,
      )
      return countVotes(prompt, ballot, candidates)
    } catch (thrown) {
      if (!(thrown instanceof UnansweredError)) throw thrown
      return candidates.map((_, index) => noVote(prompt, index, thrown.message))
    }
  }

  return {
    id: model.id,
    async judge(claimText, candidates, signal) {
      if (candidates.length === 0) return []
      const votes = PROMPTS.map((prompt) => ask(prompt, claimText, candidates, signal))
      return (await Promise.all(votes)).flat()
    },
  }
}

import { type Http, problemOf, RequestProblem } from '#net'
import type { Candidate } from '../candidate.ts'
import { LlmKeyMissingError } from './errors.ts'
import { instructions, material, PROMPTS, type Prompt } from './prompts.ts'
import { BallotError, PROVIDERS, type Provider } from './providers.ts'
import { type Ballot, countVotes, type LlmVote, noVote } from './votes.ts'

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

export interface LlmJudgeOptions {
  readonly provider: keyof typeof PROVIDERS
  readonly model: string
  /** Address of a server, without `/v1`. Default that of ANTHROPIC_BASE_URL or OPENAI_BASE_URL, or the provider's own. */
  readonly baseUrl?: string
  /** Records and replays the answers: the same model, prompt and texts are asked once. */
  readonly http: Http
}

/**
 * Opens a judge with the key of ANTHROPIC_API_KEY or OPENAI_API_KEY. Throws LLM_KEY_MISSING where the provider's own
 * server is to be asked without one.
 */
export function openLlmJudge({ provider: name, model, baseUrl, http }: LlmJudgeOptions): LlmJudge {
  const provider: Provider = PROVIDERS[name]
  const given = baseUrl ?? (process.env[provider.baseVariable] || undefined)
  const key = process.env[provider.keyVariable] || undefined
  if (key === undefined && given === undefined && http.mode !== 'replay')
    throw new LlmKeyMissingError(provider.keyVariable, provider.baseVariable)
  const url = (given ?? provider.usualBase).replace(/\/+$/, '').replace(/\/v1$/, '') + provider.path
  const headers = {
    'content-type': 'application/json',
    ...(key === undefined ? {} : provider.headers(key)),
  }

  const ask = async (
    prompt: Prompt,
    claim: string,
    candidates: readonly Candidate[],
    signal: AbortSignal | undefined,
  ): Promise<LlmVote[]> => {
    const body = JSON.stringify(provider.body(model, instructions(prompt), material(claim, candidates)))
    try {
      const answer = await http.request({
        method: 'POST',
        url,
        headers,
        body,
        accept: ['application/json'],
        api: true,
        maxAgeMs: Number.POSITIVE_INFINITY,
        check: (arrived) => reasonAgainst(provider, arrived),
        signal,
      })
      return countVotes(prompt, read(provider, answer.body), candidates)
    } catch (thrown) {
      const why = problemOf(thrown, signal)
      if (!(thrown instanceof RequestProblem || thrown instanceof BallotError)) throw thrown
      return candidates.map((_, index) => noVote(prompt, index, why))
    }
  }

  return {
    id: `${name}:${model}`,
    async judge(claimText, candidates, signal) {
      if (candidates.length === 0) return []
      const votes = PROMPTS.map((prompt) => ask(prompt, claimText, candidates, signal))
      return (await Promise.all(votes)).flat()
    },
  }
}

function read(provider: Provider, body: Buffer): Ballot {
  let answer: unknown
  try {
    answer = JSON.parse(body.toString('utf8'))
  } catch {
    throw new BallotError('the provider answers with something that is not JSON')
  }
  return provider.read(answer)
}

/** Keeps answers that cannot be counted from being recorded as such: the next run may ask again. */
function reasonAgainst(provider: Provider, body: Buffer): { reason: string; again: boolean } | null {
  try {
    read(provider, body)
    return null
  } catch (thrown) {
    if (!(thrown instanceof BallotError)) throw thrown
    return { reason: thrown.message, again: false }
  }
}

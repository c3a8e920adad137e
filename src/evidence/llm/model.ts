import type { z } from 'zod'
import { type Http, RequestProblem } from '#net'
import { LlmKeyMissingError } from './errors.ts'
import { AnswerError, type AnswerForm, PROVIDERS, type Provider } from './providers.ts'

/** A language model that answers in a form, and can do nothing else. */
export interface LanguageModel {
  /** Provider, model, and the server where it is not the provider’s own; goes into manifests. */
  readonly id: string
  /**
   * The same instructions and material are asked once; the answer is recorded and replayed.
   * Throws UnansweredError where there is no answer that can be used; throws on abort.
   */
  ask<Answer>(question: Asked<Answer>, signal?: AbortSignal): Promise<Answer>
}

interface Asked<Answer> {
  readonly instructions: string
  readonly material: string
  readonly form: AnswerForm & { readonly reads: z.ZodType<Answer> }
}

export interface LanguageModelOptions {
  readonly provider: keyof typeof PROVIDERS
  readonly model: string
  /** Address of a server, without `/v1`. Default that of ANTHROPIC_BASE_URL or OPENAI_BASE_URL, or the provider's own. */
  readonly baseUrl?: string
  /** Records and replays the answers. */
  readonly http: Http
}

/** Why a language model gave no answer, in words. */
export class UnansweredError extends Error {
  constructor(cause: AnswerError | RequestProblem) {
    super(cause.message, { cause })
    this.name = 'UnansweredError'
  }
}

/**
 * Opens a language model with the key of ANTHROPIC_API_KEY or OPENAI_API_KEY. Throws LLM_KEY_MISSING where the provider's
 * own server is to be asked without one.
 */
export function openLanguageModel({
  provider: name,
  model,
  baseUrl,
  http,
}: LanguageModelOptions): LanguageModel {
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
  return {
    id: `${name}:${model}${given === undefined ? '' : `@${new URL(url).host}`}`,
    async ask({ instructions, material, form }, signal) {
      try {
        const answer = await http.request({
          method: 'POST',
          url,
          headers,
          body: JSON.stringify(provider.body(model, instructions, material, form)),
          accept: ['application/json'],
          api: true,
          maxAgeMs: Number.POSITIVE_INFINITY,
          check: (arrived) => reasonAgainst(() => read(provider, arrived, form)),
          signal,
        })
        return read(provider, answer.body, form)
      } catch (thrown) {
        signal?.throwIfAborted()
        if (thrown instanceof RequestProblem || thrown instanceof AnswerError)
          throw new UnansweredError(thrown)
        throw thrown
      }
    },
  }
}

function read<Answer>(provider: Provider, body: Buffer, form: Asked<Answer>['form']): Answer {
  let answer: unknown
  try {
    answer = JSON.parse(body.toString('utf8'))
  } catch {
    throw new AnswerError('the provider answers with something that is not JSON')
  }
  const parsed = form.reads.safeParse(provider.read(answer, form))
  if (!parsed.success) throw new AnswerError('the model answers in another form than was asked for')
  return parsed.data
}

/** Keeps answers that cannot be used from being recorded as such: the next run may ask again. */
function reasonAgainst(reading: () => unknown): { reason: string; again: boolean } | null {
  try {
    reading()
    return null
  } catch (thrown) {
    if (!(thrown instanceof AnswerError)) throw thrown
    return { reason: thrown.message, again: false }
  }
}

import { z } from 'zod'
import { BALLOT_SCHEMA, Ballot } from './votes.ts'

/** A way to ask a language model for a ballot over HTTP. */
export interface Provider {
  readonly usualBase: string
  readonly keyVariable: string
  readonly baseVariable: string
  readonly path: string
  headers(key: string): Record<string, string>
  body(model: string, system: string, user: string): unknown
  /** The ballot in an answer. Throws BallotError. */
  read(answer: unknown): Ballot
}

/** An answer without a ballot that can be counted. */
export class BallotError extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'BallotError'
  }
}

function ballot(given: unknown): Ballot {
  const parsed = Ballot.safeParse(given)
  if (!parsed.success) throw new BallotError('the model answers in another form than was asked for')
  return parsed.data
}

const MOST_TOKENS = 8192
const TOOL = 'vote'

const Message = z.object({
  stop_reason: z.string().nullish(),
  content: z.array(
    z.object({ type: z.string(), name: z.string().optional(), input: z.unknown().optional() }),
  ),
})

/** Messages API. The one tool does nothing: its input is the form of the answer. */
const anthropic: Provider = {
  usualBase: 'https://api.anthropic.com',
  keyVariable: 'ANTHROPIC_API_KEY',
  baseVariable: 'ANTHROPIC_BASE_URL',
  path: '/v1/messages',
  headers: (key) => ({ 'x-api-key': key, 'anthropic-version': '2023-06-01' }),
  body: (model, system, user) => ({
    model,
    max_tokens: MOST_TOKENS,
    system,
    messages: [{ role: 'user', content: user }],
    tools: [{ name: TOOL, description: 'Hands in the votes.', input_schema: BALLOT_SCHEMA }],
    tool_choice: { type: 'tool', name: TOOL },
  }),
  read(answer) {
    const message = Message.safeParse(answer)
    if (!message.success) throw new BallotError('the provider answers in an undocumented form')
    const { stop_reason: stop, content } = message.data
    if (stop === 'refusal') throw new BallotError('the model refuses to answer')
    if (stop === 'max_tokens') throw new BallotError('the answer of the model is cut off')
    return ballot(content.find(({ type, name }) => type === 'tool_use' && name === TOOL)?.input)
  },
}

const Completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
})

/** Chat completions, as many servers have them. */
const openai: Provider = {
  usualBase: 'https://api.openai.com',
  keyVariable: 'OPENAI_API_KEY',
  baseVariable: 'OPENAI_BASE_URL',
  path: '/v1/chat/completions',
  headers: (key) => ({ authorization: `Bearer ${key}` }),
  body: (model, system, user) => ({
    model,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ],
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'votes', strict: true, schema: BALLOT_SCHEMA },
    },
  }),
  read(answer) {
    const completion = Completion.safeParse(answer)
    if (!completion.success) throw new BallotError('the provider answers in an undocumented form')
    const { finish_reason: finish, message } = completion.data.choices[0]!
    if (message.refusal || finish === 'content_filter') throw new BallotError('the model refuses to answer')
    if (finish === 'length') throw new BallotError('the answer of the model is cut off')
    try {
      return ballot(JSON.parse(message.content ?? ''))
    } catch (thrown) {
      if (thrown instanceof BallotError) throw thrown
      throw new BallotError('the model answers with something that is not JSON')
    }
  },
}

export const PROVIDERS = { anthropic, openai }

import { z } from 'zod'

/** The form of an answer, in the words of JSON Schema that providers know. */
export interface AnswerForm {
  /** A word. */
  readonly name: string
  readonly description: string
  readonly schema: object
}

/** A way to ask a language model over HTTP for an answer in a form. */
export interface Provider {
  readonly usualBase: string
  readonly keyVariable: string
  readonly baseVariable: string
  readonly path: string
  headers(key: string): Record<string, string>
  body(model: string, system: string, user: string, form: AnswerForm): unknown
  /** What the model hands in, not yet held against the form. Throws AnswerError. */
  read(answer: unknown, form: AnswerForm): unknown
}

/** An answer that cannot be used. */
export class AnswerError extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'AnswerError'
  }
}

const MOST_TOKENS = 8192

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
  body: (model, system, user, form) => ({
    model,
    max_tokens: MOST_TOKENS,
    system,
    messages: [{ role: 'user', content: user }],
    tools: [{ name: form.name, description: form.description, input_schema: form.schema }],
    tool_choice: { type: 'tool', name: form.name },
  }),
  read(answer, form) {
    const message = Message.safeParse(answer)
    if (!message.success) throw new AnswerError('the provider answers in an undocumented form')
    const { stop_reason: stop, content } = message.data
    if (stop === 'refusal') throw new AnswerError('the model refuses to answer')
    if (stop === 'max_tokens') throw new AnswerError('the answer of the model is cut off')
    return content.find(({ type, name }) => type === 'tool_use' && name === form.name)?.input
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
  body: (model, system, user, form) => ({
    model,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ],
    response_format: {
      type: 'json_schema',
      json_schema: { name: form.name, strict: true, schema: form.schema },
    },
  }),
  read(answer) {
    const completion = Completion.safeParse(answer)
    if (!completion.success) throw new AnswerError('the provider answers in an undocumented form')
    const { finish_reason: finish, message } = completion.data.choices[0]!
    if (message.refusal || finish === 'content_filter') throw new AnswerError('the model refuses to answer')
    if (finish === 'length') throw new AnswerError('the answer of the model is cut off')
    try {
      return JSON.parse(message.content ?? '')
    } catch {
      throw new AnswerError('the model answers with something that is not JSON')
    }
  },
}

export const PROVIDERS = { anthropic, openai }

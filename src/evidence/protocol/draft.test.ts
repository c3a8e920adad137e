import { expect, onTestFinished, test, vi } from 'vitest'
import { testNetwork } from '../../../test/support/evidence/databases.ts'
import { startServer } from '../../../test/support/net/server.ts'
import { openLanguageModel } from '../llm/model.ts'
import { draftAsked } from './draft.ts'

const QUESTION = 'Does tagging in Finnish help XLM-R to find sentences?'
const part = (role: string, text: string, names: string[] = []) => ({ role, text, names })

/** A model of an OpenAI-compatible server that hands this in. */
async function saying(said: unknown) {
  vi.stubEnv('OPENAI_API_KEY', 'a-key')
  const { server, live } = await testNetwork(startServer, onTestFinished)
  const bodies: string[] = []
  server.routes.set('/v1/chat/completions', (request, response) => {
    request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()))
    request.on('end', () => {
      const choices = [{ finish_reason: 'stop', message: { content: JSON.stringify(said) } }]
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ choices }))
    })
  })
  return {
    model: openLanguageModel({ provider: 'openai', model: 'm', baseUrl: server.url, http: live }),
    bodies,
  }
}

test('parts in the words of the question, each with an id and its other names', async () => {
  const { model, bodies } = await saying({
    form: 'does',
    statement: 'Tagging in Finnish helps XLM-R to find sentences.',
    parts: [
      part('intervention', 'tagging in Finnish', ['Finnish part-of-speech tagging', 'tagging in Finnish']),
      part('setting', 'XLM-R', ['XLM-RoBERTa']),
      part('outcome', 'find sentences', ['sentence retrieval']),
    ],
  })
  expect(await draftAsked(model, QUESTION)).toEqual({
    form: 'does',
    statement: 'Tagging in Finnish helps XLM-R to find sentences.',
    parts: [
      {
        id: 'tagging-in-finnish',
        role: 'intervention',
        text: 'tagging in Finnish',
        names: ['Finnish part-of-speech tagging'],
      },
      { id: 'xlm-r', role: 'setting', text: 'XLM-R', names: ['XLM-RoBERTa'] },
      { id: 'find-sentences', role: 'outcome', text: 'find sentences', names: ['sentence retrieval'] },
    ],
  })
  expect(JSON.parse(bodies.join('')).messages.at(-1).content).toBe(QUESTION)
})

test('a statement that no form asks for is left out', async () => {
  const { model } = await saying({
    form: 'why',
    statement: 'It helps.',
    parts: [part('outcome', 'find sentences')],
  })
  expect(await draftAsked(model, QUESTION)).toMatchObject({ form: 'why', statement: null })
})

test.each([
  [
    'a part that is not in the question',
    { form: 'does', statement: null, parts: [part('outcome', 'parsing')] },
  ],
  ['no part', { form: 'does', statement: null, parts: [] }],
  ['a form that is for sentences', { form: 'claim', statement: null, parts: [part('outcome', 'XLM-R')] }],
  ['prose', 'It asks about Finnish.'],
])('%s is no reading', async (_, said) => {
  const { model } = await saying(said)
  await expect(draftAsked(model, QUESTION)).rejects.toMatchObject({
    name: 'UnansweredError',
    message: 'the model answers in another form than was asked for',
  })
})

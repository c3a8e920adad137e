import { expect, test } from 'vitest'
import { type Nearness, nearness } from './rank.ts'

const TEXTS = [
  'LEs are learned for domain experts.',
  'We train adapters for languages with little text.',
  'Stones grow lichens.',
]
const asked = (question: string, meaning: string | null) => ({ question, parts: [], meaning })
/** An encoder that finds the second text nearest, then the third. */
const encoder = {
  id: 'made-up',
  similarities: async (_: string, texts: readonly string[]) =>
    texts.map((text) => [0.7, 0.9, 0.8][TEXTS.indexOf(text)]!),
  close: async () => undefined,
}
const order = (near: readonly Nearness[]) =>
  near
    .map(({ rank }, at) => ({ rank, at }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ at }) => at)

test('words that a question in another language shares by chance do not rank beside an encoder', async () => {
  const question = 'Les adaptateurs améliorent-ils le transfert vers des langues peu dotées ?'
  const near = await nearness(asked(question, 'made-up'), TEXTS, { meaning: encoder })
  expect(order(near)).toEqual([1, 2, 0])
  expect(near.map(({ words }) => words)).toEqual([0, 0, 0])
})

test('without an encoder they are all that there is', async () => {
  const question = 'Les adaptateurs améliorent-ils le transfert vers des langues peu dotées ?'
  const near = await nearness(asked(question, null), TEXTS, { meaning: null })
  expect(near[0]!.words).toBeGreaterThan(0)
})

test('words and meaning count alike', async () => {
  const near = await nearness(asked('Do domain experts learn?', 'made-up'), TEXTS, { meaning: encoder })
  expect(near[0]!.words).toBeGreaterThan(0)
  expect(order(near)).toEqual([0, 1, 2])
})

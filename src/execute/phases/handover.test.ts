import { expect, test } from 'vitest'
import { noticesOf } from './handover.ts'

const encoder = ['encoder.embeddings.word_embeddings.weight']
const head = ['heads.masked-lm.dense.weight', 'heads.masked-lm.bias']
const tasks = [{ head: 'masked-lm', kind: 'masked-lm' }] as const

test('noticesOf says that a masked-LM head starts new, and of no other head', () => {
  expect(noticesOf({ loaded: [...encoder, ...head], created: [], dropped: [] }, tasks)).toEqual([])
  const [notice, ...others] = noticesOf({ loaded: encoder, created: head, dropped: [] }, tasks)
  expect(notice).toMatch(/masked-LM head starts new/)
  expect(others).toEqual([])
  const classifier = { loaded: encoder, created: ['heads.classification.dense.weight'], dropped: [] }
  expect(noticesOf(classifier, [{ head: 'classification', kind: 'classification' }])).toEqual([])
})

test('noticesOf counts and names tensors that are not used', () => {
  const dropped = Array.from({ length: 7 }, (_, at) => `lm_head.${at}`)
  expect(noticesOf({ loaded: encoder, created: [], dropped }, [])).toEqual([
    '7 tensors of the checkpoint not used: lm_head.0, lm_head.1, lm_head.2, lm_head.3, lm_head.4 and 2 more',
  ])
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { contentKey, type Key, sha256 } from '#kernel'
import type { Plan, PlannedPhase } from '#plan'
import { openStore } from '#store'
import { startFakeWorker } from '../../test/support/engine/fake-worker.ts'
import { runPlan } from './run-plan.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'polyvia-run-plan-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('nothing is computed from a model whose files change while a run reads them', async () => {
  const path = join(folder, 'model')
  const weights = join(path, 'model.safetensors')
  mkdirSync(path)
  writeFileSync(weights, 'weights')
  const store = openStore(join(folder, 'store'))
  const features = sha256('features')
  const base = { operation: 'featurize', label: 'features', inputs: {}, parameters: null, versions: {} }
  await store.produce(features, base, async () => ({}))
  const phase = (name: string, checkpoint: Key): PlannedPhase<'predict'> => ({
    key: sha256(name),
    operation: 'predict',
    inputs: { checkpoint, features },
    parameters: {
      head: 'xnli',
      answerLength: null,
      computing: { precision: 'fp32', batching: 'packed', maxTokens: 100 },
    },
    local: {},
    labels: [name],
  })
  const key = contentKey({ model: { 'model.safetensors': sha256('weights') } })
  const plan = {
    phases: [phase('first', key), phase('second', key)],
    models: { [key]: { path, part: 'model', stamp: 'when it was hashed' } },
  } as unknown as Plan
  const run = (onStart?: () => void) =>
    runPlan(
      plan,
      { saving: { seconds: 0, share: 1 } },
      {
        store,
        slots: [{ device: 'cpu', threads: 1 }],
        startWorker: (_, signal) => startFakeWorker({ signal }),
        onEvent: ({ type, phase: { label } }) => {
          if (type === 'progress' && label === 'first') onStart?.()
        },
      },
    )
  const changed = await run(() => writeFileSync(weights, 'weighTs'))
  expect(changed.done).toEqual([])
  expect(changed.failed.map(({ error }) => error)).toMatchObject([
    { code: 'MODEL_CHANGED' },
    { code: 'MODEL_CHANGED' },
  ])
  writeFileSync(weights, 'weights')
  expect((await run()).done).toHaveLength(2)
})

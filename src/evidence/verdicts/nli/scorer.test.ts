import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPython, startWorker, type Worker } from '#engine'
import { runPlan } from '#execute'
import { openTokenizer } from '#features'
import { readSafetensors } from '#kernel'
import { type Plan, planStudy } from '#plan'
import { openStore, type Store } from '#store'
import { readStudy } from '#study'
import { chooseTraining, type StudyVerifier } from './checkpoint.ts'
import { cutPremises } from './cut.ts'
import { type NliScorer, openNliScorer } from './scorer.ts'

const TASK = (id: string, file: string) => `
  - id: ${id}
    title: Claims
    kind: classification
    measures: Whether a passage supports a claim.
    labels: [contradiction, entailment, neutral]
    format: sentence-pairs
    options: { form: tsv, quoting: raw, header: false, columns: { text: 0, pair: 1, label: 2 } }
    languages: [en]
    splits:
      train: { files: { examples: ${file} } }
      development: { files: { examples: ${file} } }
      test: { files: { examples: ${file} } }
    metrics: [accuracy]
    citation: made up
    licence: CC0
    defaults:
      learningRate: { value: 1.0e-3, source: none }
      batchSize: { value: 8, source: none }
      epochs: { value: 1, source: none }
      maxLength: { value: 40, source: none }`

const STUDY = `
question: Does this tiny encoder learn to verify?
model:
  from: scratch
  vocabulary: 400
  layers: 1
  hidden: 16
  heads: 2
  feedForward: 32
  maxLength: 40
  text: { tasks: [cldr-text], languages: [en], training: { limit: 200, batchSize: 8, steps: 4, learningRate: 1.0e-3, maxLength: 40 } }
arms:
  baseline: []
  nli: [{ tasks: [stage-claims], training: { steps: 2 } }]
targets: [claims]
seeds: [3]
training: { batchSize: 8, steps: 12, learningRate: 3.0e-3, maxLength: 40, evaluations: 1, precision: fp32 }
tasks:${TASK('claims', 'claims.tsv')}${TASK('stage-claims', 'claims.tsv')}
`
const ROWS = [
  ['The drug helped all mice.', 'The drug helps.', 'entailment'],
  ['The drug killed all mice.', 'The drug helps.', 'contradiction'],
  ['We thank the mice.', 'The drug helps.', 'neutral'],
  ['Score rose to 8.2 points.', 'The score rose.', 'entailment'],
  ['Score fell to 8.2 points.', 'The score rose.', 'contradiction'],
  ['Points are points.', 'The score rose.', 'neutral'],
] as const

let folder: string
let from: StudyVerifier
let plan: Plan
let store: Store
const open: NliScorer[] = []
/** One worker serves all, but for the test of a scorer's own. */
let worker: Worker | undefined
const slot = { device: 'cpu', threads: 1 }
const scorer = async (more: Partial<Parameters<typeof openNliScorer>[0]> = {}) => {
  const opened = await openNliScorer({ from, slot, ...(worker === undefined ? {} : { worker }), ...more })
  open.push(opened)
  return opened
}
const PAIRS = ROWS.map(([premise, hypothesis]) => ({ premise, hypothesis }))

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'polyvia-nli-test-'))
  const file = join(folder, 'tiny.yaml')
  writeFileSync(file, STUDY)
  writeFileSync(join(folder, 'claims.tsv'), `${ROWS.map((row) => row.join('\t')).join('\n')}\n`)
  const places = { data: [folder], models: [folder] }
  from = { study: readStudy(file), file, places, store: join(folder, 'store') }
  plan = await planStudy(from.study, places)
  store = openStore(from.store)
})
afterAll(async () => {
  for (const each of open) await each.close()
  await worker?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('openNliScorer says which study to run when its checkpoint is not there', async () => {
  await expect(scorer()).rejects.toMatchObject({
    code: 'VERIFIER_MISSING',
    hint: expect.stringContaining(`polyvia run ${from.file}`),
  })
})

test('chooseTraining takes the phase trained on the target, of the last arm; or the one that is named', () => {
  const labelOf = (more: object) => chooseTraining(plan, { file: 'f', ...more }).training.labels
  expect(labelOf({})).toEqual(['nli › claims, seed 3'])
  expect(labelOf({ arm: 'baseline' })).toEqual(['baseline › claims, seed 3'])
  expect(labelOf({ step: { stage: 1 } })).toEqual(['nli › stage-claims, seed 3'])
  expect(() => labelOf({ seed: 9 })).toThrow(/cannot verify claims/)
})

describe('after the study has run', () => {
  beforeAll(async () => {
    const outcome = await runPlan(plan, { saving: { seconds: 600, share: 1 } }, { store, slots: [slot] })
    expect(outcome.failed).toEqual([])
    worker = await startWorker({ python: findPython(), threads: 1 })
  }, 120_000)

  test('gives the labels and probabilities that the worker predicts', async () => {
    const { training } = chooseTraining(plan, from)
    const predict = plan.phases.find(
      ({ operation, inputs }) => operation === 'predict' && inputs.checkpoint === training.key,
    )!
    const predicted = readSafetensors(join(store.path(predict.key), 'predictions.safetensors'))
    const found = await (await scorer({ temperature: 1 })).score(PAIRS)
    expect(found).toHaveLength(ROWS.length)
    const order = ['contradicted', 'supported', 'insufficient'] as const
    for (const [at, each] of found.entries()) {
      const label = predicted.labels!.data[at]!
      expect(each[order[label]!]).toBe(Math.max(...Object.values(each)))
      expect(each[order[label]!]).toBeCloseTo(predicted.scores!.data[at]!, 3)
    }
  })

  test('says the same of a pair whatever is asked beside it, in the order of the question', async () => {
    const one = await scorer({ temperature: 1 })
    const all = await one.score([...PAIRS, ...PAIRS])
    expect(all.slice(PAIRS.length)).toEqual(all.slice(0, PAIRS.length))
    expect(await one.score([PAIRS[4]!])).toEqual([all[4]])
    expect(await one.score([])).toEqual([])
    expect(new Set(all.map(({ supported }) => supported)).size).toBeGreaterThan(1)
  })

  test('fits its temperature on the development data of the study, and is named after weights and temperature', async () => {
    const fitted = await scorer()
    const fixed = await scorer({ temperature: 1 })
    const given = await scorer({
      temperature: ROWS.map(([premise, hypothesis]) => ({ premise, hypothesis, label: 'supported' })),
    })
    expect(fitted.temperature).not.toBe(1)
    expect(given.temperature).not.toBe(fitted.temperature)
    expect(new Set([fitted.id, fixed.id, given.id]).size).toBe(3)
    expect((await scorer({ temperature: 1 })).id).toBe(fixed.id)
  })

  test('opens the folder of a checkpoint too, and refuses one without such a head', async () => {
    const { training } = chooseTraining(plan, from)
    const checkpoint = store.path(training.key)
    const whole = await scorer({ temperature: 1 })
    const alone = await scorer({ from: { checkpoint, maxLength: 40 } })
    expect(await alone.score(PAIRS)).toEqual(await whole.score(PAIRS))
    const encoder = plan.trainings.find(({ arm }) => arm === 'pretraining')!
    await expect(scorer({ from: { checkpoint: store.path(encoder.key) } })).rejects.toMatchObject({
      code: 'VERIFIER_UNFIT',
    })
    await expect(scorer({ from: { checkpoint, labels: ['a', 'b', 'c'] } })).rejects.toMatchObject({
      code: 'VERIFIER_LABELS',
    })
  })

  test('remembers pairs in whole files, and computes a damaged one again', async () => {
    const cache = join(folder, 'cache')
    const first = await (await scorer({ temperature: 1, cache })).score(PAIRS)
    const files = readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.includes('.'),
    )
    expect(files).toHaveLength(PAIRS.length)
    expect(files.every((name) => /\/[0-9a-f]{64}\.json$/.test(name))).toBe(true)
    for (const name of files)
      expect(Object.values(JSON.parse(readFileSync(join(cache, name), 'utf8')))).toHaveLength(3)
    // A remembered pair needs no worker: its logits are what the file says.
    const remembered = join(cache, files[0]!)
    const truth = readFileSync(remembered, 'utf8')
    writeFileSync(remembered, '{"supported":0,"contradicted":0,"insufficient":0}')
    const changed = await (await scorer({ temperature: 1, cache })).score(PAIRS)
    expect(changed.filter((each, at) => each.supported !== first[at]!.supported)).toHaveLength(1)
    writeFileSync(remembered, truth.slice(0, 20))
    expect(await (await scorer({ temperature: 1, cache })).score(PAIRS)).toEqual(first)
    expect(readFileSync(remembered, 'utf8')).toBe(truth)
  })

  test('an interrupted call leaves nothing, and the next one works', async () => {
    const cache = join(folder, 'interrupted')
    const one = await openNliScorer({ from, slot, temperature: 1, cache })
    open.push(one)
    await expect(one.score(PAIRS, AbortSignal.abort())).rejects.toMatchObject({ code: 'INTERRUPTED' })
    expect(existsSync(cache)).toBe(false)
    expect(await one.score(PAIRS)).toHaveLength(PAIRS.length)
  })

  test('cutPremises cuts the end of a long passage, and no claim', async () => {
    const tokenizer = await openTokenizer(store.path(chooseTraining(plan, from).training.key))
    const long = { premise: 'mice '.repeat(100).trim(), hypothesis: 'The drug helps.' }
    const [cut, short] = await cutPremises([long, PAIRS[0]!], tokenizer, 40)
    expect(short).toEqual(PAIRS[0])
    expect(cut!.hypothesis).toBe(long.hypothesis)
    expect(long.premise.startsWith(cut!.premise)).toBe(true)
    const { bounds } = await tokenizer.encode([cut!.premise, cut!.hypothesis])
    expect(bounds[2]).toBe(36)
    const wordy = { premise: 'mice '.repeat(30), hypothesis: 'mice '.repeat(100) }
    const [kept] = await cutPremises([wordy], tokenizer, 40)
    expect(kept!.hypothesis).toBe(wordy.hypothesis)
    expect((await tokenizer.encode([kept!.premise])).bounds[1]).toBe(9)
  })
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { kinds } from '#catalog'
import { parseStudy } from '#study'
import { type Plan, type PlannedPhase, planStudy } from './index.ts'

const STUDY = `
question: What is left of the encoder after its stages?
model:
  from: scratch
  vocabulary: 500
  layers: 2
  hidden: 16
  heads: 2
  feedForward: 32
  text: { tasks: [cldr-text], languages: [en, de, fi], training: { limit: 50, steps: 2, maskProbability: 0.4 } }
arms:
  baseline: []
  keywords: [cldr-keywords]
  three: [cldr-keywords, { tasks: [cldr-text], languages: [en, de] }, cldr-group]
targets:
  - { task: cldr-group, languages: [en, de] }
  - { task: cldr-phrases, languages: [de, fr] }
seeds: 2
`

const folder = mkdtempSync(join(tmpdir(), 'polyvia-forgetting-'))
afterAll(() => rmSync(folder, { recursive: true }))

const plan = (change: (text: string) => string = (text) => text): Promise<Plan> =>
  planStudy(parseStudy(change(STUDY), 'study.yaml'), { data: [folder], models: [folder] })

const losses = ({ phases }: Plan) =>
  phases.filter((phase): phase is PlannedPhase<'masked-lm-loss'> => phase.operation === 'masked-lm-loss')

const trained = ({ trainings }: Plan, arm: string, stage: number) =>
  trainings.find((each) => each.arm === arm && 'stage' in each.step && each.step.stage === stage)!.key

test('every encoder on the way of an arm is measured, that of all arms once', async () => {
  const { forgetting } = await plan()
  expect(forgetting.text).toEqual(['cldr-text'])
  expect(forgetting.maskProbability).toBe(0.4)
  expect(forgetting.encoders.filter(({ seed }) => seed === 1).map(({ arm, stage }) => [arm, stage])).toEqual([
    ['baseline', 0],
    ['keywords', 1],
    ['three', 1],
    ['three', 2],
    ['three', 3],
  ])
})

test('a replicate is measured as the arm that it repeats; that of the baseline has its encoder', async () => {
  const made = await plan((text) =>
    text.replace(
      '  keywords:',
      '  again: { replicateOf: three }\n  same: { replicateOf: baseline }\n  keywords:',
    ),
  )
  const measured = made.forgetting.encoders.map(({ arm, stage }) => `${arm} ${stage}`)
  expect(new Set(measured)).toEqual(
    new Set(['baseline 0', 'again 1', 'again 2', 'again 3', 'keywords 1', 'three 1', 'three 2', 'three 3']),
  )
})

test('languages are those of the targets, and English, that the recipe has read', async () => {
  const { forgetting } = await plan()
  for (const { maskedLm } of forgetting.encoders)
    expect(maskedLm.map(({ language }) => language)).toEqual(['en', 'de'])
  const asked = await plan((text) => `${text}forgetting: { languages: [fi], limit: 7 }\n`)
  expect(asked.forgetting.encoders[0]!.maskedLm.map(({ language }) => language)).toEqual(['fi'])
  const text = asked.phases.find(
    (phase): phase is PlannedPhase<'featurize'> =>
      phase.operation === 'featurize' && phase.key === losses(asked)[0]!.inputs.features,
  )!
  expect(text.local.datasets.map(({ split, subset }) => [split, subset])).toEqual([
    ['development', { drawn: 7 }],
  ])
})

test('an encoder is measured under the masked-LM head that is the last before it', async () => {
  const made = await plan()
  const heads = new Map(losses(made).map(({ inputs }) => [inputs.checkpoint, inputs.head]))
  const pretrained = trained(made, 'pretraining', 0)
  const [keywords, text, groups] = [1, 2, 3].map((stage) => trained(made, 'three', stage))
  expect(heads.get(pretrained)).toBe(pretrained)
  expect(heads.get(keywords!)).toBe(pretrained)
  expect(heads.get(text!)).toBe(text)
  expect(heads.get(groups!)).toBe(text)
  const kinds = made.forgetting.encoders
    .filter(({ seed }) => seed === 1)
    .map(({ arm, stage, head }) => `${arm} ${stage} ${head}`)
  // The second stage of "three" finds no head, because the first dropped it.
  expect(kinds).toEqual([
    'baseline 0 own',
    'keywords 1 before',
    'three 1 before',
    'three 2 new',
    'three 3 before',
  ])
})

test('the same tokens are hidden from every encoder', async () => {
  const parameters = new Set(losses(await plan()).map((phase) => JSON.stringify(phase.parameters)))
  expect(parameters.size).toBe(1)
})

test('sentences are retrieved between stages, which gives no cells, and after the last the cells of the arm serve', async () => {
  const { forgetting, cells, phases } = await plan()
  const scores = new Map(cells.map(({ score, ...cell }) => [score, cell]))
  for (const { arm, seed, stage, retrieval } of forgetting.encoders) {
    expect(retrieval.map(({ target, language }) => [target, language])).toEqual([
      ['cldr-phrases', 'de'],
      ['cldr-phrases', 'fr'],
    ])
    for (const { score, language } of retrieval) {
      expect(phases.some(({ key }) => key === score)).toBe(true)
      const cell = scores.get(score)
      if (arm === 'three' && stage === 2) expect(cell).toBeUndefined()
      else if (!(arm === 'three' && stage === 1)) expect(cell).toMatchObject({ language })
      if (stage === 0 || stage === 3) expect(cell).toMatchObject({ seed: expect.any(Number) })
    }
    expect([1, 2]).toContain(seed)
  }
  expect(cells.every(({ arm }) => ['baseline', 'keywords', 'three'].includes(arm))).toBe(true)
})

test('a sweep between stages is no selection of the arm', async () => {
  const sweep = (text: string) =>
    `${text}retrieval: { sweep: { layers: all, task: cldr-phrases, languages: [de] } }\n`
  const { selections } = await plan(sweep)
  expect(new Set(selections.map(({ arm }) => arm))).toEqual(new Set(['baseline', 'keywords', 'three']))
})

test('no phase of a study moves, whatever is measured beside', async () => {
  const without = await plan((text) => `${text}forgetting: { text: [] }\n`)
  expect(losses(without)).toEqual([])
  expect(without.forgetting).toMatchObject({ text: [], maskProbability: null })
  const keys = new Set((await plan()).phases.map(({ key }) => key))
  expect(without.phases.every(({ key }) => keys.has(key))).toBe(true)
})

test('a model from elsewhere is measured where the study names the text', async () => {
  const model = join(folder, 'model')
  mkdirSync(model)
  const config = {
    model_type: 'xlm-roberta',
    hidden_size: 16,
    num_hidden_layers: 2,
    num_attention_heads: 2,
    intermediate_size: 32,
    vocab_size: 250002,
    max_position_embeddings: 514,
  }
  writeFileSync(join(model, 'config.json'), JSON.stringify(config))
  const { tinyUnigram } = await import('../../test/support/features/tokenizers.ts')
  writeFileSync(join(model, 'tokenizer.json'), JSON.stringify(tinyUnigram))
  writeFileSync(join(model, 'model.safetensors'), '')
  const named = (text: string) => text.replace(/model:\n {2}from[\s\S]*?arms:/, 'model: model\narms:')
  expect(losses(await plan(named))).toEqual([])
  const asked = await plan((text) => `${named(text)}forgetting: { text: [cldr-text] }\n`)
  const [first] = losses(asked)
  expect(first!.inputs.head).toBe(first!.inputs.checkpoint)
  expect(first!.parameters.masking).toEqual({ probability: 0.15, replacement: [8, 1, 1] })
  expect(asked.forgetting.encoders[0]!.maskedLm.map(({ language }) => language)).toEqual(['en', 'de', 'fr'])
})

test('text that cannot serve is named', async () => {
  const error = (line: string) => plan((text) => `${text}${line}\n`)
  await expect(error('forgetting: { text: [cldr-group] }')).rejects.toMatchObject({
    code: 'TASK_USE',
    message: expect.stringContaining(`which is ${kinds.classification.title}`),
  })
  await expect(error('forgetting: { text: [cldr-text], languages: [yo] }')).rejects.toMatchObject({
    code: 'TASK_USE',
    message: expect.stringContaining('none of the languages yo'),
  })
})

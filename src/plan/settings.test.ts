import { describe, expect, it } from 'vitest'
import { model, models, task } from '#catalog'
import { parseStudy, type Training } from '#study'
import type { Architecture } from './architecture.ts'
import { type PlannedPhase, planStudy } from './index.ts'
import { architectureOf } from './model.ts'
import { settleTraining } from './settings.ts'
import { sizeOf } from './training-defaults.ts'

/** The encoder of the quickstart. */
const mini: Architecture = {
  ...architectureOf('xlm-roberta-base'),
  layers: 3,
  hidden: 192,
  feedForward: 768,
  vocabulary: 8000,
}

const rate = (id: string, architecture: Architecture) =>
  settleTraining([task(id)], undefined, {}, architecture).learningRate

describe('the default learning rate', () => {
  it('knows an encoder by the size of its layers, not of its vocabulary', () => {
    expect(Object.fromEntries(models().map(({ id }) => [id, sizeOf(architectureOf(id))]))).toMatchObject({
      'multilingual-e5-small': 'small',
      'multilingual-minilm': 'small',
      'bert-base-multilingual-cased': 'base',
      'xlm-roberta-base': 'base',
      'mdeberta-v3-base': 'base',
      'mmbert-base': 'base',
      'xlm-roberta-large': 'large',
      rembert: 'large',
    })
    expect(sizeOf(mini)).toBe('mini')
    // More parameters than XLM-R Base's layers have, nearly all of them embeddings.
    expect(model('multilingual-e5-small').architecture.parameters).toBeGreaterThan(100e6)
  })

  it("is the task's own for encoders of the size that it was chosen for, else the usual one of the size", () => {
    const rates = (id: string) =>
      [mini, ...['multilingual-e5-small', 'xlm-roberta-base', 'xlm-roberta-large'].map(architectureOf)].map(
        (architecture) => rate(id, architecture).value,
      )
    expect(rates('xnli')).toEqual([3e-4, 5e-5, 2e-5, 1e-5])
    expect(rates('xcopa')).toEqual([3e-4, 5e-5, 2e-5, 3e-5])
    expect(rates('cldr-group')).toEqual([5e-4, 5e-5, 2e-5, 1e-5])
    expect(rates('nli-triplets')).toEqual([3e-4, 5e-5, 2e-5, 1e-5])
  })

  it('has the source of the number that it takes', () => {
    expect(rate('xnli', architectureOf('xlm-roberta-large')).source).toMatch(/^xnli: jiant/)
    expect(rate('xnli', architectureOf('multilingual-e5-small')).source).toMatch(
      /^small encoder: Multilingual MiniLM/,
    )
  })

  it('is what a task of a study says, whatever the encoder', () => {
    const { size: _, ...learningRate } = task('xnli').defaults.learningRate
    const own = { ...task('xnli'), defaults: { ...task('xnli').defaults, learningRate } }
    expect(settleTraining([own], undefined, {}, mini).learningRate.value).toBe(1e-5)
  })

  it('gives way to the study and the stage', () => {
    expect(settleTraining([task('xnli')], undefined, { learningRate: 7e-5 }, mini).learningRate).toEqual({
      value: 7e-5,
      source: 'training of the study',
    })
    expect(
      settleTraining([task('xnli')], { learningRate: 6e-5 }, { learningRate: 7e-5 }, mini).learningRate.value,
    ).toBe(6e-5)
  })
})

describe('the settings of a target', () => {
  const trained = async (training: string) => {
    const plan = await planStudy(
      parseStudy(
        `
question: Does a detour help here?
model: xlm-roberta-large
arms: { baseline: [] }
targets: [{ task: xcopa, languages: [et]${training} }]
training: { batchSize: 24 }
seeds: 1
`,
        'study.yaml',
      ),
      { data: [], models: [] },
    )
    return plan.trainings.map(({ key, settings }) => ({
      settings,
      phase: plan.phases.find((phase) => phase.key === key) as PlannedPhase<'train'>,
    }))
  }

  it('reach the task that it is always trained on first, except how long is trained', async () => {
    const [siqa, copa] = await trained(
      ', training: { batchSize: 8, maxLength: 64, limit: 300, learningRate: 7.0e-6, epochs: 9 }',
    )
    expect(siqa!.settings.batch.value).toEqual({ items: 8 })
    expect(siqa!.settings.maxLength.siqa!.value).toBe(64)
    expect(siqa!.settings.limit.value).toBe(300)
    expect(siqa!.settings.learningRate.value).toBe(7e-6)
    expect(siqa!.settings.learningRate.source).toBe('this stage or target')
    expect(siqa!.settings.length.value).toEqual({ epochs: task('siqa').defaults.epochs.value })
    expect(copa!.settings.length.value).toEqual({ epochs: 9 })
    expect(siqa!.phase.parameters).toMatchObject({ batch: { items: 8 }, learningRate: 7e-6 })
  })

  it('leave it as the study says where the target says nothing', async () => {
    const [siqa, copa] = await trained('')
    expect([siqa, copa].map((each) => each!.settings.batch)).toEqual(
      Array(2).fill({ value: { items: 24 }, source: 'training of the study' }),
    )
  })

  it('do not give it the steps of the target', async () => {
    const [siqa, copa] = await trained(', training: { steps: 30 }')
    expect(siqa!.settings.length.value).toEqual({ epochs: task('siqa').defaults.epochs.value })
    expect(copa!.settings.length.value).toEqual({ steps: 30 })
  })
})

describe('what is frozen', () => {
  const frozen = (own: Training | undefined, study: Training) =>
    settleTraining([task('xnli')], own, study, mini).freeze

  it('is nothing unless the stage or the study says so, and the stage comes first', () => {
    expect(frozen(undefined, {})).toEqual({ value: null, source: 'Polyvia: everything is trained' })
    expect(frozen(undefined, { freeze: 'embeddings' })).toEqual({
      value: 0,
      source: 'training of the study',
    })
    expect(frozen({ freeze: 2 }, { freeze: 'embeddings' })).toEqual({
      value: 2,
      source: 'this stage or target',
    })
    expect(frozen({ freeze: null }, { freeze: 2 }).value).toBeNull()
  })

  it('leaves one layer at least', () => {
    expect(() => frozen({ freeze: 3 }, {})).toThrow(
      '"freeze: 3" (this stage or target): the model has 3 layers, and one at least must be trained',
    )
  })
})

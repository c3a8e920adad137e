import { describe, expect, it } from 'vitest'
import { parseStudy, Training } from '#study'
import { type Plan, planStudy } from './index.ts'
import { type PlannedPhase, phaseKey } from './phase.ts'
import { searchDepths } from './search-depth.ts'
import { OPERATIONS, type Operation } from './versions.ts'

/** A study in which every operation occurs; nothing of it need be here. */
const STUDY = `
question: Does every setting reach a key?
model:
  from: scratch
  vocabulary: 500
  layers: 2
  hidden: 16
  heads: 2
  feedForward: 32
  text: { tasks: [cldr-text], languages: [en, de], training: { limit: 50, steps: 2 } }
arms:
  baseline: []
  qa: [{ tasks: [squad-v1.1, cldr-text], languages: [en], sampling: { by: weights, weights: { squad-v1.1: 2, cldr-text: 1 } } }]
targets:
  - { task: xquad, languages: [en, de] }
  - { task: xnli, languages: [de] }
  - { task: lareqa, languages: [en] }
  - { task: bucc2018, languages: [de] }
  - { task: cldr-phrases, languages: [de] }
retrieval: { sweep: { layers: all, task: cldr-phrases, languages: [de] } }
`
const planOf = (text: string): Promise<Plan> =>
  planStudy(parseStudy(text, 'study.yaml'), { data: [], models: [] })

/** Every value inside a value, with another one in its place. */
function* changes(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    yield [...value, 'more']
    for (const [at, each] of value.entries())
      for (const changed of changes(each)) yield value.with(at, changed)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(value)) {
      for (const changed of changes(each)) yield { ...value, [name]: changed }
      const { [name]: _, ...others } = value as Record<string, unknown>
      yield others
    }
    yield { ...value, more: 1 }
  } else if (typeof value === 'number') yield value === 0 ? 1e-9 : value * (1 + 2 ** -50)
  else if (typeof value === 'boolean') yield !value
  else yield `${value}.`
}

describe('a key', () => {
  it('is another one for every change of every parameter and input of every operation', async () => {
    const { phases } = await planOf(STUDY)
    const byOperation = new Map<Operation, PlannedPhase>(phases.map((phase) => [phase.operation, phase]))
    expect(new Set(byOperation.keys())).toEqual(new Set(Object.keys(OPERATIONS)))
    for (const phase of byOperation.values()) {
      const seen = new Set([phase.key])
      let count = 1
      for (const part of ['parameters', 'inputs'] as const)
        for (const changed of changes(phase[part])) {
          seen.add(phaseKey({ ...phase, [part]: changed } as PlannedPhase))
          count++
        }
      expect(seen.size, phase.operation).toBe(count)
    }
  })

  /** Every training setting, with a value that is not its default. */
  const OTHER: { readonly [Name in keyof Training]-?: NonNullable<Training[Name]> } = {
    learningRate: 3e-3,
    batchSize: 7,
    batchTokens: 999,
    epochs: 9,
    steps: 77,
    maxLength: 96,
    warmup: 0.2,
    weightDecay: 0.02,
    clipNorm: 2,
    decay: 'cosine',
    adamBeta1: 0.8,
    adamBeta2: 0.99,
    adamEpsilon: 1e-6,
    headInitializerRange: 0.03,
    freeze: 1,
    dropout: 0.3,
    evaluations: 2,
    developmentLimit: 11,
    limit: 33,
    maskProbability: 0.3,
    maskReplacement: [1, 0, 0],
    stride: 32,
    questionLength: 32,
    answerLength: 15,
    queryLength: 24,
    precision: 'fp32',
    batching: 'padded',
    maxTokens: 4096,
  }

  it.each(Object.entries(OTHER))('of some phase follows the setting %s', async (name, value) => {
    expect(Object.keys(OTHER).toSorted()).toEqual(Object.keys(Training.shape).toSorted())
    const keys = async (training: string) =>
      new Set((await planOf(`${STUDY}training: ${training}`)).phases.map(({ key }) => key))
    const before = await keys('{}')
    const after = await keys(JSON.stringify({ [name]: value }))
    expect([...after].some((key) => !before.has(key))).toBe(true)
  })

  it.each([
    ['characterCoverage: 0.99', 'tokenizer'],
    ['seedPieces: 20', 'tokenizer'],
    ['maxLength: 64', 'initialize'],
    ['dropout: 0.2', 'initialize'],
    ['initializerRange: 0.1', 'initialize'],
    ['layerNormEpsilon: 0.001', 'initialize'],
    ['seed: 2', 'initialize'],
  ])('follows the recipe: %s', async (line, operation) => {
    const keyOf = async (text: string) =>
      (await planOf(text)).phases.find((phase) => phase.operation === operation)!.key
    expect(await keyOf(STUDY.replace('  vocabulary', `  ${line}\n  vocabulary`))).not.toBe(await keyOf(STUDY))
  })
})

it('searchDepths tells how many neighbours each searched target is planned with', async () => {
  const plan = await planOf(STUDY)
  const depths = searchDepths(plan)
  expect(Object.keys(depths).toSorted()).toEqual(['bucc2018', 'cldr-phrases', 'lareqa'])
  for (const [target, { value }] of Object.entries(depths)) {
    const { score } = plan.cells.find((cell) => cell.target === target)!
    const scored = plan.phases.find(({ key }) => key === score) as PlannedPhase<'score'>
    const search = plan.phases.find(
      ({ key }) => key === scored.inputs.neighbours,
    ) as PlannedPhase<'neighbours'>
    expect(search.parameters.k).toBe(value)
  }
})

import { describe, expect, it } from 'vitest'
import { metricSet } from '#score'
import { parseStudy } from '#study'
import {
  explainPhases,
  type Plan,
  type PlannedPhase,
  planStudy,
  recordPlan,
  trainingCounts,
} from './index.ts'
import { phaseKey } from './phase.ts'
import { trainingSeed } from './training-seed.ts'
import type { InStore } from './why.ts'

/** Two arms that share a prefix, two targets; the text comes from an installed package. */
const STUDY = `
question: Does a detour help here?
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
  keywords: [cldr-keywords]
  keywords-text: [cldr-keywords, { tasks: [cldr-text], languages: [en, de] }]
targets:
  - { task: cldr-group, languages: [en, de] }
  - { task: cldr-phrases, languages: [de] }
seeds: 2
`

const plan = (change: (text: string) => string = (text) => text): Promise<Plan> =>
  planStudy(parseStudy(change(STUDY), 'study.yaml'), { data: [], models: [] })

const keysOf = ({ phases }: Plan, operation?: string) =>
  new Set(
    phases
      .filter((phase) => operation === undefined || phase.operation === operation)
      .map((phase) => phase.key),
  )

const added = (before: Plan, after: Plan) => {
  const known = keysOf(before)
  return after.phases.filter((phase) => !known.has(phase.key)).map((phase) => phase.operation)
}

describe('planStudy', () => {
  it('lists every phase after its inputs, once', async () => {
    const { phases, models } = await plan()
    const seen = new Set<string>(Object.keys(models))
    for (const phase of phases) {
      for (const input of Object.values(phase.inputs)) expect(seen).toContain(input)
      expect(seen).not.toContain(phase.key)
      seen.add(phase.key)
    }
  })

  it('makes new features for prefixes, of nothing but texts whose vectors are taken', async () => {
    const withPrefixes = (query: string) =>
      plan((text) => `${text}retrieval: { prefixes: { query: '${query}', passage: 'p: ' } }\n`)
    const before = await plan()
    // An encoder made here wants none.
    expect(keysOf(await withPrefixes(''))).toEqual(keysOf(before))
    const after = await withPrefixes('q: ')
    const featurized = added(before, after).filter((operation) => operation === 'featurize')
    // Both sides of cldr-phrases in German.
    expect(featurized).toHaveLength(2)
    expect(keysOf(after, 'train')).toEqual(keysOf(before, 'train'))
    expect(keysOf(after, 'predict')).toEqual(keysOf(before, 'predict'))
    await expect(plan((text) => `${text}retrieval: { prefixes: model }\n`)).rejects.toMatchObject({
      code: 'PREFIXES_UNKNOWN',
    })
    const prefixes = after.phases.flatMap((phase) =>
      phase.operation === 'featurize' ? [(phase as PlannedPhase<'featurize'>).parameters.prefix] : [],
    )
    expect(new Set(prefixes)).toEqual(new Set([undefined, 'q: ']))
  })

  it('trains a shared prefix once', async () => {
    // Pretraining 1; per seed: keywords, keywords-text's second stage, and one fine-tuning an arm (3): 1 + 2 x 5.
    // Without sharing, per seed and target: 3 pretrainings, 0 + 1 + 2 stages, and 3 fine-tunings for cldr-group.
    expect(trainingCounts(await plan())).toEqual({ trained: 11, withoutSharing: 2 * (6 + 3 + 6) })
  })

  it('fine-tunes a target without English on its own language, and takes chance from there', async () => {
    const { phases } = await plan((text) =>
      text.replace('- { task: cldr-phrases, languages: [de] }', '- jnli'),
    )
    const scores = phases.filter(
      (phase): phase is PlannedPhase<'score'> =>
        phase.operation === 'score' && phase.local.gold.entry.id === 'jnli',
    )
    expect(new Set(scores.map(({ local }) => local.training!.language))).toEqual(new Set(['ja']))
  })

  it('counts every stage of a recipe where nothing is shared', async () => {
    const stages = (text: string) =>
      text.replace(
        'arms:',
        '  stages: [{ tasks: [cldr-keywords] }, { tasks: [cldr-text], languages: [de] }]\narms:',
      )
    // As above, with two more trainings for each of 3 arms, 2 targets and 2 seeds.
    expect(trainingCounts(await plan(stages))).toEqual({ trained: 13, withoutSharing: 30 + 2 * 3 * 2 * 2 })
  })

  it('trains a replicate anew, from the same examples, with a seed that is its own', async () => {
    const before = await plan()
    const again = (lines: string) => plan((text) => text.replace('targets:', `${lines}\ntargets:`))
    const one = await again('  again: { replicateOf: keywords-text }')
    const other = await again('  again: { replicateOf: keywords-text, number: 2 }')
    expect([...keysOf(before)].filter((key) => !keysOf(one).has(key))).toEqual([])
    // Per seed: two stages and one fine-tuning, and nothing that reads data is new.
    for (const after of [one, other]) {
      const operations = added(before, after)
      expect(operations.filter((operation) => operation === 'train')).toHaveLength(2 * 3)
      expect(operations).not.toContain('featurize')
    }
    expect([...keysOf(one)].filter((key) => keysOf(other).has(key))).toHaveLength(keysOf(before).size)
    expect(trainingCounts(one).withoutSharing - trainingCounts(before).withoutSharing).toBe(2 * (2 + 4 + 1))

    const trained = (after: Plan, arm: string) =>
      after.trainings
        .filter((training) => training.arm === arm)
        .map(({ key }) => after.phases.find((phase) => phase.key === key) as PlannedPhase<'train'>)
    const originals = trained(one, 'keywords-text')
    const replicates = trained(one, 'again')
    expect(replicates).toHaveLength(originals.length)
    for (const [at, { parameters, inputs, labels }] of replicates.entries()) {
      const { seed, ...others } = parameters
      const { seed: studySeed, ...same } = originals[at]!.parameters
      expect(others).toEqual(same)
      expect({ ...inputs, checkpoint: '' }).toEqual({ ...originals[at]!.inputs, checkpoint: '' })
      expect(seed).toBe(trainingSeed(studySeed, { number: 1 }))
      expect(labels[0]).toContain(`, seed ${studySeed} (replicate: ${seed})`)
    }
    expect(one.baseline).toBe('baseline')
    expect(one.cells.filter(({ arm }) => arm === 'again').map(({ seed }) => seed)).toEqual(
      one.cells.filter(({ arm }) => arm === 'keywords-text').map(({ seed }) => seed),
    )
  })

  it('trains a replicate of the baseline on the targets alone; untrained, it is the same encoder', async () => {
    const operations = added(
      await plan(),
      await plan((text) => text.replace('targets:', '  baseline-2: { replicateOf: baseline }\ntargets:')),
    )
    expect(operations.filter((operation) => operation === 'train')).toHaveLength(2)
    expect(operations).not.toContain('neighbours')
  })

  it('draws seeds of replicates that no study counts to, each its own', () => {
    const seeds = [1, 2, 3, 4294967295].flatMap((seed) =>
      [1, 2, 3].map((number) => trainingSeed(seed, { number })),
    )
    expect(new Set(seeds).size).toBe(seeds.length)
    for (const seed of seeds) expect(seed >= 2 ** 31 && seed < 2 ** 32).toBe(true)
    // The rule is part of what a key means: the first below(2^31) of the stream named by SHA-256 of [1,"replicate","1"].
    expect(trainingSeed(1, { number: 1 })).toBe(2898560011)
    expect(trainingSeed(7, undefined)).toBe(7)
  })

  it('refuses to train what is only scored, and to score what is only trained', async () => {
    const trained = plan((text) => text.replace('keywords: [cldr-keywords]', 'keywords: [cldr-phrases]'))
    await expect(trained).rejects.toMatchObject({
      code: 'TASK_USE',
      message: expect.stringContaining('stage'),
    })
    const scored = plan((text) => text.replace('{ task: cldr-phrases, languages: [de] }', 'cldr-text'))
    await expect(scored).rejects.toMatchObject({
      code: 'TASK_USE',
      message: expect.stringContaining('Target'),
    })
    const untuned = plan((text) => text.replace('task: cldr-group,', 'task: cldr-group, fineTune: false,'))
    await expect(untuned).rejects.toMatchObject({
      code: 'TASK_USE',
      message: expect.stringContaining('"cldr-group" has "fineTune: false"'),
    })
    const anyway = await plan((text) =>
      text.replace('task: cldr-phrases,', 'task: cldr-phrases, fineTune: false,'),
    )
    expect(keysOf(anyway)).toEqual(keysOf(await plan()))
  })

  it('refuses a scratch model that cannot be, before anything runs', async () => {
    const sized = (from: string, to: string) => plan((text) => text.replace(from, to))
    await expect(sized('heads: 2', 'heads: 3')).rejects.toMatchObject({
      code: 'MODEL_IMPOSSIBLE',
      exitCode: 2,
      message: expect.stringContaining('3 heads do not divide its width of 16'),
    })
    expect(() => parseStudy(STUDY.replace('layers: 2', 'layers: 1000000000'), 'study.yaml')).toThrow(
      /model.layers/,
    )
    const wide = STUDY.replace('layers: 2', 'layers: 1000').replace('hidden: 16', 'hidden: 65536')
    await expect(planStudy(parseStudy(wide, 'study.yaml'), { data: [], models: [] })).rejects.toThrow(
      /1\.7e\+13 parameters/,
    )
  })

  it('takes a task called like a property of every object for a task like others', async () => {
    for (const id of ['constructor', 'hasownproperty', 'valueof'])
      await expect(plan((text) => text.replace('[cldr-keywords]', `[${id}]`))).rejects.toMatchObject({
        code: 'UNKNOWN_TASK',
      })
  })

  it('gives the same scores for retrieval by the untrained baseline to every seed', async () => {
    const { cells } = await plan()
    const scores = cells
      .filter((cell) => cell.arm === 'baseline' && cell.target === 'cldr-phrases')
      .map((cell) => cell.score)
    expect(scores).toHaveLength(2)
    expect(new Set(scores).size).toBe(1)
  })

  it('keeps names out of keys', async () => {
    const renamed = await plan((text) =>
      text.replaceAll('keywords-text', 'other-name').replace('help here', 'help at all'),
    )
    expect(keysOf(renamed)).toEqual(keysOf(await plan()))
  })

  it('keys a score by every metric that it holds, and their versions', async () => {
    const { phases } = await plan()
    const score = phases.find((phase): phase is PlannedPhase<'score'> => phase.operation === 'score')!
    const { parameters } = score
    expect(parameters.metrics).toEqual(metricSet(score.local.gold.entry))
    expect(phaseKey(score)).toBe(score.key)
    const [main, ...others] = parameters.metrics
    const changed = [
      [...parameters.metrics, { id: 'of-tomorrow', version: 1 }],
      [{ ...main!, version: 2 }, ...others],
      others,
    ]
    for (const metrics of changed)
      expect(phaseKey({ ...score, parameters: { ...parameters, metrics } })).not.toBe(score.key)
  })

  it('refuses to measure what a target does not have, before anything runs', async () => {
    const measure = (wish: string) => plan((text) => `${text}measure: ${wish}\n`)
    await expect(measure('[accuracy]')).rejects.toMatchObject({
      code: 'MEASURE_IMPOSSIBLE',
      message: expect.stringContaining('target "cldr-phrases"'),
    })
    await expect(measure('[accuracy, recall@10, squad-f1]')).rejects.toThrow('squad-f1, which no target')
    await expect(measure('[accuracy, recall@12]')).rejects.toMatchObject({ code: 'SCORE_METRIC_UNKNOWN' })
    expect(keysOf(await measure('[recall@10, accuracy]'))).toEqual(keysOf(await plan()))
  })

  it('trains nothing for another language', async () => {
    const operations = added(
      await plan(),
      await plan((text) =>
        text.replace('cldr-group, languages: [en, de]', 'cldr-group, languages: [en, de, sw]'),
      ),
    )
    expect(new Set(operations)).toEqual(new Set(['featurize', 'predict', 'score', 'overlap']))
  })

  it('runs only what is new for another seed or arm', async () => {
    const before = await plan()
    const seed = added(before, await plan((text) => text.replace('seeds: 2', 'seeds: 3')))
    expect(seed.filter((operation) => operation === 'train')).toHaveLength(5)
    const arm = added(
      before,
      await plan((text) =>
        text.replace('targets:', '  text: [{ tasks: [cldr-text], languages: [en] }]\ntargets:'),
      ),
    )
    expect(arm.filter((operation) => operation === 'train')).toHaveLength(4)
  })
})

const inStore = (store: Partial<InStore>): InStore => ({
  isCached: () => false,
  isDropped: () => false,
  previous: {},
  everything: false,
  ...store,
})

describe('explainPhases', () => {
  it('says what changed since the study was last run', async () => {
    const before = await plan()
    const after = await plan((text) =>
      text.replace(
        'tasks: [cldr-text], languages: [en, de] }]',
        'tasks: [cldr-text], languages: [en, de], training: { learningRate: 0.005 } }]',
      ),
    )
    const states = explainPhases(after, inStore({ previous: recordPlan(before) }))
    const stage = after.trainings.find(
      ({ arm, step }) => arm === 'keywords-text' && 'stage' in step && step.stage === 2,
    )!
    const state = states.get(stage.key)!
    expect(state.state).toBe('runs')
    expect(state.state === 'runs' && state.because).toMatch(/learningRate was [\d.]+, is 0.005/)
    const target = after.trainings.find(({ arm, step }) => arm === 'keywords-text' && 'target' in step)!
    const dependent = states.get(target.key)!
    expect(dependent.state === 'runs' && dependent.because).toContain('checkpoint changed')
  })

  it('a finished study whose checkpoints were dropped needs nothing; a wider one says what it makes again', async () => {
    const finished = await plan()
    const dropped = keysOf(finished, 'train')
    const done = inStore({
      isCached: (key) => keysOf(finished).has(key) && !dropped.has(key),
      isDropped: (key) => dropped.has(key),
    })
    const states = [...explainPhases(finished, done).values()].map(({ state }) => state)
    expect(new Set(states)).toEqual(new Set(['cached', 'unneeded']))
    const wider = await plan((text) =>
      text.replace('cldr-phrases, languages: [de]', 'cldr-phrases, languages: [de, sw]'),
    )
    const runs = [...explainPhases(wider, done).values()].filter(({ state }) => state === 'runs')
    expect(runs.length).toBeGreaterThan(0)
    for (const state of runs)
      expect(state).toMatchObject({ because: expect.stringContaining('it was dropped, and') })
    const all = [...explainPhases(finished, { ...done, everything: true }).values()]
    expect(all.filter(({ state }) => state === 'runs')).toHaveLength(dropped.size)
  })

  it('tells cached from new', async () => {
    const one = await plan()
    const [first] = one.phases
    const states = explainPhases(one, inStore({ isCached: (key) => key === first!.key }))
    expect(states.get(first!.key)).toEqual({ state: 'cached' })
    expect(states.get(one.phases[1]!.key)).toEqual({ state: 'new' })
  })
})

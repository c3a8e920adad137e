import { describe, expect, it } from 'vitest'
import { parseStudy } from '#study'
import { parameterCount } from './architecture.ts'
import { diskUse } from './disk.ts'
import { lastingFiles, planStudy } from './index.ts'

const STUDY = `
question: Does a detour help here?
model:
  from: scratch
  vocabulary: 5000
  layers: 2
  hidden: 64
  heads: 2
  feedForward: 128
  text: { tasks: [cldr-text], languages: [en, de], training: { limit: 50, steps: 2 } }
arms:
  baseline: []
  keywords: [cldr-keywords]
  twice: [cldr-keywords, { tasks: [cldr-text], languages: [en, de] }]
targets:
  - { task: cldr-group, languages: [en, de] }
  - { task: cldr-phrases, languages: [de] }
seeds: 3
`

const plan = await planStudy(parseStudy(STUDY, 'study.yaml'), { data: [], models: [] })
const size = { items: 100, tokens: 2000, squares: 40_000, exact: true }
const checkpoint = 4 * parameterCount(plan.architecture)
const trained = plan.phases.filter(({ operation }) => operation === 'train' || operation === 'initialize')

describe('diskUse', () => {
  it('with all kept it is the sum of what there will be', () => {
    const { all } = diskUse(
      plan,
      () => size,
      () => undefined,
    )
    expect(all.left).toBeGreaterThan(trained.length * checkpoint)
    expect(all.left).toBeLessThan(1.3 * trained.length * checkpoint)
    // The state of a training comes on top.
    expect(all.peak).toBeGreaterThan(all.left)
  })

  it('with what is needed only a few checkpoints are there at a time, however many seeds', () => {
    const { all, needed, scores } = diskUse(
      plan,
      () => size,
      () => undefined,
    )
    const state = 8 * checkpoint
    expect(needed.peak).toBeLessThan(state + 6 * checkpoint)
    expect(needed.left).toBeLessThan(all.left / 5)
    expect(scores.left).toBeLessThan(needed.left)
    expect(scores.peak).toBeLessThanOrEqual(needed.peak)
  })

  it('of a finished study it is what is there', () => {
    const { all, needed } = diskUse(
      plan,
      () => size,
      () => 10,
    )
    expect(all).toEqual({ peak: 10 * plan.phases.length, left: 10 * plan.phases.length })
    const dropped = plan.phases.filter(
      ({ key, operation }) =>
        lastingFiles(operation, 'needed') !== null &&
        plan.phases.some(({ inputs }) => Object.values(inputs).includes(key)),
    )
    expect(needed.left).toBe(10 * (plan.phases.length - dropped.length))
  })
})

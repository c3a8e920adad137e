import { expect, it } from 'vitest'
import { parseStudy } from '#study'
import { type PlannedPhase, planStudy } from './index.ts'

const STUDY = `
question: What of the test sets is trained on?
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
  qa: [squad-v1.1]
  qa-text: [squad-v1.1, { tasks: [cldr-text, cldr-keywords], languages: [en, de] }]
targets:
  - { task: xquad, languages: [en, de], limit: 20 }
  - { task: xcopa, languages: [et] }
  - { task: lareqa, languages: [en, de], fineTune: false }
  - { task: bucc2018, languages: [de] }
seeds: 2
training: { limit: 100 }
`
const plan = await planStudy(parseStudy(STUDY, 'study.yaml'), { data: [], models: [] })
const phases = new Map(plan.phases.map((phase) => [phase.key, phase]))
const planned = plan.overlapPhases.map(({ target, key, trainings }) => {
  const { local } = phases.get(key) as PlannedPhase<'overlap'>
  return {
    target,
    trained: local.training.map(({ entry, language }) => `${entry.id} ${language}`).join(', '),
    arms: [...new Set(trainings.map(({ arm }) => arm))].join(', '),
    seeds: [...new Set(trainings.map(({ seed }) => seed))],
    test: local.test.map(({ language, split }) => `${language} ${split}`).join(', '),
    local,
  }
})

it('compares each target once with all that its scores come from, however many arms and seeds share it', () => {
  const shared = ['cldr-text en, cldr-text de', 'squad-v1.1 en']
  // The text of the last stage is not the text of the recipe, which has a limit of its own.
  const all = (own: readonly string[]) =>
    [shared[0], shared[1], `${shared[0]}, cldr-keywords en`, ...own].sort()
  const trainedOf = (target: string) =>
    planned.filter((each) => each.target === target).map(({ trained }) => trained)
  expect(trainedOf('xquad').sort()).toEqual(all(['xquad en']))
  expect(trainedOf('xcopa').sort()).toEqual(all(['siqa en', 'xcopa en']))
  expect(trainedOf('lareqa').sort()).toEqual(all([]))
  expect(trainedOf('bucc2018').sort()).toEqual(all([]))
  const squad = planned.find(({ target, trained }) => target === 'xcopa' && trained === 'squad-v1.1 en')
  expect(squad).toMatchObject({ arms: 'qa, qa-text', seeds: [1, 2] })
})

it('reads test sets as they are scored, candidates too, and training data as it is trained on', () => {
  const testOf = (target: string) => planned.find((each) => each.target === target)!
  for (const language of ['en', 'de'])
    for (const split of ['test', 'candidates'])
      expect(testOf('lareqa').test).toContain(`${language} ${split}`)
  expect(testOf('xquad').local.test.map(({ subset }) => subset)).toEqual([{ first: 20 }, { first: 20 }])
  const limits = planned.flatMap(({ local }) => local.training.map(({ subset }) => subset))
  expect(limits).toContainEqual({ drawn: 50 })
  expect(limits.every((subset) => subset !== null && 'drawn' in subset)).toBe(true)
})

it('is no input of anything, so that scores do not wait for it', () => {
  const keys = new Set(plan.overlapPhases.map(({ key }) => key))
  expect(plan.phases.flatMap(({ inputs }) => Object.values(inputs)).filter((key) => keys.has(key))).toEqual(
    [],
  )
})

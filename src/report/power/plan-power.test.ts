import { describe, expect, it } from 'vitest'
import type { Plan } from '#plan'
import { reportInput } from '../../../test/support/report/made-study.ts'
import { measureNoise, NoiseRecord, type TargetNoise } from './noise.ts'
import { planPower } from './plan-power.ts'

const input = reportInput()
const { study, tasks, results, comparison } = input
const measured = measureNoise('made', study, results, comparison)

/** What planning needs of a plan: the made study as it would be planned. */
function planOf(change: Partial<Plan['study']> = {}, seeds: readonly number[] = results.seeds): Plan {
  const cells = results.cells.map(({ arm, target, language, seed, run }) => ({
    arm,
    target,
    language,
    seed,
    score: run,
  }))
  const changed = { ...study, ...change }
  return { study: changed, tasks, baseline: results.baseline, seeds, cells } as unknown as Plan
}

const of = (record: NoiseRecord, change: Partial<NoiseRecord>): NoiseRecord => ({ ...record, ...change })
const on = (task: string) => measured.targets.find((target) => target.task === task)!

describe('the noise of a finished study', () => {
  it('is JSON that its schema reads back', () => {
    expect(NoiseRecord.parse(JSON.parse(JSON.stringify(measured)))).toEqual(measured)
  })

  it('has the means of the report by arm and seed, without targets at chance and without English', () => {
    const deciding = comparison.targets.filter(({ decides }) => decides)
    expect(measured.targets.map(({ task }) => task)).toEqual(deciding.map(({ target }) => target))
    expect(measured.atChance.length + measured.targets.length).toBe(comparison.targets.length)
    for (const { task, languages, arms } of measured.targets) {
      expect(languages).not.toContain('en')
      for (const { arm, values } of arms)
        expect(values).toEqual(
          comparison.means
            .find((mean) => mean.arm === arm && mean.target === task)!
            .seeds.map(({ value }) => value),
        )
    }
  })

  it('is none of one seed', () => {
    const { study, results, comparison } = reportInput('one-seed')
    expect(measureNoise('one', study, results, comparison).targets).toEqual([])
  })
})

describe('what a plan can detect', () => {
  it('is told by its own scores first, then by the same encoder, then by the same languages', () => {
    const otherModel = of(measured, { study: 'other encoder', model: 'another' })
    const same = of(measured, { study: 'same encoder' })
    const fewer = of(otherModel, {
      study: 'fewer languages',
      targets: measured.targets.map((target) => ({ ...target, languages: target.languages.slice(1) })),
    })
    const from = (known: Parameters<typeof planPower>[1]) => planPower(planOf(), known)!.targets[0]!.noise
    expect(from({ own: measured, others: [same] })).toMatchObject({ study: 'made', own: true })
    expect(from({ own: null, others: [fewer, otherModel, same] })).toMatchObject({
      study: 'same encoder',
      own: false,
      sameModel: true,
    })
    expect(from({ own: null, others: [fewer, otherModel] })).toMatchObject({
      study: 'other encoder',
      sameModel: false,
      sameLanguages: true,
    })
    expect(from({ own: null, others: [fewer] })).toMatchObject({ sameLanguages: false })
  })

  it('needs the same target by the same metric', () => {
    const others = [of(measured, { targets: measured.targets.map((each) => ({ ...each, metric: 'f1' })) })]
    const { targets, mean, assumed } = planPower(planOf(), { own: null, others })!
    expect([mean, ...targets].every((each) => each!.noise === null && each!.detected === null)).toBe(true)
    expect(assumed.map(({ runs }) => runs)).toEqual([0.3, 0.7, 1.5])
    // More noise, a larger difference, in proportion.
    expect(assumed[2]!.detectable! / assumed[0]!.detectable!).toBeCloseTo(5, 6)
  })

  it('has the spread that the runs have', () => {
    const target: TargetNoise = {
      ...on('udpos'),
      seeds: [1, 2, 3],
      // Arms alike but for a constant: all that differs between seeds is shared.
      arms: [
        { arm: 'baseline', trained: true, values: [50, 51, 52] },
        { arm: 'english-nli', trained: true, values: [60, 61, 62] },
      ],
    }
    const own = of(measured, { targets: [target] })
    const { noise } = planPower(planOf(), { own, others: [] })!.targets.find(
      (each) => each.target === 'udpos',
    )!
    expect(noise).toMatchObject({ arms: 2, seeds: 3 })
    expect(noise!.runs).toBeCloseTo(1, 10)
    expect(noise!.shared).toBeCloseTo(1, 10)
  })

  it('says nothing with one seed but how many are needed', () => {
    const { seeds, targets } = planPower(planOf({}, [1]), { own: null, others: [measured] })!
    expect(seeds).toBe(1)
    const known = targets.flatMap(({ detected }) => detected ?? [])
    expect(known).toHaveLength(measured.targets.length)
    for (const { detectable } of known) expect(detectable).toBeNull()
    expect(known.some(({ seedsForOnePoint }) => seedsForOnePoint !== null)).toBe(true)
  })

  it('is more with more seeds, and less with more comparisons', () => {
    const known = { own: measured, others: [] }
    const size = (plan: Plan) => planPower(plan, known)!.mean!.detected!.detectable!
    expect(size(planOf({}, [1, 2, 3, 4, 5, 6]))).toBeLessThan(size(planOf()))
    expect(size(planOf({ compare: ['english-nli vs baseline'] }))).toBeLessThan(size(planOf()))
  })

  it('takes the mean of one study, and of none that lacks a target', () => {
    const others = [
      of(measured, { study: 'one', targets: measured.targets.slice(0, 1) }),
      of(measured, { study: 'rest', targets: measured.targets.slice(1) }),
    ]
    expect(planPower(planOf(), { own: null, others })!.mean!.noise).toBeNull()
  })

  it('is nothing where a study compares nothing', () => {
    expect(planPower(planOf({ arms: { baseline: [] } }), { own: null, others: [] })).toBeNull()
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Tensors } from '#kernel'
import { IntList } from './growable.ts'
import { learningRates } from './learning-rate.ts'
import type { Masking } from './masking.ts'
import { samplingProbabilities } from './sampling.ts'
import { buildSchedule, type ScheduleSpec } from './schedule.ts'

/** Features of sequences of these lengths: <s>, ordinary ids, </s>. */
function featuresOf(lengths: readonly number[], more: Tensors = {}) {
  const offsets = new Int32Array(lengths.length + 1)
  for (const [index, length] of lengths.entries()) offsets[index + 1] = offsets[index]! + length
  const ids = Int32Array.from({ length: offsets.at(-1)! }, (_, at) => 5 + (at % 90))
  for (const [index, length] of lengths.entries()) {
    ids[offsets[index]!] = 0
    ids[offsets[index]! + length - 1] = 2
  }
  const tensors: Tensors = {
    ids: { data: ids, shape: [ids.length] },
    sequence_offsets: { data: offsets, shape: [offsets.length] },
    ...more,
  }
  return { tensors }
}
const same = (count: number, length = 5) => featuresOf(Array.from({ length: count }, () => length))
const data = (tensors: Tensors, name: string) => tensors[name]!.data as Int32Array
const base = { learningRate: 1e-5, warmupFraction: 0.1, decay: 'linear', seed: 1 } as const
const masking: Masking = {
  probability: 0.15,
  replacement: [8, 1, 1],
  vocabularySize: 100,
  maskId: 4,
  specialIds: [0, 1, 2, 3, 4],
}

describe('buildSchedule', () => {
  test('runs through every item once an epoch, in another order each time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 20 }),
        fc.nat(),
        (count, batchSize, seed) => {
          const { tensors, steps, items, tokens } = buildSchedule({
            ...base,
            seed,
            tasks: [{ features: same(count), batchSize }],
            epochs: 3,
          })
          const order = data(tensors, 'items')
          const once = Array.from({ length: count }, (_, item) => item)
          for (const epoch of [0, 1, 2])
            expect([...order.subarray(epoch * count, (epoch + 1) * count)].sort((a, b) => a - b)).toEqual(
              once,
            )
          expect(steps).toBe(3 * Math.ceil(count / batchSize))
          expect([items, tokens]).toEqual([3 * count, 15 * count])
          const offsets = data(tensors, 'step_offsets')
          expect([offsets[0], offsets.at(-1), offsets.length]).toEqual([0, 3 * count, steps + 1])
          for (let step = 0; step < steps; step++)
            expect(offsets[step + 1]! - offsets[step]!).toBeLessThanOrEqual(batchSize)
        },
      ),
    )
    const { tensors } = buildSchedule({ ...base, tasks: [{ features: same(50), batchSize: 8 }], epochs: 2 })
    expect(data(tensors, 'items').slice(0, 50)).not.toEqual(data(tensors, 'items').slice(50))
  })

  test('is the same for the same seed and another for another', () => {
    const spec: ScheduleSpec = {
      ...base,
      tasks: [
        { features: same(40), batchSize: 4 },
        { features: same(30), batchTokens: 16, masking },
      ],
      sampling: { by: 'uniform' },
      steps: 30,
    }
    expect(buildSchedule(spec)).toEqual(buildSchedule(spec))
    expect(buildSchedule({ ...spec, seed: 2 })).not.toEqual(buildSchedule(spec))
  })

  test('begins a longer run as a shorter one', () => {
    const tasks = [{ features: same(40), batchSize: 4 }]
    const [short, long] = [10, 20].map((steps) => buildSchedule({ ...base, tasks, steps }).tensors)
    expect(data(long!, 'items').slice(0, 40)).toEqual(data(short!, 'items'))
  })

  test('takes fractions of epochs, rounded up to whole steps', () => {
    const tasks = [{ features: same(100), batchSize: 10 }]
    expect(buildSchedule({ ...base, tasks, epochs: 0.5 }).steps).toBe(5)
    expect(buildSchedule({ ...base, tasks, epochs: 0.1 + 0.2 }).steps).toBe(3)
    expect(buildSchedule({ ...base, tasks, epochs: 0.31 }).steps).toBe(4)
  })

  test('fills batches by tokens, never over the limit but for a single longer item', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 3, max: 30 }), { minLength: 1, maxLength: 40 }), (lengths) => {
        const { tensors, tokens } = buildSchedule({
          ...base,
          tasks: [{ features: featuresOf(lengths), batchTokens: 24 }],
          epochs: 1,
        })
        const [order, offsets] = [data(tensors, 'items'), data(tensors, 'step_offsets')]
        expect(tokens).toBe(lengths.reduce((sum, length) => sum + length, 0))
        for (let step = 0; step + 1 < offsets.length; step++) {
          const batch = order.subarray(offsets[step], offsets[step + 1])
          const held = batch.reduce((sum, item) => sum + lengths[item]!, 0)
          expect(batch.length === 1 || held <= 24).toBe(true)
          const next = order[offsets[step + 1]!]
          if (next !== undefined) expect(held + lengths[next]!).toBeGreaterThan(24)
        }
      }),
    )
  })

  test('draws one task a step in the proportions of the rule, each through its own epochs', () => {
    const tasks = [
      { features: same(900), batchSize: 3 },
      { features: same(100), batchSize: 7 },
    ]
    const schedule = buildSchedule({ ...base, tasks, sampling: { by: 'size' }, steps: 4000 })
    const drawn = data(schedule.tensors, 'step_task').filter((task) => task === 0).length / 4000
    // Four standard deviations: 4 * sqrt(0.9 * 0.1 / 4000) = 0.019.
    expect(Math.abs(drawn - 0.9)).toBeLessThan(0.019)
    const [order, offsets, stepTask] = ['items', 'step_offsets', 'step_task'].map((name) =>
      data(schedule.tensors, name),
    )
    const ofSecond: number[] = []
    for (const [step, task] of stepTask!.entries())
      if (task === 1) ofSecond.push(...order!.subarray(offsets![step], offsets![step + 1]))
    expect(ofSecond.slice(0, 100).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, item) => item),
    )
    expect(schedule.tasks[1]!.items).toBe(ofSecond.length)
    expect(schedule.tasks.reduce((sum, { steps }) => sum + steps, 0)).toBe(4000)
  })

  test('draws a task of weight 0 never', () => {
    const tasks = [1, 2, 3].map(() => ({ features: same(9), batchSize: 3 }))
    const { tensors } = buildSchedule({ ...base, tasks, sampling: { weights: [0, 1, 0] }, steps: 50 })
    expect(new Set(data(tensors, 'step_task'))).toEqual(new Set([1]))
  })

  test('counts epochs of several tasks in steps, with capped sizes', () => {
    const tasks = [
      { features: same(90), batchSize: 10 },
      { features: same(30), batchSize: 10 },
    ]
    expect(buildSchedule({ ...base, tasks, sampling: { by: 'uniform' }, epochs: 2 }).steps).toBe(24)
    expect(buildSchedule({ ...base, tasks, sampling: { by: 'size', cap: 40 }, epochs: 1 }).steps).toBe(7)
  })

  test('masks ordinary tokens only, at least one a sequence, near the probability', () => {
    const lengths = Array.from({ length: 400 }, (_, index) => 3 + (index % 40))
    const features = featuresOf(lengths)
    const { tensors } = buildSchedule({ ...base, tasks: [{ features, batchSize: 8, masking }], epochs: 5 })
    const [order, offsets, positions, inputs] = [
      'items',
      'mask_offsets',
      'mask_positions',
      'mask_inputs',
    ].map((name) => data(tensors, name)) as [Int32Array, Int32Array, Int32Array, Int32Array]
    const outcome = { mask: 0, random: 0, kept: 0 }
    for (const [index, item] of order.entries()) {
      const chosen = positions.subarray(offsets[index], offsets[index + 1])
      expect(chosen.length).toBeGreaterThan(0)
      expect([...chosen]).toEqual([...new Set(chosen)].sort((a, b) => a - b))
      for (const [nth, position] of chosen.entries()) {
        expect(position > 0 && position < lengths[item]! - 1).toBe(true)
        const original = data(features.tensors, 'ids')[
          data(features.tensors, 'sequence_offsets')[item]! + position
        ]!
        const input = inputs[offsets[index]! + nth]!
        expect(input === 4 || input > 4).toBe(true)
        outcome[input === 4 ? 'mask' : input === original ? 'kept' : 'random']++
      }
    }
    const total = positions.length
    const ordinary = 5 * lengths.reduce((sum, length) => sum + length - 2, 0)
    // 0.15 and a little more, from sequences so short that their one mask was forced.
    expect(total / ordinary).toBeGreaterThan(0.145)
    expect(total / ordinary).toBeLessThan(0.175)
    for (const [kind, share] of [
      ['mask', 0.8],
      ['random', 0.1],
      ['kept', 0.1],
    ] as const)
      expect(Math.abs(outcome[kind] / total - share)).toBeLessThan(0.03)
  })

  test('masks a sequence differently each epoch', () => {
    const { tensors } = buildSchedule({
      ...base,
      tasks: [{ features: featuresOf([200]), batchSize: 1, masking }],
      epochs: 2,
    })
    const offsets = data(tensors, 'mask_offsets')
    const [first, second] = [0, 1].map((epoch) =>
      data(tensors, 'mask_positions').slice(offsets[epoch], offsets[epoch + 1]),
    )
    expect(first).not.toEqual(second)
  })

  test('gives steps of other tasks no masks', () => {
    const tasks = [
      { features: same(9), batchSize: 3 },
      { features: same(9), batchSize: 3, masking },
    ]
    const { tensors } = buildSchedule({ ...base, tasks, sampling: { by: 'uniform' }, steps: 40 })
    const [offsets, steps, stepTask] = ['mask_offsets', 'step_offsets', 'step_task'].map((name) =>
      data(tensors, name),
    )
    expect(offsets!.length).toBe(data(tensors, 'items').length + 1)
    for (const [step, task] of stepTask!.entries())
      expect(offsets![steps![step + 1]!]! - offsets![steps![step]!]! > 0).toBe(task === 1)
  })

  test('refuses features without items or gold labels', () => {
    const labels = { data: Int32Array.from([1, -1]), shape: [2] }
    const nothing = expect.objectContaining({ code: 'NOTHING_TO_TRAIN' })
    const train = (features: { tensors: Tensors }) => () =>
      buildSchedule({ ...base, tasks: [{ features, batchSize: 2 }], epochs: 1 })
    expect(train(featuresOf([]))).toThrow(nothing)
    expect(train(featuresOf([3, 3], { labels }))).toThrow(nothing)
    expect(train(featuresOf([3], { values: { data: Float32Array.from([Number.NaN]), shape: [1] } }))).toThrow(
      nothing,
    )
  })
})

const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../test/support/features/golden.json'), 'utf8'),
) as {
  learningRate: { steps: number; warmupFraction: number; rates: number[] }[]
}

test.each(golden.learningRate)(
  'linear learningRates equal transformers ($steps steps, warm-up $warmupFraction)',
  (each) => {
    const rates = learningRates(each.steps, 1e-5, each.warmupFraction, 'linear')
    expect(rates.length).toBe(each.rates.length)
    for (const [step, rate] of each.rates.entries()) expect(rates[step]).toBeCloseTo(rate, 11)
  },
)

test('samplingProbabilities follows each rule', () => {
  const sizes = [100, 400, 1600]
  expect(samplingProbabilities({ by: 'uniform' }, sizes)).toEqual([1 / 3, 1 / 3, 1 / 3])
  expect(samplingProbabilities({ by: 'size', cap: 500 }, sizes)).toEqual([0.1, 0.4, 0.5])
  // Square roots: 10, 20, 40.
  expect(samplingProbabilities({ by: 'temperature', temperature: 2 }, sizes)).toEqual([1 / 7, 2 / 7, 4 / 7])
  expect(samplingProbabilities({ weights: [1, 1, 2] }, sizes)).toEqual([0.25, 0.25, 0.5])
  expect(() => samplingProbabilities({ weights: [1, 1] }, sizes)).toThrow(RangeError)
  expect(() => samplingProbabilities({ weights: [0, 0, 0] }, sizes)).toThrow(RangeError)
})

test('IntList refuses to outgrow 32-bit offsets', () => {
  const list = new IntList('tokens', 1)
  list.push(1)
  expect(() => list.fill(0, 2 ** 31 - 1)).toThrow(expect.objectContaining({ code: 'FEATURES_TOO_LARGE' }))
  expect([...list.toArray()]).toEqual([1])
})

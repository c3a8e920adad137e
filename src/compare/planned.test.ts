import { describe, expect, it } from 'vitest'
import { randomStream } from '#kernel'
import { detectableDifference, type PlannedTest, seedsToDetect } from './planned.ts'
import { leastFound } from './power.ts'
import { runNoise, runSpread, squaresOf } from './run-noise.ts'
import { tTwoSided } from './student.ts'
import { uncertaintyOfBoth } from './uncertainty.ts'

const plan: PlannedTest = {
  arms: 3,
  seeds: 3,
  trained: 2,
  runs: { own: 0.5, shared: 0.3 },
  examples: { variance: 0, df: 500 },
  tests: 1,
  level: 0.95,
}

const random = randomStream(7, 'planned tests')
const normal = () => {
  let sum = -6
  for (let at = 0; at < 12; at++) sum += random.uniform()
  return sum
}

/** Numbers by arm and seed, [arms][seeds]. */
function draw({ arms, seeds, runs }: PlannedTest): number[][] {
  const shared = Array.from({ length: seeds }, () => Math.sqrt(runs.shared) * normal())
  return Array.from({ length: arms }, () => shared.map((part) => part + Math.sqrt(runs.own) * normal()))
}

/** Share of studies, drawn run by run, in which the comparison finds a difference. */
function powerOf(test: PlannedTest, difference: number, studies = 2000): number {
  let found = 0
  for (let at = 0; at < studies; at++) {
    const table = draw(test)
    const own = table[0]!.map((value, seed) => (test.trained === 2 ? value - table[1]![seed]! : value))
    const { variance, df } = uncertaintyOfBoth(
      runNoise(test.trained as 1 | 2, squaresOf(table, own)),
      test.seeds,
      test.examples,
    )
    const mean = own.reduce((sum, value) => sum + value, 0) / test.seeds
    const value = difference + mean + Math.sqrt(test.examples.variance) * normal()
    if (tTwoSided(value / Math.sqrt(variance), df) < (1 - test.level) / test.tests) found++
  }
  return found / studies
}

const DESIGNS = [
  plan,
  { ...plan, seeds: 2 },
  { ...plan, arms: 7, tests: 6 },
  { ...plan, arms: 7, seeds: 8, examples: { variance: 0.09, df: 500 } },
  { ...plan, arms: 2, seeds: 5, tests: 4 },
  { ...plan, trained: 1 },
  { ...plan, trained: 1, arms: 1, seeds: 4 },
  { ...plan, trained: 1, arms: 6, tests: 12, examples: { variance: 0.04, df: 200 } },
] as const satisfies readonly PlannedTest[]

describe('the difference that a planned comparison detects', () => {
  it('is found in 80 % of studies that are drawn run by run', () => {
    for (const test of DESIGNS) {
      const power = powerOf(test, detectableDifference(test)!)
      expect(Math.abs(power - 0.8), `${JSON.stringify(test)}: ${power}`).toBeLessThan(0.05)
    }
  })

  it('is more than the formula for a known variance says, which promises 80 % and finds less', () => {
    const test: PlannedTest = { ...plan, arms: 7, tests: 6 }
    const formula = leastFound({ variance: (2 * test.runs.own) / 3, df: 12 }, 0.05 / 6)
    expect(powerOf(test, formula)).toBeLessThan(0.7)
    expect(detectableDifference(test)).toBeGreaterThan(1.1 * formula)
  })

  it('is that of the normal distribution where only examples are left to chance', () => {
    const examples = { variance: 0.25, df: 1e4 }
    expect(
      detectableDifference({ ...plan, trained: 0, examples })! / (0.5 * (1.95996 + 0.84162)),
    ).toBeCloseTo(1, 1)
  })

  it('scales with the noise, shrinks with seeds, grows with tests, and is not known with one seed', () => {
    const found = detectableDifference(plan)!
    expect(detectableDifference({ ...plan, runs: { own: 2, shared: 1.2 } })).toBeCloseTo(2 * found, 10)
    expect(detectableDifference({ ...plan, seeds: 6 })).toBeLessThan(found)
    expect(detectableDifference({ ...plan, tests: 5 })).toBeGreaterThan(found)
    expect(detectableDifference({ ...plan, seeds: 1 })).toBeNull()
  })
})

describe('seeds that detect a difference', () => {
  it('are the fewest that do', () => {
    const seeds = seedsToDetect(1, plan)!
    expect(detectableDifference({ ...plan, seeds })).toBeLessThanOrEqual(1)
    expect(detectableDifference({ ...plan, seeds: seeds - 1 })).toBeGreaterThan(1)
  })

  it('are none where examples alone hide it', () => {
    expect(seedsToDetect(1, { ...plan, examples: { variance: 1, df: 50 } })).toBeNull()
  })
})

describe('the parts of the variance between runs', () => {
  it('come back from many seeds', () => {
    const { own, shared } = runSpread(draw({ ...plan, arms: 5, seeds: 4000 }))
    expect(own).toBeCloseTo(0.5, 1)
    expect(shared).toBeCloseTo(0.3, 1)
  })

  it('are all the own where a single arm is trained', () => {
    expect(runSpread([[1, 2, 3]])).toEqual({ own: 1, shared: 0 })
  })
})

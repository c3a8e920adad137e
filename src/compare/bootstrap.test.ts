import { describe, expect, it } from 'vitest'
import { randomStream } from '#kernel'
import { metric, type Outcomes } from '#score'
import { bootstrap } from './bootstrap.ts'
import golden from './golden/bootstrap.json' with { type: 'json' }
import { estimate, minus, type Resampled } from './resampled.ts'

const RESAMPLES = 20_000
const draw = (resamples: number, ...names: string[]) => ({ resamples, seed: 1, names })
const column = (values: readonly number[]) => Float32Array.from(values)

/**
 * Within Monte-Carlo error of scipy: the end of a 95% interval of R resamples has standard error
 * sqrt(0.025 * 0.975 / R) / 0.0584 standard errors (0.019 for 20,000, less than 0.02 for scipy's), the standard error
 * itself 1 / sqrt(2 R) of its size. Four times that is allowed.
 */
function expectNear(resampled: Resampled, official: { low: number; high: number; standardError: number }) {
  const { low, high, standardError } = estimate(resampled, 0.95)
  expect(Math.abs(low - official.low) / official.standardError).toBeLessThan(4 * 0.027)
  expect(Math.abs(high - official.high) / official.standardError).toBeLessThan(4 * 0.027)
  expect(Math.abs(standardError / official.standardError - 1)).toBeLessThan(4 * 0.007)
}

// scipy.stats.bootstrap(paired=True, method='percentile'); remade by scripts/parity/bootstrap.py.
describe(`bootstrap as scipy ${golden.versions.scipy}`, () => {
  it('accuracy and its difference', () => {
    const runs = [golden.accuracy.arm, golden.accuracy.baseline].map((correct) => ({
      correct: column(correct),
    }))
    const [arm, baseline] = bootstrap(metric('accuracy'), runs, draw(RESAMPLES)) as [Resampled, Resampled]
    expectNear(arm, golden.accuracy.value)
    expectNear(minus(arm, baseline), golden.accuracy.difference)
  })

  it('difference of chunk F1, a ratio of sums', () => {
    const { gold, arm, baseline } = golden.chunkF1
    const runs = [arm, baseline].map(
      ({ correct, predicted }): Outcomes => ({
        chunks_correct: column(correct),
        chunks_predicted: column(predicted),
        chunks_gold: column(gold),
      }),
    )
    const [a, b] = bootstrap(metric('chunk-f1'), runs, draw(RESAMPLES)) as [Resampled, Resampled]
    expectNear(minus(a, b), golden.chunkF1.difference)
  })

  it('difference of Spearman correlations, ranked anew in each resample', () => {
    const { gold, arm, baseline } = golden.spearman
    const runs = [arm, baseline].map((predicted) => ({ predicted: column(predicted), gold: column(gold) }))
    const [a, b] = bootstrap(metric('spearman'), runs, draw(RESAMPLES)) as [Resampled, Resampled]
    expectNear(minus(a, b), golden.spearman.difference)
  })
})

describe('bootstrap', () => {
  const accuracy = metric('accuracy')
  const coins = (seed: number, length: number, share = 0.5) => {
    const stream = randomStream(seed, 'coins')
    return column(Array.from({ length }, () => (stream.uniform() < share ? 1 : 0)))
  }

  it('has the standard error of a paired difference of means, sd(d) / sqrt(n)', () => {
    const a = coins(1, 400, 0.7)
    const b = a.map((value, at) => (at % 20 === 0 ? 1 - value : value))
    const [x, y] = bootstrap(accuracy, [{ correct: a }, { correct: b }], draw(10_000)) as [
      Resampled,
      Resampled,
    ]
    const differences = Array.from(a, (value, at) => 100 * (value - b[at]!))
    const mean = differences.reduce((sum, each) => sum + each, 0) / a.length
    const variance = differences.reduce((sum, each) => sum + (each - mean) ** 2, 0) / a.length
    const { standardError } = estimate(minus(x, y), 0.95)
    expect(standardError / Math.sqrt(variance / a.length)).toBeCloseTo(1, 1)
    // The two differ in a twentieth of the examples: sqrt(2 * 0.21 / 0.05) = 2.9 times larger without pairs.
    const { standardError: alone } = estimate(x, 0.95)
    expect((Math.SQRT2 * alone) / standardError).toBeGreaterThan(2.5)
  })

  it('covers the truth about as often as its level says', () => {
    let covered = 0
    const studies = 300
    for (let study = 0; study < studies; study++) {
      const [resampled] = bootstrap(
        accuracy,
        [{ correct: coins(study, 150, 0.4) }],
        draw(300, String(study)),
      ) as [Resampled]
      const { low, high } = estimate(resampled, 0.95)
      if (low <= 40 && 40 <= high) covered++
    }
    // 0.95 +- 4 * sqrt(0.95 * 0.05 / 300) = 0.90 to 1.
    expect(covered / studies).toBeGreaterThan(0.9)
  })

  it('draws the same examples for the same names, others for others', () => {
    const runs = [{ correct: coins(1, 50) }]
    const samples = (...names: string[]) => bootstrap(accuracy, runs, draw(20, ...names))[0]!.samples
    expect(samples('xnli', 'sw')).toEqual(samples('xnli', 'sw'))
    expect(samples('xnli', 'sw')).not.toEqual(samples('xnli', 'ur'))
  })

  it('gives two equal runs no difference in any resample', () => {
    const [a, b] = bootstrap(accuracy, [{ correct: coins(1, 50) }, { correct: coins(1, 50) }], draw(50)) as [
      Resampled,
      Resampled,
    ]
    expect(new Set(minus(a, b).samples)).toEqual(new Set([0]))
  })
})

import { describe, expect, it } from 'vitest'
import { metric, type Outcomes } from '#score'
import { clusterings } from './clusters.ts'
import golden from './golden/bootstrap.json' with { type: 'json' }
import comparisons from './golden/comparisons.json' with { type: 'json' }
import { exampleNoise, jackknife } from './jackknife.ts'
import { spearmanOf } from './spearman.ts'
import { tTwoSided } from './student.ts'

const column = (values: readonly number[]) => Float32Array.from(values)

/** Value, standard error and p of one run, or of one less another. */
function tested(id: string, runs: readonly Outcomes[], cluster?: readonly number[]) {
  const examples = Object.values(runs[0]!)[0]!.length
  const numbers = Float64Array.from(cluster ?? Array.from({ length: examples }, (_, at) => at))
  const item = Float64Array.from(numbers, (_, at) => at)
  const score = { examples, dependence: { item, cluster: numbers } }
  const clustering = clusterings([{ language: 'de', score }]).get('de')!
  const combination = runs.map((outcomes, at) => ({
    of: jackknife(metric(id), outcomes, clustering),
    weight: at === 0 ? 1 : -1,
  }))
  const { variance, df } = exampleNoise([combination])
  const value = combination.reduce((sum, { of, weight }) => sum + weight * of.value, 0)
  return { standardError: Math.sqrt(variance), p: tTwoSided(value / Math.sqrt(variance), df) }
}

/** The bootstrap's standard error lacks a factor of about sqrt((n - 1) / n), and is known to 1 / sqrt(2 R). */
const expectNear = (
  ours: { standardError: number },
  theirs: { standardError: number; resamples: number },
  of: number,
) =>
  expect(Math.abs(ours.standardError / theirs.standardError - 1)).toBeLessThan(
    of + 4 / Math.sqrt(2 * theirs.resamples),
  )

// scipy.stats.bootstrap(paired=True); remade by scripts/parity/bootstrap.py.
describe(`standard errors as scipy ${golden.versions.scipy}'s bootstrap`, () => {
  it('of accuracy and its difference', () => {
    const arm = { correct: column(golden.accuracy.arm) }
    const baseline = { correct: column(golden.accuracy.baseline) }
    expectNear(tested('accuracy', [arm]), golden.accuracy.value, 0.005)
    expectNear(tested('accuracy', [arm, baseline]), golden.accuracy.difference, 0.005)
  })

  it('of a difference of chunk F1, a ratio of sums', () => {
    const { gold, arm, baseline } = golden.chunkF1
    const runs = [arm, baseline].map(
      ({ correct, predicted }): Outcomes => ({
        chunks_correct: column(correct),
        chunks_predicted: column(predicted),
        chunks_gold: column(gold),
      }),
    )
    expectNear(tested('chunk-f1', runs), golden.chunkF1.difference, 0.01)
  })

  it('of a difference of Spearman correlations, ranked anew without each example', () => {
    const { gold, arm, baseline } = golden.spearman
    const runs = [arm, baseline].map((predicted) => ({ predicted: column(predicted), gold: column(gold) }))
    expectNear(tested('spearman', runs), golden.spearman.difference, 0.05)
  })
})

// Remade by scripts/parity/comparisons.py.
describe(`a difference over clusters as statsmodels ${comparisons.versions.statsmodels}`, () => {
  const errorOf = ({ arm, baseline, cluster }: typeof comparisons.clustered.equal) =>
    tested('accuracy', [{ correct: column(arm) }, { correct: column(baseline) }], cluster).standardError
  const alone = ({ arm, baseline }: typeof comparisons.clustered.equal) =>
    tested('accuracy', [{ correct: column(arm) }, { correct: column(baseline) }]).standardError

  it('of equal size: the same to the last digits', () => {
    const { equal } = comparisons.clustered
    expect(errorOf(equal)).toBeCloseTo(equal.standardError, 8)
    expect(errorOf(equal)).toBeGreaterThan(alone(equal))
  })

  it('of unequal size: within three per cent, since leaving one out changes the size too', () => {
    const { unequal } = comparisons.clustered
    expect(Math.abs(errorOf(unequal) / unequal.standardError - 1)).toBeLessThan(0.03)
  })
})

describe(`p values as scipy ${comparisons.versions.scipy}`, () => {
  it.each(comparisons.pairs)('bootstrap $bootstrap, randomisation $randomisation', (pair) => {
    const { p } = tested('accuracy', [{ correct: column(pair.arm) }, { correct: column(pair.baseline) }])
    expect(Math.abs(p - pair.bootstrap)).toBeLessThan(0.05)
    // Accuracy comes in steps of 0.25 points, and randomisation counts ties with what was seen.
    expect(Math.abs(p - pair.randomisation)).toBeLessThan(0.1)
    expect(p < 0.01).toBe(pair.randomisation < 0.01)
  })

  it.each(comparisons.trends)('rank correlation $rho', ({ column: x, gain, rho }) => {
    expect(spearmanOf(x, gain)).toBeCloseTo(rho, 12)
  })
})

describe('degrees of freedom', () => {
  it('are few where few examples carry the difference', () => {
    const baseline = new Float32Array(300)
    const arm = Float32Array.from(baseline, (_, at) => (at < 6 ? 1 : 0))
    // Six examples that one arm gets right and none the other: the exact sign test gives 2 / 2^6 = 0.031.
    const { p } = tested('accuracy', [{ correct: arm }, { correct: baseline }])
    expect(p).toBeGreaterThan(0.02)
    expect(p).toBeLessThan(0.04)
  })

  it('are not known where one cluster holds everything', () => {
    const outcomes = { correct: Float32Array.of(1, 0, 1) }
    const score = {
      examples: 3,
      dependence: { item: Float64Array.of(1, 2, 3), cluster: Float64Array.of(7, 7, 7) },
    }
    const clustering = clusterings([{ language: 'de', score }]).get('de')!
    expect(jackknife(metric('accuracy'), outcomes, clustering).known).toBe(false)
  })
})

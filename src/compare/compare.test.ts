import { describe, expect, it } from 'vitest'
import { randomStream } from '#kernel'
import { metric, type Score } from '#score'
import { compare } from './compare.ts'
import { Comparison } from './comparison.ts'
import type { Cell, Results } from './results.ts'

const ARMS = ['baseline', 'nli']
const LANGUAGES = ['en', 'sw']
const SEEDS = [1, 2, 3]
const EXAMPLES = 400

function correctOf(share: number, ...names: string[]): Float32Array {
  const stream = randomStream(0, ...names)
  return Float32Array.from({ length: EXAMPLES }, () => (stream.uniform() < share ? 1 : 0))
}

function accuracyScore(correct: Float32Array, chance = 33.3): Score {
  const outcomes = { correct }
  return {
    task: 'xnli',
    language: 'en',
    examples: correct.length,
    metrics: { accuracy: metric('accuracy').value(outcomes) },
    chance: { accuracy: { value: chance, method: 'one of 3 labels at random' } },
    outcomes,
  }
}

/** A study of one or more targets; `share` tells how often an arm is right. */
function study(share: (arm: string, target: string) => number, targets = ['xnli']): Results {
  const cells = targets.flatMap((target) =>
    ARMS.flatMap((arm) =>
      LANGUAGES.flatMap((language) =>
        SEEDS.map((seed): Cell => {
          const correct = correctOf(share(arm, target), arm, target, language, String(seed))
          return { arm, target, language, seed, score: accuracyScore(correct) }
        }),
      ),
    ),
  )
  return { arms: ARMS, baseline: 'baseline', targets, seeds: SEEDS, cells, missing: [] }
}

const gain = study((arm) => (arm === 'nli' ? 0.6 : 0.5))
const without = (results: Results, drop: (cell: Cell) => boolean): Results => ({
  ...results,
  cells: results.cells.filter((cell) => !drop(cell)),
  missing: results.cells
    .filter(drop)
    .map(({ arm, target, language, seed }) => ({ arm, target, language, seed, reason: 'lost' })),
})
const find = <T extends { arm: string; language?: string }>(
  entries: readonly T[],
  arm: string,
  language?: string,
) => entries.find((each) => each.arm === arm && (language === undefined || each.language === language))!

describe('compare', () => {
  it('is plain JSON that its schema reads back', () => {
    const compared = compare(gain, { resamples: 50 })
    expect(Comparison.parse(JSON.parse(JSON.stringify(compared)))).toEqual(compared)
  })

  it('takes means over seeds, then languages', () => {
    const { cells, means, overall } = compare(gain, { resamples: 200 })
    const accuracies = gain.cells
      .filter(({ arm, language }) => arm === 'nli' && language === 'sw')
      .map(({ score }) => score.metrics.accuracy!)
    const sw = find(cells, 'nli', 'sw')
    expect(sw.seeds).toEqual(SEEDS.map((seed, at) => ({ seed, value: accuracies[at] })))
    expect(sw.value.value).toBeCloseTo(accuracies.reduce((sum, each) => sum + each) / 3, 10)
    expect(sw.spread).toBeGreaterThan(0)
    const mean = find(means, 'nli')
    expect(mean.value.value).toBeCloseTo((sw.value.value + find(cells, 'nli', 'en').value.value) / 2, 10)
    expect(mean.difference?.value).toBeCloseTo(mean.value.value - find(means, 'baseline').value.value, 10)
    expect(find(overall, 'nli').difference?.value).toBeCloseTo(mean.difference!.value, 10)
  })

  it('finds a gain of ten points, and none of the baseline over itself', () => {
    const { means } = compare(gain)
    expect(find(means, 'nli').difference).toMatchObject({ excludesZero: true })
    expect(find(means, 'baseline').difference).toBeNull()
  })

  it('finds a loss of ten points', () => {
    const { difference } = find(compare(study((arm) => (arm === 'nli' ? 0.4 : 0.5))).means, 'nli')
    expect(difference!.high).toBeLessThan(0)
    expect(difference!.excludesZero).toBe(true)
  })

  it('draws languages independently: the same outcomes in two narrow their mean by the square root of 2', () => {
    const cells = gain.cells.map((cell) => ({
      ...cell,
      score: accuracyScore(correctOf(0.5, String(cell.seed))),
    }))
    const compared = compare({ ...gain, cells })
    const [one, mean] = [find(compared.cells, 'nli', 'sw'), find(compared.means, 'nli')].map(
      ({ value }) => value.standardError,
    )
    expect(one! / mean!).toBeCloseTo(Math.SQRT2, 1)
  })

  it('narrows over languages and seeds', () => {
    const { cells, means } = compare(gain)
    const error = find(means, 'nli').difference!.standardError
    // Independent examples of 2 languages, independent luck of 3 seeds: sqrt(2 * 0.25 / 400 / 6) = 1.4 points.
    expect(error).toBeGreaterThan(1.2)
    expect(error).toBeLessThan(1.6)
    expect(find(cells, 'nli', 'sw').difference!.standardError).toBeGreaterThan(error)
  })

  it('does not change when arms or targets are added, or cells come in another order', () => {
    const alone = compare(gain, { resamples: 100 })
    const more = compare(
      { ...study((arm) => (arm === 'nli' ? 0.6 : 0.5), ['xnli', 'pawsx']) },
      { resamples: 100 },
    )
    expect(more.means.filter(({ target }) => target === 'xnli')).toEqual(alone.means)
    const turned = compare({ ...gain, cells: [...gain.cells].reverse() }, { resamples: 100 })
    expect(turned.cells.find(({ arm, language }) => arm === 'nli' && language === 'sw')).toEqual(
      alone.cells.find(({ arm, language }) => arm === 'nli' && language === 'sw'),
    )
  })

  it('gives an arm that predicts as the baseline a difference of exactly 0', () => {
    const same = study(() => 0.5)
    const copies = same.cells.map((cell) => ({
      ...cell,
      score: same.cells.find(
        (each) => each.arm === 'baseline' && each.language === cell.language && each.seed === cell.seed,
      )!.score,
    }))
    expect(find(compare({ ...same, cells: copies }).means, 'nli').difference).toMatchObject({
      value: 0,
      low: 0,
      high: 0,
      excludesZero: false,
    })
  })
})

describe('chance', () => {
  const results = study(
    (arm, target) => (target === 'pawsx' ? (arm === 'nli' ? 0.32 : 0.3) : 0.6),
    ['xnli', 'pawsx'],
  )
  const compared = compare(results)
  const target = (id: string) => compared.targets.find((each) => each.target === id)!

  it('tells above from at chance, and marks targets that decide nothing', () => {
    expect(target('xnli')).toMatchObject({
      decides: true,
      baselineVerdict: 'above chance',
      chance: { value: 33.3 },
    })
    expect(target('pawsx')).toMatchObject({ decides: false, baselineVerdict: 'at chance' })
  })

  it('leaves these out of the deciding mean', () => {
    expect(find(compared.overall, 'nli').targets).toEqual(['xnli', 'pawsx'])
    expect(find(compared.deciding, 'nli').targets).toEqual(['xnli'])
  })

  it('is undecided when the value lies above chance and its interval does not', () => {
    const { means } = compare(study(() => 0.345))
    expect(new Set(means.map(({ verdict }) => verdict))).toContain('undecided')
  })

  it('has no verdict without a chance level', () => {
    const bare = gain.cells.map((cell) => ({ ...cell, score: { ...cell.score, chance: {} } }))
    const { targets, means } = compare({ ...gain, cells: bare }, { resamples: 20 })
    expect(targets[0]).toMatchObject({ chance: null, baselineVerdict: null, decides: true })
    expect(means[0]!.verdict).toBeNull()
  })

  it('lists collapsed runs', () => {
    const cells = gain.cells.map((cell) =>
      cell.arm === 'nli' && cell.seed === 2 && cell.language === 'sw'
        ? { ...cell, score: { ...cell.score, collapsed: 'neutral' } }
        : cell,
    )
    expect(find(compare({ ...gain, cells }, { resamples: 20 }).means, 'nli').collapsed).toEqual([
      { language: 'sw', seed: 2, prediction: 'neutral' },
    ])
  })
})

describe('missing cells', () => {
  it('leave the seeds that both arms have', () => {
    const partial = without(
      gain,
      ({ arm, language, seed }) => arm === 'baseline' && language === 'sw' && seed === 2,
    )
    const { cells, means, missing } = compare(partial, { resamples: 50 })
    expect(missing).toEqual([{ arm: 'baseline', target: 'xnli', language: 'sw', seed: 2, reason: 'lost' }])
    const sw = find(cells, 'nli', 'sw')
    expect(sw.difference!.seeds.map(({ seed }) => seed)).toEqual([1, 3])
    expect(sw.seeds.map(({ seed }) => seed)).toEqual([1, 2, 3])
    expect(find(means, 'nli').difference!.seeds.map(({ seed }) => seed)).toEqual([1, 3])
  })

  it('leave out a language that one arm lacks, and say so', () => {
    const partial = without(gain, ({ arm, language }) => arm === 'baseline' && language === 'sw')
    const { cells, means } = compare(partial, { resamples: 50 })
    expect(find(cells, 'nli', 'sw').difference).toBeNull()
    expect(find(means, 'nli')).toMatchObject({ languages: ['en', 'sw'], differenceLanguages: ['en'] })
  })

  it('leave no difference where nothing pairs up, and nothing at all of an empty study', () => {
    const { means, overall } = compare(
      without(gain, ({ arm }) => arm === 'baseline'),
      { resamples: 20 },
    )
    expect(find(means, 'nli').difference).toBeNull()
    expect(find(overall, 'baseline')).toMatchObject({ value: null, targets: [] })
    expect(compare(without(gain, () => true)).targets).toEqual([])
  })
})

describe('options', () => {
  it('mainMetric chooses what is compared; question answering is compared by the mean of exact match and F1', () => {
    const outcomes = {
      exact: Float32Array.of(1, 0),
      overlap_tokens: Float32Array.of(1, 1),
      predicted_tokens: Float32Array.of(1, 1),
      gold_tokens: Float32Array.of(1, 3),
    }
    const score: Score = {
      task: 'xquad',
      language: 'en',
      examples: 2,
      metrics: { 'squad-f1': 75 },
      chance: {},
      outcomes,
    }
    const cells = ARMS.map((arm) => ({ arm, target: 'xquad', language: 'en', seed: 1, score }))
    const results: Results = {
      arms: ARMS,
      baseline: 'baseline',
      targets: ['xquad'],
      seeds: [1],
      cells,
      missing: [],
    }
    const usual = compare(results, { resamples: 20 })
    expect(usual.targets[0]!.metric.id).toBe('squad-mean')
    expect(usual.means[0]!.value.value).toBe((50 + 75) / 2)
    const chosen = compare(results, { resamples: 20, mainMetric: { xquad: 'squad-exact-match' } })
    expect(chosen.means[0]!.value.value).toBe(50)
  })

  it('resampling seeds too widens an interval whose seeds differ', () => {
    const results = study(() => 0.5)
    const apart = results.cells.map((cell) => {
      const share = cell.arm === 'nli' ? 0.3 + 0.2 * cell.seed : 0.5
      return { ...cell, score: accuracyScore(correctOf(share, cell.language, cell.arm, String(cell.seed))) }
    })
    const error = (resampled: 'examples' | 'examples and seeds') =>
      find(compare({ ...results, cells: apart }, { resampled }).means, 'nli').difference!.standardError
    // Seeds at 50, 70 and 90: drawing three of them has a standard error of 16.3 / sqrt(3) = 9.4 points.
    expect(error('examples')).toBeLessThan(2)
    expect(error('examples and seeds')).toBeGreaterThan(8)
  })

  it('level widens the interval', () => {
    const width = (level: number) => {
      const { low, high } = compare(gain, { level, resamples: 500 }).means[0]!.value
      return high - low
    }
    expect(width(0.99)).toBeGreaterThan(width(0.9))
  })

  it('refuses levels and resamples that make no interval', () => {
    expect(() => compare(gain, { level: 95 })).toThrow(RangeError)
    expect(() => compare(gain, { resamples: 1 })).toThrow(RangeError)
  })
})

describe('contradictions', () => {
  const [first, ...rest] = gain.cells as [Cell, ...Cell[]]
  it.each([
    [
      'scores of other examples',
      [{ ...first, score: accuracyScore(Float32Array.of(1, 0)) }, ...rest],
      'COMPARE_UNPAIRED',
    ],
    ['two scores for one cell', [first, ...gain.cells], 'COMPARE_INVALID'],
    ['an arm that the study does not have', [{ ...first, arm: 'x' }, ...rest], 'COMPARE_INVALID'],
  ])('refuses %s', (_, cells, code) => {
    expect(() => compare({ ...gain, cells })).toThrow(expect.objectContaining({ code }))
  })

  it('refuses a baseline that is no arm', () => {
    expect(() => compare({ ...gain, baseline: 'x' })).toThrow('baseline "x" is not among the arms')
  })
})

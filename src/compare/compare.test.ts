import { describe, expect, it } from 'vitest'
import { randomStream } from '#kernel'
import { metric, type Score } from '#score'
import { compare } from './compare.ts'
import { Comparison } from './comparison.ts'
import type { Cell, Results } from './results.ts'

const ARMS = ['baseline', 'nli']
const LANGUAGES = ['de', 'sw']
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
          return { arm, target, language, seed, run: `${arm} ${seed}`, score: accuracyScore(correct) }
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
    const compared = compare(gain)
    expect(Comparison.parse(JSON.parse(JSON.stringify(compared)))).toEqual(compared)
  })

  it('takes means over seeds, then languages', () => {
    const { cells, means, overall } = compare(gain)
    const accuracies = gain.cells
      .filter(({ arm, language }) => arm === 'nli' && language === 'sw')
      .map(({ score }) => score.metrics.accuracy!)
    const sw = find(cells, 'nli', 'sw')
    expect(sw.seeds).toEqual(SEEDS.map((seed, at) => ({ seed, value: accuracies[at] })))
    expect(sw.value.value).toBeCloseTo(accuracies.reduce((sum, each) => sum + each) / 3, 10)
    expect(sw.spread).toBeGreaterThan(0)
    const mean = find(means, 'nli')
    expect(mean.value.value).toBeCloseTo((sw.value.value + find(cells, 'nli', 'de').value.value) / 2, 10)
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

  it('narrows over independent languages, and not over translations of the same examples', () => {
    const outcomes = (cell: Cell) => accuracyScore(correctOf(0.5, cell.arm))
    const ratio = (dependence: (language: string) => Score['dependence']) => {
      const cells = gain.cells.map((cell) => {
        const own = dependence(cell.language)
        return { ...cell, score: { ...outcomes(cell), ...(own && { dependence: own }) } }
      })
      const compared = compare({ ...gain, cells })
      const [one, mean] = [find(compared.cells, 'nli', 'sw'), find(compared.means, 'nli')].map(
        ({ difference }) => difference!.parts.examples,
      )
      return one! / mean!
    }
    const numbers = (from: number) => Float64Array.from({ length: EXAMPLES }, (_, at) => from + at)
    const translated = (language: string) => ({
      item: numbers(0),
      cluster: numbers(language === 'sw' ? 1000 : 0),
    })
    expect(ratio(() => undefined)).toBeCloseTo(Math.SQRT2, 10)
    expect(ratio(translated)).toBeCloseTo(1, 10)
  })

  it('has an interval over both sources of chance, and says so', () => {
    const { cells, means } = compare(gain)
    const { parts, standardError, covers } = find(means, 'nli').difference!
    expect(covers).toBe('examples and runs')
    expect(standardError).toBeCloseTo(Math.hypot(parts.examples, parts.runs!), 10)
    // Independent luck of 2 languages and 3 seeds: sqrt(2 * 0.25 / 400 / 6) = 1.4 points.
    expect(standardError).toBeGreaterThan(0.7)
    expect(standardError).toBeLessThan(2.8)
    expect(find(cells, 'nli', 'sw').difference!.covers).toBe('examples and runs')
  })

  it('says nothing about arms with one seed', () => {
    const { pairs } = compare(without(gain, ({ seed }) => seed > 1))
    expect(pairs[0]!.deciding).toMatchObject({
      covers: 'examples',
      p: null,
      adjusted: null,
      clear: false,
      detectable: null,
      doubts: [{ why: 'one seed', seed: 1 }],
    })
    expect(pairs[0]!.cells.every(({ difference }) => !difference.clear)).toBe(true)
  })

  it('has chance in examples alone where no arm was trained apart', () => {
    const untrained = {
      ...gain,
      cells: gain.cells.map((cell) => ({
        ...cell,
        run: cell.arm,
        score: gain.cells.find(({ arm, language }) => arm === cell.arm && language === cell.language)!.score,
      })),
    }
    const { difference } = compare(untrained).pairs[0]!.targets[0]!
    expect(difference.parts.runs).toBe(0)
    expect(difference.parts.examples).toBeGreaterThan(0)
  })

  it('leaves English out of means, and gives the gap to it', () => {
    const cells = gain.cells.map((cell) => (cell.language === 'de' ? { ...cell, language: 'en' } : cell))
    const compared = compare({ ...gain, cells })
    expect(compared.targets[0]).toMatchObject({ languages: ['en', 'sw'], averaged: ['sw'] })
    expect(find(compared.means, 'nli').value).toEqual(find(compared.cells, 'nli', 'sw').value)
    const [gap] = compared.transferGaps
    expect(gap).toMatchObject({ target: 'xnli', control: 'en' })
    const nli = gap!.arms.find(({ arm }) => arm === 'nli')!
    const value = (arm: string, language: string) => find(compared.cells, arm, language).value.value
    expect(nli.value.value).toBeCloseTo(value('nli', 'en') - value('nli', 'sw'), 10)
    expect(nli.difference!.value).toBeCloseTo(
      value('nli', 'en') - value('nli', 'sw') - value('baseline', 'en') + value('baseline', 'sw'),
      10,
    )
  })

  it('does not change when arms or targets are added, or cells come in another order', () => {
    const alone = compare(gain)
    const more = compare({ ...study((arm) => (arm === 'nli' ? 0.6 : 0.5), ['xnli', 'pawsx']) })
    expect(more.means.filter(({ target }) => target === 'xnli')).toEqual(alone.means)
    const turned = compare({ ...gain, cells: [...gain.cells].reverse() })
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
    const { targets, means } = compare({ ...gain, cells: bare })
    expect(targets[0]).toMatchObject({ chance: null, baselineVerdict: null, decides: true })
    expect(means[0]!.verdict).toBeNull()
  })

  it('lists collapsed runs', () => {
    const cells = gain.cells.map((cell) =>
      cell.arm === 'nli' && cell.seed === 2 && cell.language === 'sw'
        ? { ...cell, score: { ...cell.score, collapsed: 'neutral' } }
        : cell,
    )
    expect(find(compare({ ...gain, cells }).means, 'nli').collapsed).toEqual([
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
    const { cells, means, missing } = compare(partial)
    expect(missing).toEqual([{ arm: 'baseline', target: 'xnli', language: 'sw', seed: 2, reason: 'lost' }])
    const sw = find(cells, 'nli', 'sw')
    expect(sw.difference!.seeds.map(({ seed }) => seed)).toEqual([1, 3])
    expect(sw.seeds.map(({ seed }) => seed)).toEqual([1, 2, 3])
    expect(find(means, 'nli').difference!.seeds.map(({ seed }) => seed)).toEqual([1, 3])
  })

  it('leave out a language that one arm lacks, and say so', () => {
    const partial = without(gain, ({ arm, language }) => arm === 'baseline' && language === 'sw')
    const { cells, means } = compare(partial)
    expect(find(cells, 'nli', 'sw').difference).toBeNull()
    expect(find(means, 'nli')).toMatchObject({ languages: ['de', 'sw'], differenceLanguages: ['de'] })
  })

  it('leave no difference where nothing pairs up, and nothing at all of an empty study', () => {
    const { means, overall } = compare(without(gain, ({ arm }) => arm === 'baseline'))
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
    const cells = ARMS.map((arm) => ({ arm, target: 'xquad', language: 'en', seed: 1, run: arm, score }))
    const results: Results = {
      arms: ARMS,
      baseline: 'baseline',
      targets: ['xquad'],
      seeds: [1],
      cells,
      missing: [],
    }
    const usual = compare(results)
    expect(usual.targets[0]!.metric.id).toBe('squad-mean')
    expect(usual.means[0]!.value.value).toBe((50 + 75) / 2)
    const chosen = compare(results, { mainMetric: { xquad: 'squad-exact-match' } })
    expect(chosen.means[0]!.value.value).toBe(50)
  })

  it('level widens the interval', () => {
    const width = (level: number) => {
      const { low, high } = compare(gain, { level }).means[0]!.value
      return high - low
    }
    expect(width(0.99)).toBeGreaterThan(width(0.9))
  })

  it('refuses levels that make no interval', () => {
    expect(() => compare(gain, { level: 95 })).toThrow(RangeError)
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

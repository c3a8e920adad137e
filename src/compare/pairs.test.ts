import { describe, expect, it } from 'vitest'
import { randomStream } from '#kernel'
import { metric, type Score } from '#score'
import { compare } from './compare.ts'
import { Comparison } from './comparison.ts'
import type { Grouping } from './grouping.ts'
import type { Results } from './results.ts'

const LANGUAGES = ['de', 'fi', 'ja', 'sw', 'tr', 'zh']
const EXAMPLES = 300
const SEEDS = [1, 2, 3]

function score(share: number, ...names: string[]): Score {
  const ease = randomStream(0, ...names.slice(1))
  const luck = randomStream(1, ...names)
  const correct = Float32Array.from({ length: EXAMPLES }, () =>
    0.7 * ease.uniform() + 0.3 * luck.uniform() < share ? 1 : 0,
  )
  return {
    task: 'xnli',
    language: 'en',
    examples: EXAMPLES,
    metrics: { accuracy: metric('accuracy').value({ correct }) },
    chance: {},
    outcomes: { correct },
  }
}

/** A study whose arms are right with some share of the examples, by language. */
function study(
  shares: Readonly<Record<string, (language: string) => number>>,
  targets = ['xnli'],
  languages = LANGUAGES,
): Results {
  const arms = Object.keys(shares)
  return {
    arms,
    baseline: 'baseline',
    targets,
    seeds: SEEDS,
    cells: targets.flatMap((target) =>
      arms.flatMap((arm) =>
        languages.flatMap((language) =>
          SEEDS.map((seed) => ({
            arm,
            target,
            language,
            seed,
            run: `${arm} ${seed}`,
            score: score(shares[arm]!(language), arm, target, language, String(seed)),
          })),
        ),
      ),
    ),
    missing: [],
  }
}

const flat = (share: number) => () => share
const three = study({ baseline: flat(0.5), english: flat(0.54), many: flat(0.6) })

describe('pairs', () => {
  it('are every arm against the baseline where none are declared', () => {
    const { pairs, means } = compare(three)
    expect(pairs.map(({ arm, against }) => [arm, against])).toEqual([
      ['english', 'baseline'],
      ['many', 'baseline'],
    ])
    for (const pair of pairs) {
      const { adjusted, clear, doubts, detectable, seedsForOnePoint, ...difference } =
        pair.targets[0]!.difference
      expect(difference).toEqual(means.find(({ arm }) => arm === pair.arm)!.difference)
      expect(adjusted).toBeGreaterThanOrEqual(difference.p!)
      expect(detectable).toBeGreaterThan(0)
      expect(seedsForOnePoint).toBeGreaterThan(1)
      expect(clear).toBe(true)
      expect(doubts).toEqual([])
    }
  })

  it('can be any two arms: the difference of two differences', () => {
    const compared = compare(three, { pairs: [{ arm: 'many', against: 'english' }] })
    expect(Comparison.parse(JSON.parse(JSON.stringify(compared)))).toEqual(compared)
    const [pair] = compared.pairs
    const [english, many] = ['english', 'many'].map(
      (arm) => compared.means.find((mean) => mean.arm === arm)!.difference!.value,
    )
    expect(pair!.deciding!.value).toBeCloseTo(many! - english!, 10)
    expect(pair!.cells).toHaveLength(LANGUAGES.length)
    const turned = compare(three, { pairs: [{ arm: 'english', against: 'many' }] }).pairs[0]!
    expect(turned.deciding!.value).toBeCloseTo(-pair!.deciding!.value, 12)
    expect(turned.deciding!.p).toBeCloseTo(pair!.deciding!.p!, 12)
  })

  it('among many without an effect are rarely clear, though their intervals often exclude 0', () => {
    let crossed = 0
    let clear = 0
    const studies = 40
    for (let at = 0; at < studies; at++) {
      const shares = Object.fromEntries(['baseline', 'a', 'b', 'c', 'd', 'e'].map((arm) => [arm, flat(0.5)]))
      const { pairs } = compare(study(shares, [`xnli ${at}`], ['de']))
      if (pairs.some(({ deciding }) => deciding!.excludesZero)) crossed++
      if (pairs.some(({ deciding }) => deciding!.clear)) clear++
    }
    // At most 0.05 of the families: 2 of 40, and 4 standard errors of 1.4 more.
    expect(clear).toBeLessThan(8)
    expect(crossed).toBeGreaterThan(clear)
  })

  it('have the mean over all languages beside that without English, as papers publish it', () => {
    const gains = study(
      { baseline: flat(0.5), english: (language) => (language === 'en' ? 0.8 : 0.6) },
      ['xnli', 'pawsx'],
      ['en', ...LANGUAGES],
    )
    const [pair] = compare(gains).pairs
    const [whole] = compare(gains, { controls: [] }).pairs
    const interval = ({
      value,
      low,
      high,
      p,
      seeds,
    }: NonNullable<typeof pair>['targets'][number]['difference']) => ({
      value,
      low,
      high,
      p,
      seeds,
    })
    for (const at of [0, 1]) {
      const { withControls, difference } = pair!.targets[at]!
      expect(withControls).toMatchObject(interval(whole!.targets[at]!.difference))
      expect(withControls).toMatchObject({ clear: true, languages: ['en', ...LANGUAGES] })
      expect(withControls!.value).toBeGreaterThan(difference.value)
    }
    expect(pair!.deciding!.withControls).toMatchObject(interval(whole!.deciding!))
    expect(whole!.targets[0]!.withControls).toBeNull()
  })

  it('are not clear with English where they are not without', () => {
    const onlyEnglish = study(
      { baseline: flat(0.5), english: (language) => (language === 'en' ? 0.95 : 0.5) },
      ['xnli'],
      ['en', 'de'],
    )
    const { difference, withControls } = compare(onlyEnglish).pairs[0]!.targets[0]!
    expect(difference.clear).toBe(false)
    expect(withControls).toMatchObject({ excludesZero: true, clear: false })
  })

  it('of arms that the study does not have are refused', () => {
    for (const pair of [
      { arm: 'many', against: 'x' },
      { arm: 'many', against: 'many' },
    ])
      expect(() => compare(three, { pairs: [pair] })).toThrow(
        expect.objectContaining({ code: 'COMPARE_INVALID' }),
      )
  })
})

const MORPHOLOGY: Readonly<Record<string, string>> = {
  de: 'fusional',
  fi: 'agglutinative',
  ja: 'agglutinative',
  tr: 'agglutinative',
  zh: 'isolating',
}
const morphology: Grouping = {
  by: 'morphology',
  groupOf: (language) => MORPHOLOGY[language] ?? null,
  columns: { richness: (language) => ({ de: 3, fi: 6, ja: 4, sw: 5, tr: 7, zh: 1 })[language] ?? null },
}

describe('groups', () => {
  const rich = study({
    baseline: flat(0.5),
    nli: (language) => ({ fi: 0.66, tr: 0.7, ja: 0.58, sw: 0.62, de: 0.54 })[language] ?? 0.5,
  })
  const { pairs, groupings, cells } = compare(rich, { groupings: [morphology] })
  const [morphologyOf] = pairs[0]!.groups
  const of = (group: string, target: string | null = null) =>
    morphologyOf!.results.find((each) => each.group === group && each.target === target)!

  it('average the difference over their languages', () => {
    const gains = ['fi', 'ja', 'tr'].map(
      (code) => cells.find(({ arm, language }) => arm === 'nli' && language === code)!.difference!.value,
    )
    const { difference, languages } = of('agglutinative')
    expect(difference.value).toBeCloseTo(gains.reduce((sum, gain) => sum + gain) / 3, 10)
    expect(languages).toEqual(['fi', 'ja', 'tr'])
    expect(of('agglutinative', 'xnli').difference).toEqual(difference)
  })

  it('are held against the other languages that have a group', () => {
    const gain = (code: string) =>
      cells.find(({ arm, language }) => arm === 'nli' && language === code)!.difference!.value
    const { difference, others } = of('agglutinative')
    expect(others!.value).toBeCloseTo(difference.value - (gain('de') + gain('zh')) / 2, 10)
    // They are also chance in the choice of languages.
    expect(others!.standardError).toBeGreaterThan(difference.standardError)
  })

  it('leave out languages without a value, and say which', () => {
    expect(groupings).toEqual([
      {
        by: 'morphology',
        groups: [
          { group: 'agglutinative', languages: ['fi', 'ja', 'tr'] },
          { group: 'fusional', languages: ['de'] },
          { group: 'isolating', languages: ['zh'] },
        ],
        leftOut: ['sw'],
      },
    ])
  })

  it('tell the trend over an ordered column', () => {
    const trend = morphologyOf!.trends.find(({ target }) => target === null)!
    expect(trend).toMatchObject({ column: 'richness', languages: 6 })
    expect(trend.rho).toBeGreaterThan(0.8)
    expect(trend.slope.value).toBeGreaterThan(2)
    expect(trend.slope.clear).toBe(true)
  })

  it('sort numbers as numbers', () => {
    const classes = compare(three, {
      groupings: [{ by: 'class', groupOf: (code) => (code === 'de' ? 'class 10' : 'class 2') }],
    }).groupings[0]!
    expect(classes.groups.map(({ group }) => group)).toEqual(['class 2', 'class 10'])
  })
})

describe('benchmarks', () => {
  const small = {
    id: 'small',
    title: 'Small',
    tasks: [
      {
        task: 'xnli',
        folder: 'x',
        file: 'tsv' as const,
        languages: ['de', 'sw'],
        metrics: ['accuracy'],
        pooled: false,
      },
      {
        task: 'pawsx',
        folder: 'p',
        file: 'tsv' as const,
        languages: ['de'],
        metrics: ['accuracy'],
        pooled: false,
      },
    ],
    groups: { pairs: ['xnli', 'pawsx'], first: ['xnli'] },
    average: { rule: 'mean', source: 'test' },
    citation: 'test',
    notes: [],
  }

  it('are the mean of the task scores over their own languages', () => {
    const { benchmarks, cells } = compare(study({ baseline: flat(0.5), nli: flat(0.6) }, ['xnli', 'pawsx']), {
      benchmarks: [small],
    })
    const value = (target: string, code: string) =>
      cells.find((cell) => cell.arm === 'nli' && cell.target === target && cell.language === code)!.value
        .value
    const scores = benchmarks[0]!.scores.filter(({ arm }) => arm === 'nli')
    const xnli = (value('xnli', 'de') + value('xnli', 'sw')) / 2
    expect(scores.map(({ group }) => group)).toEqual([null, 'pairs', 'first'])
    expect(scores[0]!.value.value).toBeCloseTo((xnli + value('pawsx', 'de')) / 2, 10)
    expect(scores[2]!.value.value).toBeCloseTo(xnli, 10)
  })

  it('say what is missing instead of averaging less', () => {
    const [result] = compare(three, { benchmarks: [small] }).benchmarks
    expect(result!.missing).toEqual([{ task: 'pawsx', reason: 'not a target' }])
    expect(new Set(result!.scores.map(({ group }) => group))).toEqual(new Set(['first']))
    const wider = { ...small, tasks: [{ ...small.tasks[0]!, languages: ['de', 'ur'] }, small.tasks[1]!] }
    const lacking = compare(three, { benchmarks: [wider] }).benchmarks[0]!
    expect(lacking.missing[0]).toEqual({ task: 'xnli', reason: 'without 1 of its 2 languages' })
    expect(lacking.scores).toEqual([])
  })

  it('are not mentioned by a study that has none of their tasks', () => {
    const other = { ...small, tasks: [{ ...small.tasks[0]!, task: 'mlqa' }] }
    expect(compare(three, { benchmarks: [other] }).benchmarks).toEqual([])
  })
})

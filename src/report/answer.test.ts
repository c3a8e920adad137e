import { describe, expect, it } from 'vitest'
import { task } from '#catalog'
import { randomStream } from '#kernel'
import { metric } from '#score'
import { parseStudy } from '#study'
import { reportInput } from '../../test/support/report/made-study.ts'
import { points } from './answer/words.ts'
import { buildReport } from './build.ts'
import { compareAsDeclared } from './declared.ts'
import type { ReportedDifference } from './schema.ts'

/** What an arm's run gets right in a language, 0 to 1; null where there is no result. */
type Share = (run: { arm: string; target: string; language: string; seed: number }) => number | null

interface Made {
  readonly arms?: readonly string[]
  readonly targets?: readonly string[]
  readonly seeds?: number
  readonly compare?: readonly string[]
  readonly groups?: readonly string[]
  /** Arm -> what it is in the study file, where it is no list of stages. */
  readonly written?: Readonly<Record<string, string>>
  readonly share: Share
  readonly collapsed?: (run: Parameters<Share>[0]) => boolean
}

const LANGUAGES = ['ar', 'de', 'en', 'hi', 'sw']
const EXAMPLES = 300
const CHANCE = 33.3

/** The report of a made study: examples are as hard for every arm, and all are scored by accuracy. */
function told({ arms = ['baseline', 'nli'], targets = ['xnli'], seeds = 3, ...made }: Made) {
  const stages = ['[]', '[sick-en]', '[stsb-en]', '[sick-en, stsb-en]']
  const text = [
    'question: Does it help?',
    'model: { from: scratch, text: { tasks: [ntrex] }, vocabulary: 8000, layers: 4, hidden: 256, heads: 4, feedForward: 1024 }',
    `arms: { ${arms.map((arm, at) => `${arm}: ${made.written?.[arm] ?? stages[at]}`).join(', ')} }`,
    `targets: [${targets.join(', ')}]`,
    `seeds: ${seeds}`,
    `compare: [${(made.compare ?? []).join(', ')}]`,
    `groups: [${(made.groups ?? []).join(', ')}]`,
  ].join('\n')
  const study = parseStudy(text, 'made.yaml')
  const runs = targets.flatMap((target) =>
    LANGUAGES.flatMap((language) =>
      arms.flatMap((arm) =>
        Array.from({ length: seeds }, (_, at) => ({ arm, target, language, seed: at + 1 })),
      ),
    ),
  )
  const cells = runs.flatMap((run) => {
    const share = made.share(run)
    if (share === null) return []
    const stream = randomStream(0, run.target, run.language)
    const outcomes = { correct: Float32Array.from({ length: EXAMPLES }, () => +(stream.uniform() < share)) }
    const score = {
      task: run.target,
      language: run.language,
      examples: EXAMPLES,
      metrics: { accuracy: metric('accuracy').value(outcomes) },
      chance: { accuracy: { value: CHANCE, method: 'always the most frequent label' } },
      outcomes,
      ...(made.collapsed?.(run) ? { collapsed: 'neutral' } : {}),
    }
    return [{ ...run, run: `${run.arm} ${run.seed}`, score }]
  })
  const missing = runs.filter((run) => made.share(run) === null).map((run) => ({ ...run, reason: 'failed' }))
  const results = {
    arms,
    baseline: 'baseline',
    targets,
    seeds: Array.from({ length: seeds }, (_, at) => at + 1),
    cells,
    missing,
  }
  const base = reportInput('plain')
  const tasks = Object.fromEntries([...targets, 'sick-en', 'stsb-en', 'ntrex'].map((id) => [id, task(id)]))
  const comparison = compareAsDeclared(results, study, tasks)
  return buildReport({ ...base, study, results, tasks, trainings: [], comparison })
}

const onMean = (report: ReturnType<typeof told>, target = 'xnli', arm = 'nli') =>
  report.pairs.find((pair) => pair.arm === arm && pair.target === target && pair.language === null)!
    .difference

const marks = (report: ReturnType<typeof told>) =>
  [...report.pairs, ...report.means, ...report.cells].filter(({ difference }) => difference?.clear)

describe('a difference that is real', () => {
  it('is said', () => {
    const { answer } = told({ share: ({ arm }) => (arm === 'nli' ? 0.7 : 0.6) })
    expect(answer.verdict).toBe('improves')
    expect(answer.sentence).toMatch(
      /^nli is better than the baseline arm: \+\d.* points \(95 % interval over test examples and training runs .*\) on XNLI \(accuracy\), mean over 4 languages without English and 3 seeds\.$/,
    )
  })

  it('may start from an arm that cannot do the target with any seed', () => {
    const { answer } = told({ share: ({ arm }) => (arm === 'nli' ? 0.7 : 0.33) })
    expect(answer.verdict).toBe('improves')
  })

  it('is not doubted because runs near chance fall on either side of it', () => {
    const { answer } = told({
      share: ({ arm, seed }) => (arm === 'nli' ? 0.7 : seed === 1 ? 0.36 : 0.33),
    })
    expect(answer.verdict).toBe('improves')
  })
})

describe('a training that failed', () => {
  it.each([
    ['baseline', 'the run of baseline with seed 3 collapsed'],
    ['nli', 'the run of nli with seed 3 collapsed'],
  ])('in %s leaves nothing decided, and is named first', (failed, words) => {
    const fails = ({ arm, seed }: { arm: string; seed: number }) => arm === failed && seed === 3
    const report = told({
      seeds: 3,
      share: (run) => (fails(run) ? 0.333 : run.arm === 'nli' ? 0.72 : 0.7),
      collapsed: fails,
    })
    expect(report.answer.verdict).toBe('undecided')
    expect(report.answer.sentence).toMatch(
      new RegExp(`^Undecided between nli and the baseline arm, because ${words}`),
    )
    expect(report.answer.sentence).not.toContain('at chance')
    expect(report.comparisons[0]!.verdict).toBe('undecided')
    expect(marks(report)).toEqual([])
  })

  it('is found at chance too, where it does not answer all alike', () => {
    const report = told({
      seeds: 3,
      share: ({ arm, seed }) => (arm === 'baseline' && seed === 2 ? 0.31 : 0.7),
    })
    expect(report.answer.verdict).toBe('undecided')
    expect(report.answer.sentence).toContain('baseline is at chance on XNLI with seed 2')
    expect(marks(report)).toEqual([])
  })

  it('may be the only run of an arm', () => {
    const { answer } = told({ seeds: 1, share: ({ arm }) => (arm === 'nli' ? 0.7 : 0.3) })
    expect(answer.verdict).toBe('undecided')
    expect(answer.sentence).toContain('baseline is at chance on XNLI with seed 1')
  })

  it('with every seed of an arm leaves nothing decided', () => {
    const report = told({
      share: ({ arm }) => (arm === 'nli' ? 0.333 : 0.7),
      collapsed: ({ arm }) => arm === 'nli',
    })
    expect(report.answer.verdict).toBe('undecided')
    expect(marks(report)).toEqual([])
  })

  it('is not seen in a run that answers alike in one language of many: that language has no mark', () => {
    const alike = ({ arm, language }: { arm: string; language: string }) => arm === 'nli' && language === 'sw'
    const report = told({
      share: (run) => (alike(run) ? 0.33 : run.arm === 'nli' ? 0.9 : 0.6),
      collapsed: alike,
    })
    expect(report.answer.verdict).toBe('improves')
    const marked = report.pairs.filter(({ language, difference }) => language !== null && difference.clear)
    expect(marked.map(({ language }) => language).sort()).toEqual(['ar', 'de', 'en', 'hi'])
  })

  it.each([
    [['sw'], 'improves'],
    [['ar', 'sw'], 'undecided'],
  ])('in %s only is a doubt where the mean rests on it', (few, verdict) => {
    const alike = ({ arm, language }: { arm: string; language: string }) =>
      arm === 'baseline' && few.includes(language)
    const report = told({
      groups: ['script'],
      share: (run) => (alike(run) ? 0.33 : run.arm === 'nli' && few.length === 1 ? 0.75 : 0.7),
      collapsed: alike,
    })
    expect(report.answer.verdict).toBe(verdict)
    const marked = report.groups[0]!.differences.filter(({ difference }) => difference.clear)
    expect(marked.flatMap(({ languages }) => languages).some((code) => few.includes(code))).toBe(false)
  })

  it('does not lead where another arm is clearly better', () => {
    const report = told({
      arms: ['baseline', 'nli', 'sts'],
      share: ({ arm, language }) =>
        arm === 'nli' && language === 'sw' ? null : arm === 'baseline' ? 0.6 : 0.7,
    })
    expect(report.answer).toMatchObject({ verdict: 'improves', arm: 'sts' })
    expect(report.answer.sentence).toContain(
      'Undecided between nli and the baseline arm, because nli lacks 1 language of XNLI (Swahili).',
    )
    expect(report.comparisons.map(({ verdict }) => verdict)).toEqual(['undecided', 'improves'])
  })

  it('is told once where it stands against several arms', () => {
    const fails = ({ arm, seed }: { arm: string; seed: number }) => arm === 'baseline' && seed === 2
    const { answer } = told({
      arms: ['baseline', 'nli', 'sts'],
      share: (run) => (fails(run) ? 0.33 : 0.7),
      collapsed: fails,
    })
    expect(answer.sentence).toMatch(
      /^Undecided between the baseline arm and each of nli and sts, because the run/,
    )
    expect(answer.sentence.match(/collapsed/g)).toHaveLength(1)
  })
})

describe('results that one arm lacks', () => {
  it('do not make it the best: a target', () => {
    const report = told({
      arms: ['baseline', 'nli', 'sts'],
      targets: ['xnli', 'pawsx'],
      share: ({ arm, target }) =>
        arm === 'nli' && target === 'pawsx'
          ? null
          : arm === 'baseline'
            ? 0.6
            : target === 'xnli'
              ? 0.8
              : 0.41,
    })
    expect(report.answer.verdict).toBe('undecided')
    expect(report.answer.sentence).toMatch(
      /^Undecided between nli and the baseline arm, because nli has no result on PAWS-X/,
    )
    expect(report.answer.sentence).toContain('on XNLI (accuracy)')
    expect(report.answer.sentence).not.toContain('mean over 2 targets')
    expect(report.comparisons[0]!.extent!.targets).toEqual(['xnli'])
  })

  it('are named: languages, and seeds of some languages', () => {
    const languages = told({
      share: ({ arm, language }) => (arm === 'nli' ? (language === 'sw' ? null : 0.7) : 0.6),
    })
    expect(languages.answer.sentence).toContain('because nli lacks 1 language of XNLI (Swahili)')
    expect(languages.comparisons[0]!.extent!.languages).not.toContain('sw')
    const seeds = told({
      share: ({ arm, language, seed }) =>
        arm === 'nli' ? (language !== 'ar' && seed > 1 ? null : 0.7) : 0.6,
    })
    expect(seeds.answer.verdict).toBe('undecided')
    expect(seeds.answer.sentence).toContain('languages of XNLI have different numbers of seeds')
    expect(seeds.comparisons[0]!.extent!.seeds).toEqual([1])
  })
})

describe('results that one arm lacks in every language', () => {
  it('with a seed are no yes', () => {
    const report = told({
      seeds: 3,
      share: ({ arm, seed }) => (arm === 'nli' ? (seed === 3 ? null : 0.7) : 0.6),
    })
    expect(report.answer.verdict).toBe('undecided')
    expect(report.answer.sentence).toContain('because nli has no result on XNLI with seed 3')
    expect(onMean(report).clear).toBe(false)
  })

  it('are not passed over where the arms have nothing in common', () => {
    const { answer } = told({
      targets: ['xnli', 'pawsx'],
      share: ({ arm, target, seed }) =>
        target === 'pawsx' && (arm === 'nli') === (seed === 1) ? null : arm === 'nli' ? 0.7 : 0.6,
    })
    expect(answer.verdict).toBe('undecided')
    expect(answer.sentence).toContain('no seed and language in common on PAWS-X')
  })

  it('are named beside the arm that improves, which is then the best of none', () => {
    const report = told({
      arms: ['baseline', 'nli', 'sts'],
      share: ({ arm }) => (arm === 'nli' ? null : arm === 'sts' ? 0.7 : 0.6),
    })
    expect(report.answer.sentence).toMatch(
      /^sts is better than the baseline arm: .*No result to compare: nli\.$/,
    )
    expect(`${report.answer.sentence} ${report.limits.join(' ')}`).not.toContain('largest gain of')
  })

  it('of the baseline do not put it at chance', () => {
    const { answer } = told({ share: ({ arm }) => (arm === 'nli' ? 0.33 : null) })
    expect(answer.sentence).toMatch(/^Undecided: no arm is above chance on XNLI/)
  })
})

describe('the best of several arms', () => {
  it('says that another gains as much', () => {
    const { answer } = told({
      arms: ['baseline', 'nli', 'sts'],
      share: ({ arm }) => (arm === 'baseline' ? 0.6 : 0.7),
    })
    expect(answer.sentence).toContain('It is the largest gain of 2 arms, picked after looking')
    expect(answer.sentence).toMatch(/Also clear: sts is better than the baseline arm: \+\d/)
  })

  it('is one of those that are decided', () => {
    const { answer } = told({
      arms: ['baseline', 'nli', 'sts', 'both'],
      share: ({ arm, language }) =>
        arm === 'both'
          ? language === 'sw'
            ? null
            : 0.9
          : ({ baseline: 0.5, nli: 0.6, sts: 0.7 } as Record<string, number>)[arm]!,
    })
    expect(answer.sentence).toMatch(
      /^sts is better than the baseline arm: .*largest gain of 2 arms.*Undecided between both and/,
    )
  })
})

describe('seeds that disagree', () => {
  /** Five seeds gain, the sixth loses: apart, but no outlier. */
  const GAINS = [0.08, 0.04, 0.07, 0.05, 0.06, -0.01]
  const share: Share = ({ arm, seed }) => 0.6 + (arm === 'baseline' ? 0 : GAINS[seed - 1]!)

  it.each([[[]], [['nli vs baseline']]])('give no verdict (declared: %s)', (compare) => {
    const report = told({ seeds: 6, share, compare })
    expect(report.answer.verdict).toBe('undecided')
    expect(report.answer.sentence).toMatch(/because seeds disagree: \+\d.* \(seed 1\).* and −\d.* \(seed 6\)/)
    expect(marks(report)).toEqual([])
  })

  it('so far that the interval holds 0 are in the interval', () => {
    const { answer } = told({
      seeds: 2,
      share: ({ arm, seed }) => (arm === 'baseline' ? 0.6 : seed === 1 ? 0.66 : 0.58),
    })
    expect(answer.verdict).toBe('no-clear-effect')
    expect(answer.sentence).toContain('1 point would take more than 100 seeds')
  })

  it('on a target are told where the effect lies', () => {
    const { answer } = told({
      targets: ['xnli', 'pawsx'],
      seeds: 6,
      share: (run) => (run.target === 'xnli' ? share(run) : run.arm === 'nli' ? 0.7 : 0.6),
    })
    expect(answer.verdict).toBe('improves')
    expect(answer.where).toMatch(/XNLI alone is undecided, because seeds disagree.*PAWS-X gains on its own/)
  })
})

describe('one seed', () => {
  it('says nothing of arms: two runs differ', () => {
    const report = told({ seeds: 1, share: ({ arm }) => (arm === 'nli' ? 0.7 : 0.6) })
    expect(report.answer.verdict).toBe('undecided')
    expect(report.answer.sentence).toMatch(
      /^These two runs, nli and baseline with seed 1, differ by \+\d.* points \(95 % interval over test examples \+.*\) on XNLI .*; with one seed nothing is said about the arms\.$/,
    )
    expect(report.comparisons[0]!.finding).toContain('with one seed nothing is said about the arms')
    expect(marks(report)).toEqual([])
  })

  it('names no arm the best', () => {
    const { answer } = told({
      arms: ['baseline', 'nli', 'sts'],
      seeds: 1,
      share: ({ arm }) => ({ baseline: 0.5, nli: 0.6, sts: 0.7 })[arm]!,
    })
    expect(answer.sentence).toMatch(
      /^These runs with seed 1 differ from that of the baseline arm: nli .* and sts /,
    )
    expect(answer.arm).toBe('nli')
    expect(answer.sentence).not.toMatch(/best|largest/)
  })

  it('of one arm alone is told with what else is amiss', () => {
    const { answer } = told({
      seeds: 1,
      share: ({ arm, language }) => (arm === 'nli' ? (language === 'sw' ? null : 0.7) : 0.6),
    })
    expect(answer.sentence).toMatch(
      /^Undecided between nli and the baseline arm, because nli lacks 1 language of XNLI \(Swahili\); only seed 1 can be compared/,
    )
  })
})

describe('no clear difference', () => {
  const noisy = (gain: Readonly<Record<string, number>>): Share => {
    return ({ arm, seed }) => 0.6 + (gain[arm] ?? 0) + 0.01 * (seed % 3) * (arm === 'baseline' ? 1 : -1)
  }

  it('says what could have been seen, and what one point would take', () => {
    const { answer, comparisons } = told({ seeds: 4, share: noisy({}) })
    expect(answer.verdict).toBe('no-clear-effect')
    const { detectable } = answer.difference!
    expect(detectable).toBeGreaterThan(1)
    const size = `A true difference of ${detectable!.toFixed(1)} points would have been found with a chance of 80 %`
    expect(answer.sentence).toContain(size)
    expect(answer.sentence).toMatch(
      /1 point would take (about \d+|more than 100) seeds|the test examples are too few/,
    )
    expect(comparisons[0]!.finding).toContain(size)
  })

  it('speaks of all arms alike, and of no largest effect', () => {
    const { answer } = told({
      arms: ['baseline', 'nli', 'sts'],
      targets: ['xnli', 'pawsx'],
      seeds: 4,
      share: noisy({ nli: 0.01, sts: 0.02 }),
    })
    expect(answer.sentence).toMatch(/^No clear difference to the baseline arm: nli .* and sts /)
    expect(answer.where).toBe('No single target or language is clear on its own.')
    expect(`${answer.sentence} ${answer.where}`).not.toMatch(/largest|best/)
  })

  it('of a mean can hide a gain and a loss: both are told', () => {
    const { answer } = told({
      targets: ['xnli', 'pawsx'],
      share: ({ arm, target }) => 0.7 + (arm === 'baseline' ? 0 : target === 'xnli' ? 0.08 : -0.08),
    })
    expect(answer.verdict).toBe('no-clear-effect')
    expect(answer.where).toMatch(/^XNLI gains on its own, .* PAWS-X loses on its own, /)
  })

  it('is no doubt: runs that answer alike on every example do not differ', () => {
    const { answer } = told({ arms: ['baseline', 'nli', 'sts'], share: () => 0.6 })
    expect(answer.verdict).toBe('no-clear-effect')
    expect(answer.sentence).toContain('The scores are the same on every test example.')
    expect(answer.sentence).not.toContain('would have been found')
  })
})

describe('harm', () => {
  it('is told first, with its size and interval', () => {
    const { answer } = told({
      arms: ['baseline', 'nli', 'sts'],
      share: ({ arm }) => ({ baseline: 0.6, nli: 0.6, sts: 0.5 })[arm]!,
    })
    expect(answer).toMatchObject({ verdict: 'harms', arm: 'sts' })
    expect(answer.sentence).toMatch(
      /^sts is worse than the baseline arm: −\d.* points \(95 % interval .*No clear difference to the baseline arm: nli 0\.0 points/,
    )
  })

  it('on one target is told beside the gain', () => {
    const { answer } = told({
      targets: ['xnli', 'pawsx'],
      share: ({ arm, target }) => 0.7 + (arm === 'baseline' ? 0 : target === 'xnli' ? 0.2 : -0.08),
    })
    expect(answer.verdict).toBe('improves')
    expect(answer.sentence).toMatch(/It loses on PAWS-X \(−\d/)
  })
})

it('an interval that excludes 0 is not printed with an end of 0.0', () => {
  const told = { level: 95, covers: null }
  const difference = { value: 0.5, low: 0.02, high: 0.98, significant: true, covers: 'examples and runs' }
  expect(points(difference as ReportedDifference, told)).toBe(
    '+0.50 points (95 % interval over test examples and training runs +0.02 to +0.98)',
  )
  expect(points({ ...difference, significant: false } as ReportedDifference, told)).toContain('0.0 to +1.0')
})

it('an outlier is a doubt, whose rule is stated', () => {
  const NOISE = [0, 0.01, 0.02, 0.005, 0.015, 0.01]
  const { answer } = told({
    seeds: 6,
    share: ({ arm, seed }) =>
      arm === 'baseline' ? 0.6 + NOISE[seed - 1]! : seed === 6 ? 0.4 : 0.65 + NOISE[6 - seed]!,
  })
  expect(answer.sentence).toMatch(
    /^Undecided between nli and the baseline arm, because the run of baseline or nli with seed 6 is an outlier on XNLI, \d+\.\d points from what the other runs make expect \(rule: /,
  )
})

it('English alone is told to be nothing zero-shot', () => {
  const { answer } = told({
    share: ({ arm, language }) => (language === 'en' ? (arm === 'nli' ? 0.7 : 0.6) : null),
  })
  expect(answer.sentence).toContain('on XNLI (accuracy), in English and 3 seeds')
  expect(answer.sentence).toContain('XNLI was scored in English alone: nothing zero-shot was measured there.')
})

describe('a replicate', () => {
  const share: Share = ({ arm }) => (arm === 'baseline' ? 0.6 : 0.7)
  const written = { again: '{ replicateOf: nli }' }
  const arms = ['baseline', 'nli', 'again']

  it('is a control for chance, and no arm to pick', () => {
    const { answer, comparisons } = told({ arms, written, share })
    expect(answer.arm).toBe('nli')
    expect(answer.sentence).not.toContain('largest gain')
    expect(answer.sentence).toContain(
      'Control for chance: again is nli with other seeds; again against baseline',
    )
    expect(comparisons[1]!.finding).toMatch(/^Control for chance \(again is nli with other seeds\)\. Better/)
  })

  it('against its own arm should show nothing', () => {
    const { answer } = told({ arms, written, share, compare: ['again vs nli', 'nli vs baseline'] })
    expect(answer).toMatchObject({ arm: 'nli', against: 'baseline' })
    expect(answer.sentence).toContain(
      'Control for chance: again is nli trained again with other seeds, so that nothing but chance is in their difference of 0.0 points (0.0 to 0.0), no clear difference, as it should be.',
    )
  })

  it('that differs clearly says what that is', () => {
    const { answer, comparisons } = told({
      arms: ['baseline', 'again'],
      written: { again: '{ replicateOf: baseline }' },
      share: ({ arm }) => (arm === 'again' ? 0.7 : 0.6),
    })
    expect(answer.sentence).toMatch(
      /^Control for chance: again is baseline trained again .* on XNLI .*The mark is false/,
    )
    expect(comparisons[0]!.finding).toMatch(/so that all is chance\)\. Clear difference: \+/)
    expect(comparisons[0]!.finding).not.toMatch(/better|worse/i)
  })
})

it('a target that decides nothing carries no mark, and does not count among the tests', () => {
  const report = told({
    targets: ['xnli', 'pawsx'],
    share: ({ arm, target }) =>
      target === 'xnli' ? (arm === 'nli' ? 0.33 : 0.15) : arm === 'nli' ? 0.7 : 0.6,
  })
  expect(report.targets.map(({ decides }) => decides)).toEqual([false, true])
  expect(onMean(report)).toMatchObject({ significant: true, clear: false, adjusted: null })
  expect(onMean(report, 'pawsx').clear).toBe(true)
  expect(marks(report).some(({ target }) => target === 'xnli')).toBe(false)
})

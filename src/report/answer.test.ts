import { describe, expect, it } from 'vitest'
import { task } from '#catalog'
import { randomStream } from '#kernel'
import { metric } from '#score'
import { parseStudy } from '#study'
import { reportInput } from '../../test/support/report/made-study.ts'
import { buildReport } from './build.ts'
import { compareAsDeclared } from './declared.ts'

/** What an arm's run gets right in a language, 0 to 1; null where there is no result. */
type Share = (run: { arm: string; target: string; language: string; seed: number }) => number | null

interface Made {
  readonly arms?: readonly string[]
  readonly targets?: readonly string[]
  readonly seeds?: number
  readonly compare?: readonly string[]
  readonly groups?: readonly string[]
  readonly share: Share
  readonly collapsed?: (run: Parameters<Share>[0]) => boolean
}

const LANGUAGES = ['ar', 'de', 'en', 'hi', 'sw']
const EXAMPLES = 300
const CHANCE = 33.3

/** The report of a made study: examples are as hard for every arm, and all are scored by accuracy. */
function told({ arms = ['baseline', 'nli'], targets = ['xnli'], seeds = 2, ...made }: Made) {
  const stages = ['[]', '[sick-en]', '[stsb-en]', '[sick-en, stsb-en]']
  const text = [
    'question: Does it help?',
    'model: { from: scratch, text: { tasks: [ntrex] }, vocabulary: 8000, layers: 4, hidden: 256, heads: 4, feedForward: 1024 }',
    `arms: { ${arms.map((arm, at) => `${arm}: ${stages[at]}`).join(', ')} }`,
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
    expect(answer.sentence).toContain('on XNLI (accuracy), 5 languages and 2 seeds')
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
      new RegExp(`^Undecided between nli and baseline, because ${words}`),
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

  it('leaves other arms their verdict, and does not lead where another improves', () => {
    const report = told({
      arms: ['baseline', 'nli', 'sts'],
      share: ({ arm, seed }) => (arm === 'nli' && seed === 1 ? 0.333 : arm === 'baseline' ? 0.6 : 0.7),
      collapsed: ({ arm, seed }) => arm === 'nli' && seed === 1,
    })
    expect(report.answer).toMatchObject({ verdict: 'improves', arm: 'sts' })
    expect(report.answer.sentence).toContain('Undecided: nli, because the run of nli with seed 1 collapsed')
    expect(report.comparisons.map(({ verdict }) => verdict)).toEqual(['undecided', 'improves'])
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
      /^Undecided between nli and baseline, because nli has no result on PAWS-X/,
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
      /^Yes, on this evidence: sts improves .*No result to compare: nli\.$/,
    )
    expect(report.limits.join(' ')).not.toContain('The best of')
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
    expect(answer.sentence).toContain('The other arm improves it too, by as much or less.')
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
    expect(answer.sentence).toMatch(/^Yes, on this evidence: the best arm without a doubt against it, sts,/)
  })
})

describe('seeds that disagree', () => {
  const share: Share = ({ arm, seed }) => (arm === 'baseline' ? 0.6 : seed === 1 ? 0.66 : 0.58)

  it.each([[[]], [['nli vs baseline']]])('give no yes (declared: %s)', (compare) => {
    const report = told({ share, compare })
    expect(report.answer.verdict).toBe('undecided')
    expect(report.answer.sentence).toMatch(/because seeds disagree: \+\d.* \(seed 1\) and −\d.* \(seed 2\)/)
    expect(marks(report)).toEqual([])
  })

  it('may say nothing but for one', () => {
    const { answer } = told({
      seeds: 3,
      share: ({ arm, seed }) => (arm === 'nli' && seed === 1 ? 0.9 : 0.6),
    })
    expect(answer.verdict).toBe('undecided')
    expect(answer.sentence).toContain('0.0 (seed 2) and 0.0 (seed 3)')
  })

  it('in a group of languages leave it unmarked', () => {
    const report = told({
      groups: ['script'],
      share: ({ arm, language, seed }) =>
        arm === 'baseline' ? 0.6 : ['de', 'en', 'sw'].includes(language) ? (seed === 1 ? 0.75 : 0.55) : 0.75,
    })
    expect(report.answer.verdict).toBe('improves')
    const marked = report.groups[0]!.differences.filter(({ difference }) => difference.clear)
    expect([...new Set(marked.map(({ group }) => group))].sort()).toEqual(['Arabic', 'Devanagari'])
  })

  it('on the target of the largest effect are told beside it', () => {
    const { answer } = told({
      targets: ['xnli', 'pawsx'],
      share: ({ arm, target, seed }) =>
        arm === 'baseline' ? 0.6 : target === 'xnli' ? (seed === 1 ? 0.9 : 0.58) : 0.7,
    })
    expect(answer.verdict).toBe('improves')
    expect(answer.where).toMatch(
      /^The effect of nli is largest on XNLI.*That target alone is undecided, because seeds disagree/,
    )
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

import { describe, expect, it } from 'vitest'
import golden from './golden/two-sources.json' with { type: 'json' }
import { type Cell, compare } from './index.ts'

const ARMS = ['arm', 'baseline']

/** The difference of two arms whose runs answered right ("1") or wrong; items are independent. */
function differenceOf(right: readonly (readonly string[])[]) {
  const seeds = right[0]!.map((_, at) => at + 1)
  const cells = right.flatMap((runs, a) =>
    runs.map((answers, s): Cell => {
      const arm = ARMS[a]!
      const outcomes = { correct: Float32Array.from(answers, Number) }
      const score = { task: 'xnli', language: 'de', examples: answers.length, chance: {}, outcomes }
      const run = `${arm} ${s}`
      return {
        arm,
        target: 'xnli',
        language: 'de',
        seed: s + 1,
        run,
        score: { ...score, metrics: { accuracy: 0 } },
      }
    }),
  )
  const results = { arms: ARMS, baseline: 'baseline', targets: ['xnli'], seeds, cells, missing: [] }
  return compare(results).pairs[0]!.deciding!
}

// Remade by scripts/parity/two-sources.py.
describe('a difference over seeds and items', () => {
  it(`has the standard error of a mixed model, as statsmodels ${golden.versions.statsmodels}`, () => {
    // Seeds and items crossed and none missing: restricted maximum likelihood is what mean squares give, while no variance is 0.
    const { value, standardError } = differenceOf(golden.mixed.right)
    expect(value).toBeCloseTo(golden.mixed.value, 8)
    expect(standardError / golden.mixed.standardError).toBeCloseTo(1, 5)
  })

  it(`has p values like those of runs swapped between the arms, as scipy ${golden.versions.scipy}`, () => {
    const p = golden.swapped.map((each) => ({ ours: differenceOf(each.right).p!, theirs: each.p }))
    const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length
    expect(mean(p.map(({ ours, theirs }) => Math.abs(ours - theirs)))).toBeLessThan(0.03)
    // Other items are a chance that swapped runs do not have: ours are larger, if anything.
    expect(mean(p.map(({ ours, theirs }) => ours - theirs))).toBeGreaterThan(0)
    for (const level of [0.05, 0.1, 0.2, 0.5]) {
      const share = (whose: 'ours' | 'theirs') => mean(p.map((each) => (each[whose] < level ? 1 : 0)))
      expect(share('ours')).toBeLessThanOrEqual(share('theirs'))
      expect(share('ours')).toBeGreaterThan(share('theirs') - 0.1)
    }
  })
})

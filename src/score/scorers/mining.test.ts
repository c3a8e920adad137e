import { describe, expect, it } from 'vitest'
import { distinctTexts } from '#features'
import golden from '../golden/mining.json' with { type: 'json' }
import { ofSide } from '../mining/distinct.ts'
import type { MinedCollections } from '../mining/mine.ts'
import { chooseThreshold } from '../mining/threshold.ts'
import { minedPairs, scoreMining } from './mining.ts'

// Remade by scripts/parity/mining.py.
type Case = (typeof golden.cases)[number]
type Part = Case['test']

const scored = { task: 'bucc2018', language: 'de' }

function collectionsOf({ de, en, gold, depth, forward, backward }: Part): MinedCollections {
  const neighbours = ({ indices, scores }: Part['forward'], k: number) => ({
    indices: { data: Int32Array.from(indices), shape: [indices.length / k, k] },
    scores: { data: Float32Array.from(scores), shape: [scores.length / k, k] },
  })
  return {
    examples: [
      ...de.texts.map((text, at) => ({
        id: de.ids[at]!,
        text,
        side: 'text' as const,
        translations: gold.filter(([id]) => id === de.ids[at]).map(([, id]) => id!),
      })),
      ...en.texts.map((text, at) => ({ id: en.ids[at]!, text, side: 'english' as const })),
    ],
    forward: neighbours(forward, depth[0]!),
    backward: neighbours(backward, depth[1]!),
  }
}

const inputOf = ({ test, development }: Pick<Case, 'test' | 'development'>) => ({
  test: collectionsOf(test),
  development: collectionsOf(development),
})
const solved = golden.cases.filter((each) => each.crash === undefined)
const first = () => inputOf(golden.cases[0]!)

describe(`mining as XTREME ${golden.versions.xtreme} and LASER ${golden.versions.laser}`, () => {
  it.each(solved.map((each) => [each.name, each] as const))('%s', (_, official) => {
    const input = inputOf(official)
    const score = scoreMining(scored, input)
    expect(score.details!.threshold).toBe(official.threshold)
    expect(score.details!['F1 there']).toBe(official['development F1'])
    expect(minedPairs(scored, input).map(({ text, english }) => [text, english])).toEqual(official.pairs)
    expect(score.metrics).toEqual({
      'mining-f1': official.f1,
      'mining-precision': official.precision,
      'mining-recall': official.recall,
    })
  })

  it('takes every candidate where the official scripts fail for want of one more', () => {
    const crashed = golden.cases.filter((each) => each.crash !== undefined)
    expect(crashed.length).toBeGreaterThan(0)
    for (const each of crashed) expect(scoreMining(scored, inputOf(each)).details!['F1 there']).toBe(100)
    expect(chooseThreshold([{ score: 1.25, isGold: true }], 1)).toEqual({ value: 1.25, f1: 1 })
  })
})

describe('scoreMining', () => {
  it('has outcomes by sentence that add up to the counts, and the threshold with its origin', () => {
    const { outcomes, examples, details, chance } = scoreMining(scored, first())
    const sum = (column: string) => [...outcomes[column]!].reduce((a, b) => a + b, 0)
    expect(examples).toBe(30)
    expect(sum('pairs_gold')).toBe(15)
    expect(sum('pairs_predicted')).toBe(12)
    expect(sum('pairs_correct')).toBe(12)
    expect(details).toMatchObject({ 'threshold chosen on': 'development' })
    // 30 of 36 English sentences get a partner: 15 / 36 right ones.
    expect(chance['mining-f1']?.value).toBeCloseTo((100 * 2 * (15 / 36)) / (30 + 15), 10)
  })

  it('tells that every sentence is nearest to the same English one', () => {
    const { test, development } = first()
    test.forward.indices.data.fill(7)
    expect(scoreMining(scored, { test, development }).collapsed).toBe('English sentence 7')
  })

  it('wants neighbours of distinct sentences', () => {
    const { test, development } = inputOf(golden.cases.find(({ name }) => name === 'copies in de')!)
    expect(distinctTexts(ofSide(test.examples, 'text'))).toHaveLength(22)
    const [copy] = test.examples
    const examples = [{ ...copy!, id: 'one more', text: 'not seen before' }, ...test.examples]
    expect(() => scoreMining(scored, { test: { ...test, examples }, development })).toThrow(
      '22 rows of neighbours of distinct sentences, wanted 23',
    )
  })

  it.each([
    ['withheld gold', { translations: null }, 'SCORE_INPUT_NO_GOLD'],
    ['an id twice', { id: golden.cases[0]!.test.de.ids[1]! }, 'SCORE_INPUT_DUPLICATE'],
  ])('refuses %s', (_, change, code) => {
    const { test, development } = first()
    const examples = test.examples.map((example, at) => (at === 0 ? { ...example, ...change } : example))
    expect(() => scoreMining(scored, { test: { ...test, examples }, development })).toThrow(
      expect.objectContaining({ code }),
    )
  })

  it('refuses a cosine that is none, and a neighbour that there is not', () => {
    const broken = first()
    broken.development.backward.scores.data[5] = Number.NaN
    expect(() => scoreMining(scored, broken)).toThrow(
      'task "bucc2018 (development)" in language "de": example "row 1"',
    )
    const lost = first()
    lost.test.forward.indices.data[0] = 99
    expect(() => scoreMining(scored, lost)).toThrow('has neighbour 99 of 36 sentences')
  })
})

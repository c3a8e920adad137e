import { describe, expect, it } from 'vitest'
import golden from '../golden/retrieval.json' with { type: 'json' }
import { averagePrecision, packRanks } from '../metrics/average-precision.ts'
import { scorePassageRetrieval } from './passage-retrieval.ts'
import { RandomRetrieval } from './random-order.ts'

const scored = { task: 'lareqa', language: 'de' }
const ranking = (rows: readonly (readonly number[])[]) => ({
  data: Int32Array.from(rows.flat()),
  shape: [rows.length, rows[0]!.length],
})

// Remade by scripts/parity/retrieval.py.
describe(`rankings as XTREME ${golden.versions.xtreme} scores them`, () => {
  it.each(golden.several.map((each) => [each.name, each] as const))('%s', (_, official) => {
    const { metrics, outcomes } = scorePassageRetrieval(scored, {
      neighbours: ranking(official.neighbours),
      relevant: official.relevant,
      candidates: official.candidates,
    })
    const ours = official.relevant.map((_rows, query) =>
      averagePrecision(outcomes.right_ranks![query]!, outcomes.right_candidates![query]!),
    )
    expect(ours).toEqual(official.averagePrecision)
    // numpy adds in another order than the script for Mewsli-X, which we follow.
    expect(metrics['map@20']).toBeCloseTo(official['map@20'], 12)
    expect(metrics.mrr).toBe(official.mrr)
    for (const [at, depth] of [1, 5, 10].entries())
      expect(metrics[`recall@${depth}`]).toBeCloseTo(official.recall[at]!, 12)
  })
})

describe('scorePassageRetrieval', () => {
  const neighbours = ranking([
    [3, 0, 1],
    [2, 3, 0],
  ])

  it('counts the first right candidate for recall and all for average precision', () => {
    const { metrics, outcomes, chance } = scorePassageRetrieval(scored, {
      neighbours,
      relevant: [
        [0, 1],
        [1, 2],
      ],
      candidates: 4,
    })
    expect(outcomes.rank).toEqual(Float32Array.of(2, 1))
    expect(outcomes.right_ranks).toEqual(Float32Array.of(0b110, 0b001))
    // map@20, recall@5 and recall@10 need deeper neighbours.
    expect(metrics).toEqual({ mrr: 75, 'recall@1': 50 })
    expect(chance['recall@1']).toEqual({ value: 50, method: 'a random order of 4 candidates' })
  })

  it('gives every depth when all candidates were searched', () => {
    const all = ranking([[1, 0]])
    const { metrics } = scorePassageRetrieval(scored, { neighbours: all, relevant: [[0]], candidates: 2 })
    expect(metrics).toEqual({ 'map@20': 50, mrr: 50, 'recall@1': 0, 'recall@5': 100, 'recall@10': 100 })
  })

  it('tells that every query found the same candidate', () => {
    const hub = ranking([[2], [2]])
    const relevant = [[0], [2]]
    expect(scorePassageRetrieval(scored, { neighbours: hub, relevant, candidates: 3 }).collapsed).toBe(
      'candidate 2',
    )
  })

  it('refuses a query without a right candidate, rows that there are not or do not rise, other numbers of queries', () => {
    const attempt = (relevant: number[][]) => () =>
      scorePassageRetrieval(scored, { neighbours, relevant, candidates: 4 })
    expect(attempt([[0], []])).toThrow(expect.objectContaining({ code: 'SCORE_INPUT_NOTHING_RIGHT' }))
    expect(attempt([[0], [4]])).toThrow('gold row 4 of 4 candidates')
    expect(attempt([[0], [2, 1]])).toThrow('gold rows that do not rise')
    expect(attempt([[0]])).toThrow('2 rows of neighbours, wanted 1')
  })
})

describe('averagePrecision', () => {
  it('divides by twenty at most, and packs no rank beyond', () => {
    const first = Array.from({ length: 30 }, (_, at) => at + 1)
    expect(averagePrecision(packRanks(first), 30)).toBe(1)
    expect(averagePrecision(packRanks([21, 22]), 2)).toBe(0)
    expect(averagePrecision(packRanks([2, 20]), 40)).toBe((1 / 2 + 2 / 20) / 20)
  })
})

/** All orders of 0 to n - 1. */
function orders(n: number): number[][] {
  if (n === 0) return [[]]
  return orders(n - 1).flatMap((order) =>
    Array.from({ length: n }, (_, at) => [...order.slice(0, at), n - 1, ...order.slice(at)]),
  )
}

describe('RandomRetrieval', () => {
  it.each([
    [6, 1, 2],
    [6, 2, 3],
    [6, 5, 6],
    [5, 5, 2],
    [1, 1, 1],
  ])('is the mean over all orders of %i candidates, %i right, %i deep', (candidates, right, depth) => {
    const all = orders(candidates)
    const rows = Array.from({ length: right }, (_, at) => at)
    const { metrics } = scorePassageRetrieval(scored, {
      neighbours: ranking(all.map((order) => order.slice(0, depth))),
      relevant: all.map(() => rows),
      candidates,
    })
    const random = new RandomRetrieval(candidates, [right])
    expect(random.reciprocalRank(depth).value).toBeCloseTo(metrics.mrr!, 10)
    expect(random.recall(1).value).toBeCloseTo(metrics['recall@1']!, 10)
    if (depth === candidates) expect(random.averagePrecision().value).toBeCloseTo(metrics['map@20']!, 10)
  })

  it('weighs queries by their number of right candidates', () => {
    expect(new RandomRetrieval(4, [1, 3, 3]).recall(1).value).toBeCloseTo(
      (100 * (0.25 + 0.75 + 0.75)) / 3,
      10,
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import golden from '../golden/values.json' with { type: 'json' }
import type { Outcomes } from '../metric.ts'
import { scoreClassification } from '../scorers/classification.ts'
import { scoreRegression } from '../scorers/regression.ts'
import { scoreRetrieval } from '../scorers/retrieval.ts'
import { METRICS, metric } from './index.ts'

fc.configureGlobal({ seed: 1 })

type Row = Readonly<Record<string, number>>

const answer = fc
  .tuple(fc.nat(4), fc.nat(4), fc.integer({ min: 1, max: 5 }))
  .map(([overlap, more, gold]): Row => {
    const predicted = overlap + more
    return {
      exact: overlap === gold && more === 0 ? 1 : 0,
      overlap_tokens: Math.min(overlap, gold),
      predicted_tokens: predicted,
      gold_tokens: gold,
    }
  })
const sentence = fc.tuple(fc.nat(5), fc.nat(5), fc.nat(5)).map(([correct, wrong, missed]): Row => {
  const tokens = correct + wrong + missed
  return {
    chunks_correct: correct,
    chunks_predicted: correct + wrong,
    chunks_gold: correct + missed,
    tokens_correct: correct,
    tokens,
  }
})
const pair = fc.record({ predicted: fc.integer({ min: -9, max: 9 }), gold: fc.integer({ min: 0, max: 5 }) })

const bits = (packed: number) => packed.toString(2).replaceAll('0', '').length

/** One example's outcomes at random, and those of a perfect copy, for the metrics that read these columns. */
const FAMILIES: readonly { readonly row: fc.Arbitrary<Row>; readonly perfect: (row: Row) => Row }[] = [
  { row: fc.record({ correct: fc.nat(1) }), perfect: () => ({ correct: 1 }) },
  {
    row: answer,
    perfect: ({ gold_tokens: gold }) => ({
      exact: 1,
      overlap_tokens: gold!,
      predicted_tokens: gold!,
      gold_tokens: gold!,
    }),
  },
  {
    row: sentence,
    perfect: ({ chunks_gold: chunks, tokens }) => ({
      chunks_correct: chunks! + 1,
      chunks_predicted: chunks! + 1,
      chunks_gold: chunks! + 1,
      tokens_correct: tokens! + 1,
      tokens: tokens! + 1,
    }),
  },
  { row: pair, perfect: ({ gold }) => ({ predicted: gold!, gold: gold! }) },
  {
    row: fc.record({ rank: fc.nat(12), reverse_rank: fc.nat(12) }),
    perfect: () => ({ rank: 1, reverse_rank: 1 }),
  },
  {
    row: fc
      .tuple(fc.nat(5), fc.nat(5))
      .map(([right, wrong]): Row => ({ masked_correct: right, masked_tokens: right + wrong })),
    perfect: ({ masked_tokens: masked }) => ({ masked_correct: masked! + 1, masked_tokens: masked! + 1 }),
  },
  {
    row: fc
      .tuple(fc.nat(2 ** 20 - 1), fc.nat(12))
      .map(
        ([right, more]): Row => ({ right_ranks: right, right_candidates: Math.max(1, bits(right) + more) }),
      ),
    perfect: ({ right_candidates }) => ({
      right_ranks: 2 ** Math.min(right_candidates!, 20) - 1,
      right_candidates: right_candidates!,
    }),
  },
  {
    row: fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2)).map(
      ([correct, wrong, missed]): Row => ({
        pairs_correct: correct,
        pairs_predicted: correct + wrong,
        pairs_gold: correct + missed,
      }),
    ),
    perfect: ({ pairs_gold }) => ({
      pairs_correct: pairs_gold! + 1,
      pairs_predicted: pairs_gold! + 1,
      pairs_gold: pairs_gold! + 1,
    }),
  },
]

function familyOf(columns: readonly string[]) {
  const family = FAMILIES.find(({ row }) => columns.every((column) => column in fc.sample(row, 1)[0]!))
  if (family === undefined)
    throw new Error(`no made-up outcomes for the columns ${columns.join(', ')}: add a family`)
  return family
}

function outcomesOf(rows: readonly Row[]): Outcomes {
  const names = Object.keys(rows[0] ?? {})
  return Object.fromEntries(names.map((name) => [name, Float32Array.from(rows, (row) => row[name]!)]))
}

// Every metric of the family passes this.
describe.each(METRICS.map((each) => [each.id, each] as const))('%s', (_, each) => {
  const { row, perfect } = familyOf(each.columns)
  const rows = fc.array(row, { minLength: 1, maxLength: 30 })
  const lowest = each.unit === 'percent' ? 0 : -100

  it('gives a perfect copy 100', () => {
    fc.assert(
      fc.property(rows, (some) => {
        // Two more examples, so that correlations have two gold values.
        const copy = [...some, { ...some[0], gold: 0 }, { ...some[0], gold: 5 }].map((one) =>
          perfect(one as Row),
        )
        expect(each.value(outcomesOf(copy))).toBeCloseTo(100, 10)
      }),
    )
  })

  it('lies within its bounds', () => {
    fc.assert(
      fc.property(rows, (some) => {
        const value = each.value(outcomesOf(some))
        expect(value).toBeGreaterThanOrEqual(lowest)
        expect(value).toBeLessThanOrEqual(100)
      }),
    )
  })

  it('does not depend on the order of the examples', () => {
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat(1000)), (some, keys) => {
        const shuffled = some
          .map((one) => ({ one, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
        expect(each.value(outcomesOf(shuffled.map(({ one }) => one)))).toBeCloseTo(
          each.value(outcomesOf(some)),
          9,
        )
      }),
    )
  })

  it('with counts of one is the metric itself', () => {
    fc.assert(
      fc.property(rows, (some) => {
        const outcomes = outcomesOf(some)
        expect(each.value(outcomes, new Int32Array(some.length).fill(1))).toBeCloseTo(each.value(outcomes), 9)
      }),
    )
  })

  it('counts an example as often as its count says', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(row, fc.nat(3)), { minLength: 1, maxLength: 20 }), (some) => {
        const copies = some.flatMap(([one, count]) => Array.from({ length: count }, () => one))
        fc.pre(copies.length > 0)
        const counts = Int32Array.from(some, ([, count]) => count)
        const all = outcomesOf(some.map(([one]) => one))
        expect(each.value(all, counts)).toBeCloseTo(each.value(outcomesOf(copies)), 9)
      }),
    )
  })

  it('without a cluster is the metric of the other examples', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(row, fc.nat(2)), { minLength: 2, maxLength: 20 }), (some) => {
        fc.pre(new Set(some.map(([, cluster]) => cluster)).size > 1)
        const all = outcomesOf(some.map(([one]) => one))
        const without = each.withoutEach(
          all,
          Int32Array.from(some, ([, cluster]) => cluster),
          4,
        )
        for (const [cluster, value] of without.entries()) {
          const left = some.filter(([, own]) => own !== cluster).map(([one]) => one)
          expect(value).toBeCloseTo(each.value(outcomesOf(left)), 9)
        }
      }),
    )
  })

  it('throws without examples', () => {
    const none = Object.fromEntries(each.columns.map((name) => [name, new Float32Array(0)]))
    const one = Object.fromEntries(each.columns.map((name) => [name, new Float32Array(1)]))
    expect(() => each.value(none)).toThrow(RangeError)
    expect(() => each.value({})).toThrow(RangeError)
    expect(() => each.value(one, new Int32Array(1))).toThrow(RangeError)
    expect(() => each.value(one, new Int32Array(2))).toThrow(RangeError)
    expect(() => each.withoutEach(one, new Int32Array(1), 1)).toThrow(RangeError)
  })
})

describe('the family', () => {
  it('has an id, a title and a source for each, and reports known metrics', () => {
    expect(new Set(METRICS.map(({ id }) => id)).size).toBe(METRICS.length)
    for (const { title, source, reportedAs } of METRICS) {
      expect(title).not.toBe('')
      expect(source).not.toBe('')
      if (reportedAs !== undefined) expect(metric(reportedAs).id).toBe(reportedAs)
    }
  })

  it('names what there is when asked for what there is not', () => {
    expect(() => metric('bleu')).toThrow(/no metric "bleu"; there are accuracy, /)
  })
})

// Remade by scripts/parity/values.py.
const scored = { task: 't', language: 'en' }

describe(`correlations as scipy ${golden.versions.scipy}`, () => {
  it.each(golden.correlations)('$name', ({ predicted, gold, pearson, spearman }) => {
    const examples = gold.map((value, at) => ({ id: String(at), text: '', pair: '', value }))
    const { metrics } = scoreRegression(scored, examples, predicted)
    expect(metrics.pearson).toBeCloseTo(100 * pearson, 10)
    expect(metrics.spearman).toBeCloseTo(100 * spearman, 10)
  })

  it('ranks a resample anew', () => {
    const [all, resampled] = golden.correlations
    const counts = new Int32Array(all!.gold.length)
    for (const at of golden.resample) counts[at]!++
    const outcomes = { predicted: Float64Array.from(all!.predicted), gold: Float64Array.from(all!.gold) }
    expect(metric('spearman').value(outcomes, counts)).toBeCloseTo(100 * resampled!.spearman, 10)
    expect(metric('pearson').value(outcomes, counts)).toBeCloseTo(100 * resampled!.pearson, 10)
  })

  it('are 0 where predictions do not vary, in a resample too', () => {
    const outcomes = { predicted: Float32Array.of(0.1, 0.1, 0.3), gold: Float32Array.of(1, 2, 3) }
    for (const id of ['pearson', 'spearman'])
      expect(metric(id).value(outcomes, Int32Array.of(1, 2, 0))).toBe(0)
  })
})

describe('XTREME evaluate.py', () => {
  it.each(golden.accuracies)('accuracy $accuracy', ({ gold, predicted, accuracy }) => {
    const labels = gold.split(' ')
    const examples = labels.map((label, at) => ({ id: String(at), text: '', label }))
    expect(scoreClassification(scored, examples, predicted.split(' ')).metrics.accuracy).toBe(accuracy)
  })

  it.each(golden.retrievals)('retrieval accuracy $accuracy, mean reciprocal rank $mrr', (official) => {
    const { metrics } = scoreRetrieval(scored, {
      neighbours: {
        data: Int32Array.from(official.neighbours.flat()),
        shape: [official.gold.length, official.neighbours[0]!.length],
      },
      gold: Int32Array.from(official.gold),
      candidates: 30,
    })
    expect(metrics['retrieval-accuracy']).toBe(official.accuracy)
    expect(metrics.mrr).toBe(official.mrr)
  })
})

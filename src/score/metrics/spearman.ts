import type { Metric, Outcomes } from '../metric.ts'
import { countExamples, readColumns, withoutEachOf } from '../sums.ts'

/** Ranks of one side in a resample, less the mean rank: equal values share the mean of the places their copies take. */
class Ranker {
  /** Place of each example's value among the different values. */
  readonly groups: Int32Array
  /** By place. */
  readonly ranks: Float64Array
  private readonly copies: Int32Array

  constructor(values: Outcomes[string]) {
    const distinct = [...new Set(values)].sort((a, b) => a - b)
    const places = new Map(distinct.map((value, place) => [value, place]))
    this.groups = Int32Array.from(values, (value) => places.get(value)!)
    this.ranks = new Float64Array(distinct.length)
    this.copies = new Int32Array(distinct.length)
  }

  /** Sets the ranks; returns their sum of squares. */
  rank(counts: Int32Array | undefined, total: number): number {
    const { groups, copies, ranks } = this
    copies.fill(0)
    for (let at = 0; at < groups.length; at++) copies[groups[at]!]! += counts === undefined ? 1 : counts[at]!
    let before = 0
    let squares = 0
    for (let place = 0; place < copies.length; place++) {
      const here = copies[place]!
      const rank = before + (here + 1) / 2 - (total + 1) / 2
      ranks[place] = rank
      squares += here * rank * rank
      before += here
    }
    return squares
  }
}

/** Reads the outcomes once, for one value or many. */
const prepare = (outcomes: Outcomes) => {
  const [x, y] = readColumns(spearman, outcomes).map((column) => new Ranker(column)) as [Ranker, Ranker]
  const length = x.groups.length
  return (counts?: Int32Array): number => {
    const total = countExamples(length, counts)
    const xx = x.rank(counts, total)
    const yy = y.rank(counts, total)
    if (xx === 0 || yy === 0) return 0
    let xy = 0
    for (let at = 0; at < length; at++) {
      const count = counts === undefined ? 1 : counts[at]!
      xy += count * x.ranks[x.groups[at]!]! * y.ranks[y.groups[at]!]!
    }
    return 100 * Math.max(-1, Math.min(1, xy / Math.sqrt(xx) / Math.sqrt(yy)))
  }
}

/** Spearman rank correlation of predicted and gold values, ties at their mean rank, x 100; 0 where all predictions are equal. */
export const spearman: Metric = {
  id: 'spearman',
  title: 'Spearman correlation',
  unit: 'correlation x 100',
  source: 'Reimers, Beyer and Gurevych 2016 for STS; as scipy.stats.spearmanr',
  columns: ['predicted', 'gold'],
  value: (outcomes, counts) => prepare(outcomes)(counts),
  withoutEach: withoutEachOf(prepare),
}

import type { Metric } from '../metric.ts'
import { countExamples, readColumns } from '../sums.ts'
import { weightedCorrelation } from './pearson.ts'

/**
 * Ranks within a resample: equal values share the mean of the places that their copies take.
 * Sorts once; each resample is one pass over the sorted values.
 */
function ranker(values: Float32Array): (counts: Int32Array | undefined, ranks: Float64Array) => void {
  const order = Int32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!)
  return (counts, ranks) => {
    let before = 0
    for (let from = 0; from < order.length; ) {
      const value = values[order[from]!]!
      let end = from
      let copies = 0
      for (; end < order.length && values[order[end]!] === value; end++) {
        copies += counts === undefined ? 1 : counts[order[end]!]!
      }
      const shared = before + (copies + 1) / 2
      for (let at = from; at < end; at++) ranks[order[at]!] = shared
      before += copies
      from = end
    }
  }
}

const resampler: Metric['resampler'] = (outcomes) => {
  const [predicted, gold] = readColumns(spearman, outcomes) as [Float32Array, Float32Array]
  const rankPredicted = ranker(predicted)
  const rankGold = ranker(gold)
  const predictedRanks = new Float64Array(gold.length)
  const goldRanks = new Float64Array(gold.length)
  return (counts) => {
    const total = countExamples(gold.length, counts)
    rankPredicted(counts, predictedRanks)
    rankGold(counts, goldRanks)
    return 100 * weightedCorrelation(predictedRanks, goldRanks, counts, total)
  }
}

/** Spearman rank correlation of predicted and gold values, ties at their mean rank, x 100; 0 where all predictions are equal. */
export const spearman: Metric = {
  id: 'spearman',
  title: 'Spearman correlation',
  unit: 'correlation x 100',
  source: 'Reimers, Beyer and Gurevych 2016 for STS; as scipy.stats.spearmanr',
  columns: ['predicted', 'gold'],
  resampler,
  value: (outcomes, counts) => resampler(outcomes)(counts),
}

import { sumMetric } from '../sums.ts'

interface Rates {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

/** Precision, recall and F1 of counts, 0 to 1, in the official order of operations; 0 without any correct one. */
export function ratesOf(correct: number, predicted: number, gold: number): Rates {
  if (correct === 0) return { precision: 0, recall: 0, f1: 0 }
  const precision = correct / predicted
  const recall = correct / gold
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) }
}

const COLUMNS = ['pairs_correct', 'pairs_predicted', 'pairs_gold']

const mining = (id: string, title: string, pick: keyof Rates) =>
  sumMetric({
    id,
    title,
    unit: 'percent',
    source: 'google-research/xtreme evaluate.py, bucc_f1(): sets of id pairs',
    columns: COLUMNS,
    fromSums: ([correct, predicted, gold]) => ratesOf(correct!, predicted!, gold!)[pick] * 100,
  })

/** F1 of mined id pairs against the gold pairs. Unit: percent. */
export const miningF1 = mining('mining-f1', 'F1 of mined pairs', 'f1')

/** Share of mined id pairs that are gold. Unit: percent. */
export const miningPrecision = mining('mining-precision', 'Precision of mined pairs', 'precision')

/** Share of gold id pairs that were mined. Unit: percent. */
export const miningRecall = mining('mining-recall', 'Recall of gold pairs', 'recall')

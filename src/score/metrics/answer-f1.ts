import type { Outcomes } from '../metric.ts'
import { sumMetric } from '../sums.ts'

const COLUMNS = ['overlap_tokens', 'predicted_tokens', 'gold_tokens']

/**
 * F1 of each answer from token counts: P = overlap / predicted, R = overlap / gold, F1 = 2PR / (P + R), 0 without overlap.
 * The outcomes keep counts because they are whole numbers: a Float32 F1 would lose the official scorer's last digits.
 */
export function answerF1(outcomes: Outcomes): Float64Array {
  const [overlap, predicted, gold] = COLUMNS.map((name) => outcomes[name]!) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ]
  return Float64Array.from(overlap, (same, at) => f1Of(same, predicted[at]!, gold[at]!))
}

/** F1 of one answer, 0 to 1, in the official order of operations. */
export function f1Of(overlap: number, predicted: number, gold: number): number {
  if (overlap === 0) return 0
  const precision = overlap / predicted
  const recall = overlap / gold
  return (2 * precision * recall) / (precision + recall)
}

const f1 = (id: string, title: string, source: string, reportedAs: string) =>
  sumMetric({
    id,
    title,
    unit: 'percent',
    source,
    columns: COLUMNS,
    reportedAs,
    terms: (outcomes) => [answerF1(outcomes)],
    fromSums: ([sum], examples) => (100 * sum!) / examples,
  })

/** Mean token F1 with the nearest gold answer after SQuAD normalisation. Unit: percent. */
export const squadF1 = f1(
  'squad-f1',
  'F1 (SQuAD)',
  'Rajpurkar et al. 2016, section 6.1; evaluate-v1.1.py. With unanswerable questions: Rajpurkar et al. 2018, evaluate-v2.0.py',
  'squad-mean',
)

/** Mean token F1 with the nearest gold answer after MLQA normalisation. Unit: percent. */
export const mlqaF1 = f1('mlqa-f1', 'F1 (MLQA)', 'Lewis et al. 2020; mlqa_evaluation_v1.py', 'mlqa-mean')

const mean = (id: string, title: string) =>
  sumMetric({
    id,
    title,
    unit: 'percent',
    source:
      'google-research/xtreme evaluate.py: the score of a question answering task is (exact match + F1) / 2',
    columns: ['exact', ...COLUMNS],
    terms: (outcomes) => [outcomes.exact!, answerF1(outcomes)],
    fromSums: ([exact, sum], examples) => ((100 * exact!) / examples + (100 * sum!) / examples) / 2,
  })

/** Mean of exact match and F1 by the SQuAD rules, as XTREME scores XQuAD and TyDiQA. Unit: percent. */
export const squadMean = mean('squad-mean', 'Mean of exact match and F1 (SQuAD)')

/** Mean of exact match and F1 by the MLQA rules, as XTREME scores MLQA. Unit: percent. */
export const mlqaMean = mean('mlqa-mean', 'Mean of exact match and F1 (MLQA)')

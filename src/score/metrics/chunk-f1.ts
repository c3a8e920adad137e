import { sumMetric } from '../sums.ts'

const rate = (part: number, whole: number) => (whole > 0 ? part / whole : 0)

/**
 * Micro-averaged F1 over chunks: P = correct / predicted, R = correct / gold, F1 = 2PR / (P + R); 0 without any correct one.
 * What a chunk is, depends on the seqeval behaviour that the outcomes were made with. Unit: percent.
 */
export const chunkF1 = sumMetric({
  id: 'chunk-f1',
  title: 'F1 over chunks',
  unit: 'percent',
  source: 'google-research/xtreme evaluate.py, f1(): seqeval f1_score, micro average, not strict',
  columns: ['chunks_correct', 'chunks_predicted', 'chunks_gold'],
  fromSums: ([correct, predicted, gold]) => {
    const precision = rate(correct!, predicted!)
    const recall = rate(correct!, gold!)
    return precision + recall > 0 ? ((2 * precision * recall) / (precision + recall)) * 100 : 0
  },
})

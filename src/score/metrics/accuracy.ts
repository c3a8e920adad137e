import { sumMetric } from '../sums.ts'

/** Share of examples whose predicted label is the gold label. Unit: percent. */
export const accuracy = sumMetric({
  id: 'accuracy',
  title: 'Accuracy',
  unit: 'percent',
  source: 'google-research/xtreme evaluate.py, accuracy()',
  columns: ['correct'],
  fromSums: ([correct], examples) => (correct! / examples) * 100,
})

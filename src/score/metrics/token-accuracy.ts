import { sumMetric } from '../sums.ts'

/** Share of words whose predicted tag is the gold tag, over all words of all sentences. Unit: percent. */
export const tokenAccuracy = sumMetric({
  id: 'token-accuracy',
  title: 'Token accuracy',
  unit: 'percent',
  source: 'seqeval accuracy_score; not what XTREME reports for udpos and panx',
  columns: ['tokens_correct', 'tokens'],
  // Sentences without words leave nothing to get wrong only when a whole resample is made of them.
  fromSums: ([correct, tokens]) => (tokens! > 0 ? (correct! / tokens!) * 100 : 0),
})

import { sumMetric } from '../sums.ts'

/** Share of masked tokens whose original is predicted, over all masked tokens of all texts. Unit: percent. */
export const maskedAccuracy = sumMetric({
  id: 'masked-accuracy',
  title: 'Accuracy of masked tokens',
  unit: 'percent',
  source: 'Devlin et al. 2019, appendix C.2: accuracy of the masked language model',
  columns: ['masked_correct', 'masked_tokens'],
  // Texts without a masked token leave nothing to get wrong only when a whole resample is made of them.
  fromSums: ([correct, masked]) => (masked! > 0 ? (correct! / masked!) * 100 : 0),
})

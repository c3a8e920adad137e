import { defineTask } from '../define.ts'
import { sickEn } from './sick-en.ts'
import { xnli } from './xnli.ts'

const { files, options } = sickEn.splits.train!
const sick = (split: 'train' | 'development') => ({
  languages: ['en'],
  files,
  format: sickEn.format,
  options: { ...sickEn.options, ...options, ...sickEn.splits[split]!.options },
})

export const xnliSick = defineTask({
  ...xnli,
  id: 'xnli-sick',
  title: 'XNLI, trained on SICK',
  splits: { train: sick('train'), development: sick('development'), test: xnli.splits.test! },
  downloads: [],
  sizes: { train: { en: 4439 }, test: { each: 5010 } },
  standsInFor: 'xnli',
  overlaps: { 'sick-en': 'The fine-tuning data: as an intermediate task it is trained on twice.' },
  traps: [
    '4439 pairs of image captions in place of the 392 702 pairs of MNLI in ten genres; the test set is that of XNLI.',
  ],
})

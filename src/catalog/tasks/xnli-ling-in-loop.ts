import { defineTask } from '../define.ts'
import { lingInLoop } from './ling-in-loop.ts'
import { xnli } from './xnli.ts'

export const xnliLingInLoop = defineTask({
  ...xnli,
  id: 'xnli-ling-in-loop',
  title: 'XNLI, trained on Linguist in the loop NLI',
  splits: {
    train: {
      languages: ['en'],
      ...lingInLoop.splits.train!,
      format: lingInLoop.format,
      options: lingInLoop.options,
    },
    development: xnli.splits.development!,
    test: xnli.splits.test!,
  },
  downloads: [
    ...lingInLoop.downloads.map((each) => ({ ...each, splits: ['train' as const] })),
    ...xnli.downloads.filter(({ splits }) => !splits?.includes('train')).slice(1),
  ],
  sizes: { train: lingInLoop.sizes.train!, development: { en: 2490 }, test: { each: 5010 } },
  standsInFor: 'xnli',
  overlaps: {
    'ling-in-loop': 'The fine-tuning data: as an intermediate task it is trained on twice.',
    mnli: 'Premises of its training set, with other hypotheses.',
    'mnli-llmsknow': 'Premises of MNLI, with other hypotheses.',
    taxinli: 'Premises of MNLI, with other hypotheses.',
  },
  traps: [
    '44 983 pairs with premises of MNLI and hypotheses written anew, in place of the 392 702 pairs of MNLI; the test set is that of XNLI.',
  ],
})

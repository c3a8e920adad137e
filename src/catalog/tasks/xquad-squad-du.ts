import { defineTask } from '../define.ts'
import { squadDuTest } from './squad-du-test.ts'
import { xquad } from './xquad.ts'

const { train, development } = squadDuTest.splits

export const xquadSquadDu = defineTask({
  ...xquad,
  id: 'xquad-squad-du',
  title: 'XQuAD, trained on a part of SQuAD v1.1',
  splits: {
    train: { ...train!, languages: ['en'] },
    development: { ...development!, languages: ['en'] },
    test: xquad.splits.test!,
  },
  downloads: [
    ...squadDuTest.downloads.map((each) => ({ ...each, splits: ['train' as const, 'development' as const] })),
    ...xquad.downloads.filter(({ splits }) => splits?.includes('test') === true),
  ],
  sizes: { test: xquad.sizes.test! },
  standsInFor: 'xquad',
  overlaps: {
    'squad-du-test': 'The fine-tuning data: as an intermediate task it is trained on twice.',
    'squad-v1.1': 'Its training questions are the fine-tuning data.',
  },
  traps: ['11 877 training questions of SQuAD v1.1, 95 % of them trained on, in place of its 87 599.'],
})

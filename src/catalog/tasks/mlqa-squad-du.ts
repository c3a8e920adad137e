import { defineTask } from '../define.ts'
import { mlqa } from './mlqa.ts'
import { squadDuTest } from './squad-du-test.ts'

const { train, development } = squadDuTest.splits

export const mlqaSquadDu = defineTask({
  ...mlqa,
  id: 'mlqa-squad-du',
  title: 'MLQA, trained on a part of SQuAD v1.1',
  splits: {
    train: { ...train!, languages: ['en'] },
    development: { ...development!, languages: ['en'] },
    test: mlqa.splits.test!,
  },
  downloads: [
    ...squadDuTest.downloads.map((each) => ({ ...each, splits: ['train' as const, 'development' as const] })),
    ...mlqa.downloads.filter(({ splits }) => splits?.includes('test') === true),
  ],
  sizes: { test: mlqa.sizes.test! },
  standsInFor: 'mlqa',
  overlaps: {
    'squad-du-test': 'The fine-tuning data: as an intermediate task it is trained on twice.',
    'squad-v1.1': 'Its training questions are the fine-tuning data.',
  },
  traps: ['11 877 training questions of SQuAD v1.1, 95 % of them trained on, in place of its 87 599.'],
})

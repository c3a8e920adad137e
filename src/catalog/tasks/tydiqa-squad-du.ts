import { defineTask } from '../define.ts'
import { squadDuTest } from './squad-du-test.ts'
import { tydiqaGoldP } from './tydiqa-goldp.ts'

const { train, development } = squadDuTest.splits

export const tydiqaSquadDu = defineTask({
  ...tydiqaGoldP,
  id: 'tydiqa-squad-du',
  title: 'TyDiQA-GoldP, trained on a part of SQuAD v1.1',
  splits: {
    train: { ...train!, languages: ['en'] },
    development: { ...development!, languages: ['en'] },
    test: tydiqaGoldP.splits.test!,
  },
  downloads: [
    ...squadDuTest.downloads.map((each) => ({ ...each, splits: ['train' as const, 'development' as const] })),
    ...tydiqaGoldP.downloads.filter(({ splits }) => splits?.includes('test') === true),
  ],
  sizes: { test: tydiqaGoldP.sizes.test! },
  standsInFor: 'tydiqa-goldp',
  overlaps: {
    'squad-du-test': 'The fine-tuning data: as an intermediate task it is trained on twice.',
    'squad-v1.1': 'Its training questions are the fine-tuning data.',
  },
  traps: [
    '11 877 training questions of SQuAD v1.1, 95 % of them trained on, in place of the 3696 of TyDiQA: what XTREME trains XQuAD and MLQA on in part.',
  ],
})

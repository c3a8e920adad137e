import { defineTask } from '../define.ts'
import { mlqa } from './mlqa.ts'
import { tydiqaGoldP } from './tydiqa-goldp.ts'

const { train, development } = tydiqaGoldP.splits

export const mlqaTydiqa = defineTask({
  ...mlqa,
  id: 'mlqa-tydiqa',
  title: 'MLQA, trained on TyDiQA-GoldP English',
  codes: { en: tydiqaGoldP.codes.en! },
  splits: { train: train!, development: development!, test: mlqa.splits.test! },
  downloads: [],
  sizes: {},
  standsInFor: 'mlqa',
  overlaps: {
    'tydiqa-train':
      'Its English part is the fine-tuning data: as an intermediate task it is trained on twice.',
  },
  traps: ['3696 training questions of TyDiQA in place of the 87 599 of SQuAD v1.1.'],
})

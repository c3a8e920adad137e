import { defineTask } from '../define.ts'
import { tydiqaGoldP } from './tydiqa-goldp.ts'
import { xquad } from './xquad.ts'

const { train, development } = tydiqaGoldP.splits

export const xquadTydiqa = defineTask({
  ...xquad,
  id: 'xquad-tydiqa',
  title: 'XQuAD, trained on TyDiQA-GoldP English',
  codes: { en: tydiqaGoldP.codes.en! },
  splits: { train: train!, development: development!, test: xquad.splits.test! },
  downloads: [],
  sizes: { test: { each: 1190 } },
  standsInFor: 'xquad',
  overlaps: {
    'tydiqa-train':
      'Its English part is the fine-tuning data: as an intermediate task it is trained on twice.',
  },
  traps: ['3696 training questions of TyDiQA in place of the 87 599 of SQuAD v1.1.'],
})

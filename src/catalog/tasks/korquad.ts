import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit, heldOut, inFolders, TENTHS } from '../files.ts'

const at = (name: string) => ({
  examples: inFolders(
    ['intermediate/qa/korquad', 'korquad', 'KorQuAD', 'KoELECTRA/finetune/data/korquad', ''],
    name,
  ),
})
const dev = at('KorQuAD_v1.0_dev.json')

export const korquad = defineTask({
  id: 'korquad',
  title: 'KorQuAD 1.0',
  kind: 'span-extraction',
  measures:
    'Finding the answer to a question in a Korean Wikipedia paragraph; written in Korean, not translated.',
  format: 'squad',
  languages: ['ko'],
  splits: {
    train: {
      files: at('KorQuAD_v1.0_train.json'),
      otherwise: [{ files: dev, portion: TENTHS.train, note: heldOut('the development file') }],
    },
    development: { files: dev, portion: TENTHS.development },
    test: { files: dev, portion: TENTHS.test },
  },
  downloads: [
    fromGit(
      'monologg/KoELECTRA',
      '024fbdd600e653b6e4bdfc64ceec84181b5ce6c4',
      'KoELECTRA',
      'finetune/data/korquad',
    ),
  ],
  sizes: { train: { ko: 60407 } },
  metrics: ['squad-f1', 'squad-exact-match'],
  citation: 'Lim, Kim and Lee 2019, arXiv 1909.07005',
  licence: 'CC BY-ND 2.0 KR',
  defaults: jiantIntermediate('spans'),
  traps: ['The development file has 5774 questions about 964 paragraphs; a tenth selects, a tenth tests.'],
})

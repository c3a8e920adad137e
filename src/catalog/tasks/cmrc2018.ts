import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit, inFolders } from '../files.ts'

const at = (name: string) => ({
  examples: inFolders(['intermediate/qa/cmrc2018', 'cmrc2018/squad-style-data', 'cmrc2018', ''], name),
})

export const cmrc2018 = defineTask({
  id: 'cmrc2018',
  title: 'CMRC 2018',
  kind: 'span-extraction',
  measures:
    'Finding the answer to a question in a Chinese Wikipedia paragraph; written in Chinese, not translated.',
  format: 'squad',
  options: { misaligned: 'skip' },
  languages: ['zh'],
  splits: {
    train: {
      files: at('cmrc2018_train.json'),
      otherwise: [
        {
          files: at('cmrc2018_dev.json'),
          note: 'The training file is not in the data folders: the development file (3219 questions) is trained on in its place.',
        },
      ],
    },
    development: { files: at('cmrc2018_trial.json'), portion: { from: 0, to: 0.5 } },
    test: { files: at('cmrc2018_trial.json'), portion: { from: 0.5, to: 1 } },
  },
  downloads: [
    fromGit('ymcui/cmrc2018', 'c0eb1b6ba219847457e6af3180da722bbeb656af', 'cmrc2018', 'squad-style-data'),
  ],
  sizes: { train: { zh: 10142 } },
  metrics: ['mlqa-f1', 'mlqa-exact-match'],
  citation: 'Cui et al. 2019, arXiv 1810.07366',
  licence: 'CC BY-SA 4.0',
  defaults: jiantIntermediate('spans'),
  traps: [
    'The trial file (1002 questions) selects and tests, half each, so that the development file can be trained on where there is no other.',
    '200 of 9657 answers of the development file and 5 of 1002 of the trial file are not at their place: left out and counted.',
    'Scored as MLQA scores Chinese: characters are the tokens.',
  ],
})

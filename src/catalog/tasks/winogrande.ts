import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit, inFolders } from '../files.ts'

const FOLDERS = ['winogrande_1.1', 'winogrande', 'train/mc/winogrande', 'WinoGrande/data']
const at = (name: string) => ({ examples: inFolders(FOLDERS, `${name}.jsonl`) })

export const winogrande = defineTask({
  id: 'winogrande',
  title: 'WinoGrande',
  kind: 'multiple-choice',
  measures: 'Which of two names or things a blank in a sentence stands for.',
  format: 'multiple-choice',
  // As its own code: first text up to the blank, second text the option and what follows.
  options: {
    form: 'jsonl',
    parts: [
      { of: 'sentence', pattern: '(?<before>[^_]*)_(?<after>[^_]*)' },
      { of: 'qID', pattern: '(?<twins>.*)-\\d+' },
    ],
    context: '{before}',
    choices: ['option1', 'option2'],
    choice: '{choice} {after}',
    answer: 'answer',
    answers: ['1', '2'],
    id: 'qID',
    cluster: '{twins}',
  },
  languages: ['en'],
  splits: {
    train: {
      files: at('train_xl'),
      otherwise: [
        {
          files: at('train_l'),
          note: 'The largest training file of WinoGrande in the data folders is train_l: 10 234 of 40 398 sentences.',
        },
      ],
    },
    development: { files: at('dev') },
  },
  downloads: [
    {
      from: 'url',
      urls: ['https://storage.googleapis.com/ai2-mosaic/public/winogrande/winogrande_1.1.zip'],
      into: '.',
      unpack: 'zip',
    },
    fromGit('zhang-edward/WinoGrande', 'ea61adace986f13f152757273a9b0840887efe65', 'WinoGrande', 'data'),
  ],
  sizes: { train: { en: 40398 }, development: { en: 1267 } },
  meanTokens: {
    value: 29,
    sequences: 2,
    source: 'Polyvia estimate: XLM-R tokens of every sixth sentence of train_l, start with one option (28.5)',
  },
  metrics: ['accuracy'],
  citation: 'Sakaguchi et al. 2019, arXiv 1907.10641',
  licence: 'CC BY',
  defaults: jiantIntermediate('pairs'),
  traps: [
    'Sentences come as twins that differ in a word and in the answer: they are one cluster.',
    'Smaller encoders stay at chance (50 %) on it.',
  ],
})

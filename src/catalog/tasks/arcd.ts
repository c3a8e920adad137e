import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit, inFolders } from '../files.ts'

const at = (name: string) => ({
  examples: inFolders(['intermediate/qa/arcd', 'arcd', 'SOQAL/data', ''], name),
})

export const arcd = defineTask({
  id: 'arcd',
  title: 'ARCD',
  kind: 'span-extraction',
  measures:
    'Finding the answer to a question in an Arabic Wikipedia paragraph; written in Arabic, not translated.',
  format: 'squad',
  options: { misaligned: 'skip' },
  languages: ['ar'],
  splits: {
    train: { files: at('arcd-train.json'), portion: { from: 0, to: 0.9 } },
    development: { files: at('arcd-train.json'), portion: { from: 0.9, to: 1 } },
    test: { files: at('arcd-test.json') },
  },
  downloads: [
    fromGit(
      'husseinmozannar/SOQAL',
      '1229d34aa2b7a0b9a2e4858c9268e68f45d7e3c4',
      'SOQAL',
      'data/arcd-train.json',
      'data/arcd-test.json',
    ),
  ],
  sizes: { test: { ar: 702 } },
  metrics: ['squad-f1', 'squad-exact-match'],
  citation: 'Mozannar et al. 2019, arXiv 1906.05394',
  licence: 'MIT (repository)',
  defaults: jiantIntermediate('spans'),
  traps: [
    'The training file has 693 questions: nine tenths are trained on, a tenth selects.',
    '3 answers of each file are not at their place: left out and counted.',
  ],
})

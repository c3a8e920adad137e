import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'

export const codah = defineTask({
  id: 'codah',
  title: 'CODAH',
  kind: 'multiple-choice',
  measures: 'Which of four endings continues a sentence that was written to fool a model.',
  format: 'multiple-choice',
  options: {
    form: 'tsv',
    quoting: 'raw',
    header: false,
    context: '{1}',
    choices: ['2', '3', '4', '5'],
    answer: '6',
  },
  languages: ['en'],
  splits: {
    train: {
      files: { examples: ['train/mc/codah/full_data.tsv', 'CODAH/data/full_data.tsv'] },
      portion: { from: 0, to: 0.8 },
    },
    development: {
      files: { examples: ['train/mc/codah/full_data.tsv', 'CODAH/data/full_data.tsv'] },
      portion: { from: 0.8, to: 0.9 },
    },
    test: {
      files: { examples: ['train/mc/codah/full_data.tsv', 'CODAH/data/full_data.tsv'] },
      portion: { from: 0.9, to: 1 },
    },
  },
  downloads: [
    fromGit('Websail-NU/CODAH', 'acf7ffa4041ade86c6f7dd2f92fb08c957350280', 'CODAH', 'data/full_data.tsv'),
  ],
  metrics: ['accuracy'],
  citation: 'Chen et al. 2019, arXiv 1904.04365',
  licence: 'ODC-By 1.0',
  defaults: jiantIntermediate('pairs'),
  traps: ['Published in five folds: split here by the sentence.'],
})

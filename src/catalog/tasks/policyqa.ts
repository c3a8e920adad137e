import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'

export const policyQa = defineTask({
  id: 'policyqa',
  title: 'PolicyQA, development and test sets',
  kind: 'span-extraction',
  measures: 'Finding the answer to a question in a privacy policy.',
  format: 'squad',
  options: {},
  languages: ['en'],
  splits: {
    train: { files: { examples: ['train/qa/policyqa/test.json', 'PolicyQA/data/test.json'] } },
    development: {
      files: { examples: ['train/qa/policyqa/dev.json', 'PolicyQA/data/dev.json'] },
      portion: { from: 0, to: 0.1 },
    },
    test: {
      files: { examples: ['train/qa/policyqa/dev.json', 'PolicyQA/data/dev.json'] },
      portion: { from: 0.1, to: 1 },
    },
  },
  downloads: [
    fromGit(
      'wasiahmad/PolicyQA',
      '775538bc6d932e9d0dd16975d4373659cf8964fe',
      'PolicyQA',
      'data/dev.json',
      'data/test.json',
    ),
  ],
  sizes: { train: { en: 4152 } },
  metrics: ['squad-f1', 'squad-exact-match'],
  citation: 'Ahmad et al. 2020, arXiv 2010.02557',
  licence: 'MIT (repository); texts of OPP-115',
  defaults: jiantIntermediate('spans'),
  traps: [
    'The training file is not at hand: the test file is trained on, nine tenths of the development file test.',
  ],
})

import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'

export const conjNli = defineTask({
  id: 'conjnli',
  title: 'ConjNLI',
  kind: 'classification',
  measures:
    'Whether a sentence with a conjunction entails, contradicts or leaves open one with a part of it.',
  labels: ['contradiction', 'entailment', 'neutral'],
  format: 'sentence-pairs',
  options: { form: 'tsv', quoting: 'raw', columns: { text: 'Premise', pair: 'Hypothesis', label: 'Label' } },
  languages: ['en'],
  splits: {
    train: {
      files: {
        examples: [
          'train/nli/conjnli/adversarial_train_15k.tsv',
          'ConjNLI/data/NLI/adversarial_train_15k.tsv',
        ],
      },
    },
    development: {
      files: { examples: ['train/nli/conjnli/conj_dev.tsv', 'ConjNLI/data/NLI/conj_dev.tsv'] },
      portion: { from: 0, to: 0.5 },
    },
    test: {
      files: { examples: ['train/nli/conjnli/conj_dev.tsv', 'ConjNLI/data/NLI/conj_dev.tsv'] },
      portion: { from: 0.5, to: 1 },
    },
  },
  downloads: [
    fromGit(
      'swarnaHub/ConjNLI',
      '10e0515c0d1777651b5084d9cca4664ead8162a4',
      'ConjNLI',
      'data/NLI/adversarial_train_15k.tsv',
      'data/NLI/conj_dev.tsv',
    ),
  ],
  sizes: { train: { en: 15000 } },
  metrics: ['accuracy'],
  citation: 'Saha, Nie and Bansal 2020, arXiv 2010.10418',
  licence: 'MIT; text of Wikipedia',
  defaults: jiantIntermediate('pairs'),
  traps: [
    'Training pairs were made automatically.',
    'Labels of the test set are withheld: half of the development set selects, half tests.',
  ],
})

import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'

export const feverSymmetric = defineTask({
  id: 'fever-symmetric',
  title: 'FEVER Symmetric v0.2',
  kind: 'classification',
  measures:
    'Whether sentences of Wikipedia support or refute a claim. Claims and evidence are changed so that neither gives the label away.',
  labels: ['contradiction', 'entailment'],
  format: 'sentence-pairs',
  options: {
    form: 'jsonl',
    columns: { text: 'sentence1', pair: 'sentence2', label: 'gold_label' },
    labelNames: { SUPPORTS: 'entailment', REFUTES: 'contradiction' },
  },
  languages: ['en'],
  splits: {
    train: {
      files: {
        examples: [
          'train/claims/fever-symmetric/fever_symmetric_dev.jsonl',
          'FeverSymmetric/symmetric_v0.2/fever_symmetric_dev.jsonl',
        ],
      },
      portion: { from: 0, to: 0.8 },
    },
    development: {
      files: {
        examples: [
          'train/claims/fever-symmetric/fever_symmetric_dev.jsonl',
          'FeverSymmetric/symmetric_v0.2/fever_symmetric_dev.jsonl',
        ],
      },
      portion: { from: 0.8, to: 1 },
    },
    test: {
      files: {
        examples: [
          'train/claims/fever-symmetric/fever_symmetric_test.jsonl',
          'FeverSymmetric/symmetric_v0.2/fever_symmetric_test.jsonl',
        ],
      },
    },
  },
  downloads: [
    fromGit(
      'TalSchuster/FeverSymmetric',
      'fa25d17e73ea0694edc78133ec654b9f32f6db73',
      'FeverSymmetric',
      'symmetric_v0.2/fever_symmetric_dev.jsonl',
      'symmetric_v0.2/fever_symmetric_test.jsonl',
    ),
  ],
  sizes: { test: { en: 712 } },
  cluster: 'sentence',
  metrics: ['accuracy'],
  citation: 'Schuster et al. 2019, arXiv 1908.05267',
  licence: 'CC BY-SA 3.0',
  overlaps: { 'fever-gold-sentences': 'Half of the claims are in its validation set.' },
  defaults: jiantIntermediate('pairs'),
  traps: ['Made as a test set: four fifths of the development part can be trained on here.'],
})

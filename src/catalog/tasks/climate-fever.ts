import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'

export const climateFever = defineTask({
  id: 'climate-fever',
  title: 'CLIMATE-FEVER',
  kind: 'classification',
  measures: 'Whether five sentences of Wikipedia support, refute or leave open a claim about the climate.',
  labels: ['contradiction', 'entailment', 'neutral'],
  format: 'sentence-pairs',
  options: {
    form: 'jsonl',
    columns: { text: 'evidences[].evidence', pair: 'claim', label: 'claim_label', id: 'claim_id' },
    lists: 'join',
    skipLabels: ['DISPUTED'],
    labelNames: { SUPPORTS: 'entailment', REFUTES: 'contradiction', NOT_ENOUGH_INFO: 'neutral' },
  },
  languages: ['en'],
  splits: {
    train: {
      files: {
        examples: [
          'train/claims/climate-fever/climate-fever.jsonl',
          'climate-fever-dataset/dataset/climate-fever.jsonl',
        ],
      },
      portion: { from: 0, to: 0.8 },
    },
    development: {
      files: {
        examples: [
          'train/claims/climate-fever/climate-fever.jsonl',
          'climate-fever-dataset/dataset/climate-fever.jsonl',
        ],
      },
      portion: { from: 0.8, to: 0.9 },
    },
    test: {
      files: {
        examples: [
          'train/claims/climate-fever/climate-fever.jsonl',
          'climate-fever-dataset/dataset/climate-fever.jsonl',
        ],
      },
      portion: { from: 0.9, to: 1 },
    },
  },
  downloads: [
    fromGit(
      'tdiggelm/climate-fever-dataset',
      '03de61617b10a5c1935f8e08bb0e8ac1ee775356',
      'climate-fever-dataset',
      'dataset/climate-fever.jsonl',
    ),
  ],
  cluster: 'sentence',
  metrics: ['accuracy'],
  citation: 'Diggelmann et al. 2020, arXiv 2012.00614',
  licence: 'none stated; text of Wikipedia',
  defaults: jiantIntermediate('pairs'),
  traps: ['The 154 disputed claims are left out.', 'It has no splits: drawn here by the evidence.'],
})

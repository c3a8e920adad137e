import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'

export const feverGoldSentences = defineTask({
  id: 'fever-gold-sentences',
  title: 'FEVER with gold sentences, two small splits',
  kind: 'classification',
  measures: 'Whether sentences of Wikipedia support or refute a claim.',
  labels: ['contradiction', 'entailment'],
  format: 'sentence-pairs',
  options: {
    form: 'jsonl',
    columns: { text: 'evidence', pair: 'claim', label: 'label' },
    lists: 'join',
    labelNames: { SUPPORTS: 'entailment', REFUTES: 'contradiction' },
  },
  languages: ['en'],
  splits: {
    train: {
      files: {
        examples: [
          'train/claims/fever-gold-sentences/validation.jsonl',
          'athnlp-labs/data/fever/validation.jsonl',
        ],
      },
    },
    development: {
      files: {
        examples: ['train/claims/fever-gold-sentences/test.jsonl', 'athnlp-labs/data/fever/test.jsonl'],
      },
      portion: { from: 0, to: 0.1 },
    },
    test: {
      files: {
        examples: ['train/claims/fever-gold-sentences/test.jsonl', 'athnlp-labs/data/fever/test.jsonl'],
      },
      portion: { from: 0.1, to: 1 },
    },
  },
  downloads: [
    fromGit(
      'athnlp/athnlp-labs',
      '136f2d3dce4b9159cf35c9dc2bfd7b7670ce6f5d',
      'athnlp-labs',
      'data/fever/validation.jsonl',
      'data/fever/test.jsonl',
    ),
  ],
  sizes: { train: { en: 6666 } },
  cluster: 'sentence',
  metrics: ['accuracy'],
  citation: 'Thorne et al. 2018, arXiv 1803.05355',
  licence: 'CC BY-SA 3.0 (FEVER); none stated in the repository',
  standsInFor: 'fever-nli',
  part: '13 332 claims of the validation and test sets with evidence, none of the training set',
  overlaps: { 'fever-symmetric': '172 of its 354 and 181 of its 355 claims are trained on' },
  defaults: jiantIntermediate('pairs'),
  traps: ['Two labels: claims without evidence are not in it.'],
})

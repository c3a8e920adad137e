import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'

export const healthverMultivers = defineTask({
  id: 'healthver-multivers',
  title: 'HealthVer as in MultiVerS',
  kind: 'classification',
  measures: 'Whether sentences of an abstract support, contradict or leave open a claim on COVID-19.',
  labels: ['contradiction', 'entailment', 'neutral'],
  format: 'cited-claims',
  options: { labelNames: { SUPPORT: 'entailment', CONTRADICT: 'contradiction' }, open: 'neutral' },
  languages: ['en'],
  splits: {
    train: {
      files: {
        examples: [
          'train/claims/multivers-healthver/claims_train.jsonl',
          'healthver_mcqa/data/healthver/claims_train.jsonl',
        ],
        corpus: [
          'train/claims/multivers-healthver/corpus.jsonl',
          'healthver_mcqa/data/healthver/corpus.jsonl',
        ],
      },
    },
    development: {
      files: {
        examples: [
          'train/claims/multivers-healthver/claims_dev.jsonl',
          'healthver_mcqa/data/healthver/claims_dev.jsonl',
        ],
        corpus: [
          'train/claims/multivers-healthver/corpus.jsonl',
          'healthver_mcqa/data/healthver/corpus.jsonl',
        ],
      },
    },
  },
  downloads: [
    {
      from: 'hand',
      how: 'Get data.tar.gz from https://github.com/suzhentxt/healthver_mcqa at commit 9a042ef320ca794b7bdf756e25f7dd3972c7f6ce and unpack it into healthver_mcqa of a data folder.',
    },
  ],
  cluster: 'claim',
  metrics: ['accuracy'],
  citation: 'Sarrouti et al. 2021; copy in MultiVerS: Wadden et al. 2022, arXiv 2112.01640',
  licence: 'none stated',
  standsInFor: 'healthver',
  part: 'its training and development claims with whole abstracts',
  overlaps: { healthver: 'the same claims' },
  defaults: jiantIntermediate('pairs'),
})

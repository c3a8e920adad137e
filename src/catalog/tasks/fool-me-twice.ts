import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'

export const foolMeTwice = defineTask({
  id: 'fool-me-twice',
  title: 'Fool Me Twice, development and test sets',
  kind: 'classification',
  measures: 'Whether sentences of Wikipedia support or refute a claim. Written by players to mislead.',
  labels: ['contradiction', 'entailment'],
  format: 'sentence-pairs',
  options: {
    form: 'jsonl',
    columns: { text: 'gold_evidence[].text', pair: 'text', label: 'label' },
    lists: 'join',
    empty: 'skip',
    labelNames: { SUPPORTS: 'entailment', REFUTES: 'contradiction' },
  },
  languages: ['en'],
  splits: {
    train: {
      files: { examples: ['train/claims/fool-me-twice/dev.jsonl', 'fool-me-twice/dataset/dev.jsonl'] },
      portion: { from: 0, to: 0.9 },
    },
    development: {
      files: { examples: ['train/claims/fool-me-twice/dev.jsonl', 'fool-me-twice/dataset/dev.jsonl'] },
      portion: { from: 0.9, to: 1 },
    },
    test: {
      files: { examples: ['train/claims/fool-me-twice/test.jsonl', 'fool-me-twice/dataset/test.jsonl'] },
    },
  },
  downloads: [
    fromGit(
      'google-research/fool-me-twice',
      'd9db753e5acf91c0d9bf543db327ab655661eb94',
      'fool-me-twice',
      'dataset/dev.jsonl',
      'dataset/test.jsonl',
    ),
  ],
  cluster: 'sentence',
  metrics: ['accuracy'],
  citation: 'Eisenschlos et al. 2021, arXiv 2104.04725',
  licence: 'Apache-2.0 (repository); text of Wikipedia',
  defaults: jiantIntermediate('pairs'),
  traps: ['The training set is not at hand: nine tenths of the development set are trained on.'],
})

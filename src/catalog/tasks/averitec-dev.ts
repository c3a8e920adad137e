import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'

export const averitecDev = defineTask({
  id: 'averitec-dev',
  title: 'AVeriTeC, development set',
  kind: 'classification',
  measures: 'Whether answers found on the web support, refute or leave open a claim that was made in public.',
  labels: ['contradiction', 'entailment', 'neutral'],
  format: 'sentence-pairs',
  options: {
    form: 'json',
    columns: { text: 'questions[].answers[].answer', pair: 'claim', label: 'label' },
    lists: 'join',
    empty: 'skip',
    skipLabels: ['Conflicting Evidence/Cherrypicking'],
    labelNames: { Supported: 'entailment', Refuted: 'contradiction', 'Not Enough Evidence': 'neutral' },
  },
  languages: ['en'],
  splits: {
    train: {
      files: { examples: ['train/claims/averitec-dev/dev.json', 'AVeriTeC/data/dev.json'] },
      portion: { from: 0, to: 0.8 },
    },
    development: {
      files: { examples: ['train/claims/averitec-dev/dev.json', 'AVeriTeC/data/dev.json'] },
      portion: { from: 0.8, to: 0.9 },
    },
    test: {
      files: { examples: ['train/claims/averitec-dev/dev.json', 'AVeriTeC/data/dev.json'] },
      portion: { from: 0.9, to: 1 },
    },
  },
  downloads: [
    fromGit('MichSchli/AVeriTeC', '7c62d1ec8df3fb560d6efe2b85fa191135636f81', 'AVeriTeC', 'data/dev.json'),
  ],
  metrics: ['accuracy'],
  citation: 'Schlichtkrull, Guo and Vlachos 2023, arXiv 2305.13117',
  licence: 'CC BY-NC 4.0',
  defaults: jiantIntermediate('pairs'),
  traps: ['500 claims, three in five refuted; the training set is not at hand. Split here by the answers.'],
})

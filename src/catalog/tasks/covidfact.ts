import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'

export const covidFact = defineTask({
  id: 'covidfact',
  title: 'COVID-Fact as entailment',
  kind: 'classification',
  measures: 'Whether sentences on COVID-19 entail a claim, or one with a word exchanged.',
  labels: ['entailment', 'not_entailment'],
  format: 'sentence-pairs',
  options: {
    form: 'tsv',
    quoting: 'raw',
    columns: { text: 'sentence1', pair: 'Sentence2', label: ['label', 'entailment'] },
  },
  languages: ['en'],
  splits: {
    train: {
      files: { examples: ['train/claims/covidfact/train.tsv', 'covidfact/RTE-covidfact/train.tsv'] },
      portion: { from: 0, to: 0.9 },
    },
    development: {
      files: { examples: ['train/claims/covidfact/train.tsv', 'covidfact/RTE-covidfact/train.tsv'] },
      portion: { from: 0.9, to: 1 },
    },
    test: { files: { examples: ['train/claims/covidfact/dev.tsv', 'covidfact/RTE-covidfact/dev.tsv'] } },
  },
  downloads: [
    fromGit(
      'asaakyan/covidfact',
      'ceeb613cde5a6c19dea4f2c165654e510ff52b10',
      'covidfact',
      'RTE-covidfact/train.tsv',
      'RTE-covidfact/dev.tsv',
    ),
  ],
  sizes: { test: { en: 419 } },
  cluster: 'sentence',
  metrics: ['accuracy'],
  citation: 'Saakyan, Chakrabarty and Muresan 2021, arXiv 2106.03794',
  licence: 'none stated',
  defaults: jiantIntermediate('pairs'),
  traps: [
    'Labels of the test file are withheld: the development file tests, a tenth of the training file selects.',
    'The development file calls its label column "entailment".',
  ],
})
